// The link of an invitation, for everyone who may open it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PASSWORD, account, signIn } from "../support/accounts.mjs";
import { launch } from "../support/browser.mjs";
import { start } from "../support/system.mjs";
import { assertSound, heading, open, press, visitor } from "./page.mjs";

const INVITATION = "/links/invitation";
let system, browser;

before(async () => {
  system = await start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  system?.stop();
});

/** An account that has invited somebody, and the secret of their link, which is not the one that they had before. */
async function invited(email, known) {
  const northwind = await account(system, "invoicing");
  const grants = [{ role: "read", units: "all" }];
  await northwind.invite([{ email, given_name: "Grace", family_name: "Hopper", grants }]);
  return [northwind, await system.secret(email, "inv", known)];
}

test("someone new chooses a password, and is in", async () => {
  const [northwind, secret] = await invited("new@example.com");
  const page = await visitor(browser);
  await open(page, system, INVITATION, secret);
  await assertSound(page, "the invitation");
  await press(page, "Accept the invitation");
  await page.getByText("This is needed.").waitFor();
  await page.getByLabel("New password").fill("password1");
  await press(page, "Accept the invitation");
  await page.locator(".fault", { hasText: /./ }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "password", "the wrong field has the focus");
  await assertSound(page, "a weak password");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Show" }).click();
  assert.equal(await page.getByLabel("New password").inputValue(), PASSWORD);
  await press(page, "Accept the invitation");
  await page.waitForURL(`**/console#/${northwind.id}/users**`);
  const cookies = await page.context().cookies();
  const [cookie] = cookies.filter(({ name }) => name === "__Host-usher");
  assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite === "Strict");
  assert.equal(await page.evaluate(() => document.cookie), "", "no script can read it");
  await page.reload();
  assert.equal(await page.evaluate(async () => (await fetch("/v1/me")).status), 200, "a reload keeps one signed in");
});

test("someone known signs in and accepts in one go", async () => {
  const { email } = (await account(system, "invoicing")).administrator;
  const [northwind, secret] = await invited(email, await system.secret(email));
  const page = await visitor(browser);
  await open(page, system, INVITATION, secret);
  await page.getByText("You already have a password here.").waitFor();
  await assertSound(page, "someone known");
  await page.getByLabel("Password", { exact: true }).fill("not the right password");
  await press(page, "Sign in and accept");
  await page.getByText("The address or the password is wrong.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Sign in and accept");
  await page.waitForURL(`**/console#/${northwind.id}/users**`);
});

test("someone else who is signed in is told so, and can switch", async () => {
  const [, secret] = await invited("switch@example.com");
  const other = await account(system, "invoicing");
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  await page.getByLabel("Email address").fill(other.administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Sign in");
  await page.waitForURL("**/console#/**");
  await open(page, system, INVITATION, secret);
  await page.getByText(`You are signed in as ${other.administrator.email}`).waitFor();
  await assertSound(page, "someone else");
  await press(page, "Sign out and continue as switch@example.com");
  await page.getByLabel("New password").fill(PASSWORD);
  await press(page, "Accept the invitation");
  await page.waitForURL("**/console#/**");
  const me = await page.evaluate(async () => (await (await fetch("/v1/me")).json()).email);
  assert.equal(me, "switch@example.com");
});

test("declining asks first", async () => {
  const [northwind, secret] = await invited("declines@example.com");
  const page = await visitor(browser);
  await open(page, system, INVITATION, secret);
  await press(page, "Decline");
  const dialog = page.getByRole("dialog", { name: "Decline the invitation?" });
  await dialog.waitFor();
  await assertSound(page, "declining");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await press(page, "Decline");
  await dialog.getByRole("button", { name: "Decline" }).click();
  await heading(page, "You have declined");
  const { data } = await northwind.call("GET", "invitations?status=declined");
  assert.deepEqual(data.map(({ email }) => email), ["declines@example.com"]);
});

test("an expired link asks for a new one, and a replaced one leads nowhere", async () => {
  const [northwind, secret] = await invited("late@example.com");
  await system.advance("49h");
  northwind.administrator.token = await signIn(system, northwind.administrator.email);
  const page = await visitor(browser);
  await open(page, system, INVITATION, secret);
  await page.getByText("This invitation has expired.").waitFor();
  await assertSound(page, "expired");
  await press(page, "Request a new invitation");
  await heading(page, "A new link is on its way");
  const fresh = await system.secret("late@example.com", "inv", secret);
  await open(page, system, INVITATION, secret);
  await page.goto("about:blank");
  await open(page, system, INVITATION, secret);
  await page.getByText("This link does not work.").waitFor();
  await page.goto("about:blank");
  await open(page, system, INVITATION, fresh);
  await page.getByLabel("New password").waitFor();
  await page.goto("about:blank");
  await open(page, system, INVITATION);
  await page.getByText("This address is incomplete.").waitFor();
});

test("the page speaks the language of the invitation, shows what the inviter wrote as text, and leads on to the portal", async () => {
  const portal = "http://127.0.0.1:9";
  const own = await start("--return-origins", portal);
  try {
    const northwind = await account(own, "invoicing");
    const grants = [{ role: "read", units: "all" }];
    const message = "Liebe Grace,\n<b>willkommen</b> & bis Montag.";
    const row = { email: "own@example.com", given_name: "Grace", family_name: "Hopper", grants };
    await northwind.invite([{ ...row, locale: "de", message, return_to: `${portal}/team?from=usher` }]);
    const page = await visitor(browser);
    await page.goto(`${own.pages}${INVITATION}#token=${await own.secret("own@example.com")}`);
    await press(page, "Einladung annehmen");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    assert.equal(await page.locator("dd", { hasText: "willkommen" }).innerText(), message);
    await assertSound(page, "an invitation with a message");
    // Another language that is chosen stays.
    await page.getByRole("combobox").selectOption("fr");
    await page.getByRole("button", { name: "Accepter l’invitation" }).waitFor();
    await page.getByLabel("Nouveau mot de passe").fill(PASSWORD);
    const led = page.waitForRequest((request) => request.url().startsWith(portal));
    await press(page, "Accepter l’invitation");
    assert.equal((await led).url(), `${portal}/team?from=usher`);
    await page.context().close();
  } finally {
    own.stop();
  }
});
