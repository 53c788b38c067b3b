// Every page behind a link, with the keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PASSWORD, account, signIn } from "../support/accounts.mjs";
import { launch } from "../support/browser.mjs";
import { enter, hasFocus, tabTo, type } from "../support/keyboard.mjs";
import { start } from "../support/system.mjs";
import { totp } from "../support/totp.mjs";
import { heading, open, visitor } from "./page.mjs";

let system, browser, northwind;

before(async () => {
  system = await start();
  browser = await launch();
  northwind = await account(system, "invoicing");
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const grants = [{ role: "read", units: "all" }];

async function invited(email, known) {
  await northwind.invite([{ email, given_name: "Grace", family_name: "Hopper", grants }]);
  return system.secret(email, "inv", known);
}

test("an invitation is accepted by someone new", async () => {
  const page = await visitor(browser);
  await open(page, system, "/links/invitation", await invited("new@example.com"));
  await enter(page, "Accept the invitation");
  await hasFocus(page, "New password");
  await page.keyboard.type(PASSWORD);
  await enter(page, "Show");
  assert.equal(await page.getByLabel("New password").getAttribute("type"), "text");
  await enter(page, "Accept the invitation");
  await page.waitForURL("**/console#/**");
});

test("an invitation is accepted by someone who has a password here", async () => {
  const other = await account(system, "invoicing");
  const { email } = other.administrator;
  const page = await visitor(browser);
  await open(page, system, "/links/invitation", await invited(email, await system.secret(email)));
  await type(page, "Password", PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/console#/${northwind.id}/**`);
});

test("an invitation is declined: the question has the focus, and gives it back", async () => {
  const page = await visitor(browser);
  await open(page, system, "/links/invitation", await invited("declines@example.com"));
  await enter(page, "Decline");
  const dialog = page.getByRole("dialog", { name: "Decline the invitation?" });
  await dialog.waitFor();
  assert.ok(await dialog.evaluate((one) => one.contains(document.activeElement)), "the focus is behind the question");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await hasFocus(page, "Decline");
  await page.keyboard.press("Enter");
  await enter(page, "Decline");
  await heading(page, "You have declined");
  await hasFocus(page, "You have declined");
});

test("a forgotten password is reset", async () => {
  const { administrator } = await account(system, "invoicing");
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  await enter(page, "Forgotten your password?");
  await type(page, "Email address", administrator.email);
  await page.keyboard.press("Enter");
  await heading(page, "Look into your mailbox");
  await open(page, system, "/links/password-reset", await system.secret(administrator.email, "pwr"));
  await type(page, "New password", "four tame donkeys on a barge");
  await tabTo(page, /^Keep my API tokens/);
  await page.keyboard.press("Space");
  assert.ok(await page.getByLabel(/^Keep my API tokens/).isChecked());
  await enter(page, "Set the password");
  await heading(page, "Done");
  await enter(page, "Sign in");
  await heading(page, "Sign in");
});

test("a second factor is set up on the way in, and asked for from then on", async () => {
  const access_model = await system.call("GET", "/v1/access-models/invoicing");
  access_model.policies = { ...access_model.policies, second_factor: "required" };
  const { administrator } = await account(system, undefined, { access_model });
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  await type(page, "Email address", administrator.email);
  await type(page, "Password", PASSWORD);
  await page.keyboard.press("Enter");
  await heading(page, "Set up your second factor");
  await enter(page, /^No camera/);
  const secret = (await page.locator("details code").innerText()).replaceAll(" ", "");
  await type(page, "Code", await totp(system, secret));
  await page.keyboard.press("Enter");
  await heading(page, "Keep your recovery codes");
  const codes = await page.locator(".codes code").allTextContents();
  await enter(page, "I have kept them");
  await page.waitForURL("**/console#/**");

  const phone = await visitor(browser);
  await open(phone, system, "/sign-in");
  await type(phone, "Email address", administrator.email);
  await type(phone, "Password", PASSWORD);
  await phone.keyboard.press("Enter");
  await heading(phone, "Second step");
  await hasFocus(phone, "Code");
  await enter(phone, "Use a recovery code");
  await phone.getByLabel("Recovery code").waitFor();
  await phone.keyboard.type(codes[0]);
  await phone.keyboard.press("Enter");
  await phone.waitForURL("**/console#/**");
});

test("a second factor that is lost is removed by its link", async () => {
  const email = "factor@example.com";
  const user = await northwind.join({ email, given_name: "Grace", family_name: "Hopper", grants });
  const token = await signIn(system, email);
  const { secret } = await system.call("POST", "/v1/me/second-factor", { token, body: { password: PASSWORD } });
  const body = { code: await totp(system, secret) };
  await system.call("POST", "/v1/me/second-factor/confirm", { token, body });
  await northwind.call("POST", `users/${user}/credential-resets`, { password: false, second_factor: true });
  const page = await visitor(browser);
  await open(page, system, "/links/second-factor-reset", await system.secret(email, "sfr"));
  await type(page, "Password", PASSWORD);
  await enter(page, "Remove the second factor");
  await heading(page, "Done");
  await hasFocus(page, "Done");
  assert.ok(await signIn(system, email), "the password alone signs in");
});

test("an invitation that has expired is asked for again", async () => {
  const secret = await invited("late@example.com");
  await system.advance("49h");
  const page = await visitor(browser);
  await open(page, system, "/links/invitation", secret);
  await enter(page, "Request a new invitation");
  await heading(page, "A new link is on its way");
  await system.secret("late@example.com", "inv", secret);
});
