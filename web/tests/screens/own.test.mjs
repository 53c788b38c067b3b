// One's own name, password, second factor, sessions and accounts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account, PASSWORD, signIn } from "../support/accounts.mjs";
import { assertSoundEverywhere, consoleFor, launch, signInBrowser } from "../support/browser.mjs";
import { start } from "../support/system.mjs";
import { totp } from "../support/totp.mjs";

let system, browser, page, mailing;

before(async () => {
  system = await start();
  browser = await launch();
  mailing = await account(system, "mailing");
  page = await consoleFor(browser, system, mailing.administrator.email);
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const security = () => page.locator("usher-security");
const dialog = () => security().getByRole("dialog");

test("whom the API would refuse is led nowhere, and sees their own profile", async () => {
  const email = "grace@example.com";
  await mailing.join(
    { email, grants: [{ role: "user", units: "all" }] },
    { given_name: "Grace", family_name: "Hopper" },
  );
  const other = await consoleFor(browser, system, email);
  await other.show(`#/${mailing.id}/users`);
  await other.getByRole("heading", { name: "My profile" }).waitFor();
  const places = await other.getByRole("navigation", { name: "Screens" }).getByRole("link").allInnerTexts();
  assert.deepEqual(
    places.map((place) => place.trim()),
    ["Roles", "Account", "My profile", "Security"],
  );
  await other.getByRole("link", { name: "Account" }).click();
  await other.locator("usher-account").getByRole("heading", { name: "Settings" }).waitFor();
  assert.equal(await other.getByRole("button", { name: "Edit" }).count(), 0);
  await other.context().close();
  await signInBrowser(page, mailing.administrator.email);
});

test("one's name is changed", async () => {
  await page.show(`#/${mailing.id}/me`);
  const screen = page.locator("usher-profile");
  await screen.getByText("In use").waitFor();
  await assertSoundEverywhere(page, "one's profile");
  await screen.getByRole("button", { name: "Edit name" }).click();
  await screen.getByLabel("First name").fill("Augusta");
  await screen.getByRole("button", { name: "Save" }).click();
  await screen.getByText("The name was changed.").waitFor();
});

test("other sessions are seen and ended", async () => {
  const token = await signIn(system, mailing.administrator.email);
  await page.show(`#/${mailing.id}/security`);
  await security().getByText("This one").waitFor();
  await assertSoundEverywhere(page, "one's credentials");
  await security().getByRole("button", { name: "End all others" }).click();
  await dialog().getByRole("button", { name: "End all others" }).click();
  await security().getByText("The sessions were ended.").waitFor();
  await assert.rejects(system.call("GET", "/v1/me", { token }));
});

test("a wrong password is told beside what was typed", async () => {
  await page.show(`#/${mailing.id}/security`);
  await security().getByRole("button", { name: "Change password" }).click();
  await dialog().getByLabel("Current password").fill("something else entirely");
  await dialog().getByLabel("New password").fill("a brand new password for tests");
  await dialog().getByRole("button", { name: "Change password" }).click();
  await dialog().getByText("The password is wrong.").waitFor();
  await assertSoundEverywhere(page, "a wrong password");
  await page.keyboard.press("Escape");
});

test("a second factor is set up with a code to scan, and recovery codes are shown once", async () => {
  await page.goto("about:blank");
  await page.show(`#/${mailing.id}/security`);
  await security().getByRole("button", { name: "Set up" }).click();
  await dialog().getByLabel("Password").fill(PASSWORD);
  await dialog().getByRole("button", { name: "Next" }).click();
  const secret = (await dialog().locator(".secret").innerText()).replaceAll(" ", "");
  assert.ok(
    await dialog()
      .getByRole("img")
      .evaluate((image) => image.complete && image.naturalWidth > 0),
  );
  await assertSoundEverywhere(page, "the code to scan");
  await dialog()
    .getByLabel("Code from the app")
    .fill(await totp(system, secret));
  await dialog().getByRole("button", { name: "Turn on" }).click();
  await dialog().getByRole("heading", { name: "Recovery codes" }).waitFor();
  await assertSoundEverywhere(page, "recovery codes");
  await dialog().getByRole("button", { name: "Close" }).click();
  await security().getByText("On", { exact: true }).waitFor();
});

test("an account is left, after showing that it is oneself; the last administrator cannot", async () => {
  const host = await account(system, "mailing");
  const other = await account(system, "mailing");
  const { email } = other.administrator;
  const known = await system.secret(email);
  await host.invite([{ email, grants: [{ role: "user", units: "all" }] }]);
  const token = await system.secret(email, "inv", known);
  const body = { token, own_names: true };
  await system.call("POST", "/v1/invitations/accept", { token: other.administrator.token, body });
  await system.advance("11m");
  const guest = await consoleFor(browser, system, email);
  await system.advance("11m");
  await guest.show(`#/${other.id}/me`);
  const screen = guest.locator("usher-profile");
  await screen.getByRole("button", { name: "Leave: Northwind mailing" }).nth(1).waitFor();
  await assertSoundEverywhere(guest, "two accounts");
  const mine = screen.getByRole("listitem").filter({ hasText: "In use" });
  await mine.getByRole("button", { name: /^Leave/ }).click();
  await assertSoundEverywhere(guest, "the question whether to leave");
  const asked = screen.getByRole("dialog");
  await asked.getByRole("button", { name: "Leave" }).click();
  await asked.getByLabel("Password").fill(PASSWORD);
  await asked.getByRole("button", { name: "Next" }).click();
  await asked.getByText("The account would be left without an administrator.").waitFor();
  await guest.keyboard.press("Escape");
  const theirs = screen.getByRole("listitem").filter({ hasNotText: "In use" });
  await theirs.getByRole("button", { name: /^Leave/ }).click();
  await asked.getByRole("button", { name: "Leave" }).click();
  await screen.getByText("You have left Northwind mailing.").waitFor();
  assert.equal(await screen.getByRole("button", { name: /^Leave/ }).count(), 1);
  const { data } = await host.call("GET", `users?query=${encodeURIComponent(email)}`).catch(() => ({ data: [] }));
  assert.deepEqual(data.filter(({ status }) => status === "active"), []);
  await guest.context().close();
});
