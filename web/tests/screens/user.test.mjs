// One user: names, roles, credentials, and how they leave and come back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account, HOSTILE, signIn } from "../support/accounts.mjs";
import { assertSoundEverywhere, consoleFor, launch, settled } from "../support/browser.mjs";
import { start } from "../support/system.mjs";

let system, browser, page, invoicing, grace;

before(async () => {
  system = await start();
  browser = await launch();
  invoicing = await account(system, "invoicing");
  await invoicing.units("North practice", "South practice");
  grace = await invoicing.join({ email: "grace@example.com", ...HOSTILE, grants: [{ role: "read", units: "all" }] });
  page = await consoleFor(browser, system, invoicing.administrator.email);
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const screen = () => page.locator("usher-user");
const dialog = () => screen().getByRole("dialog");
const button = (name) => screen().getByRole("button", { name, exact: true });

async function open(user = grace) {
  await page.goto("about:blank");
  await page.show(`#/${invoicing.id}/user/${user}`);
  await screen().getByRole("heading", { name: "Overview" }).waitFor();
}

test("who someone is, what they may do, and why", async () => {
  await open();
  await assertSoundEverywhere(page, "a user");
  await screen().getByLabel("May they do this?").selectOption("invoices:read");
  await button("Check").click();
  await screen().getByText("A role that they hold allows it.").waitFor();
  await screen().getByLabel("May they do this?").selectOption("invoices:refund");
  await button("Check").click();
  await screen().getByText("No role that they hold allows it.").waitFor();
});

test("the name is edited, and the trail says who did it", async () => {
  await open();
  await button("Edit name").click();
  await assertSoundEverywhere(page, "the form of the name");
  await dialog().getByLabel("First name").fill("Grace");
  await dialog().getByLabel("Last name").fill("Hopper");
  await dialog().getByRole("button", { name: "Save" }).click();
  await screen().getByText("The name was changed.").waitFor();
  await screen().getByRole("heading", { level: 1, name: "Grace Hopper" }).waitFor();
  await page.reload();
  await screen().getByText("Name or roles changed").first().waitFor();
});

test("roles change with units and an end", async () => {
  await open();
  await button("Edit roles").click();
  await dialog().getByLabel("Role", { exact: true }).selectOption({ label: "Write" });
  await dialog().getByLabel("Last day").fill("2099-12-31");
  await assertSoundEverywhere(page, "the form of roles");
  await dialog().getByRole("button", { name: "Save" }).click();
  await screen().getByText("Successfully updated user roles.").waitFor();
  const { grants } = await invoicing.call("GET", `users/${grace}`);
  assert.equal(grants[0].role, "write");
  assert.equal(grants[0].ends_at, "2100-01-01T00:00:00Z");
});

test("two administrators at once: the second is told, and overwrites nothing", async () => {
  await open();
  await button("Edit name").click();
  await invoicing.call("PATCH", `users/${grace}`, { given_name: "Changed", family_name: "Meanwhile" });
  await dialog().getByLabel("First name").fill("Mine");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("Someone else has changed this in the meantime.").waitFor();
  assert.equal(await dialog().getByLabel("First name").inputValue(), "Mine");
  assert.equal((await invoicing.call("GET", `users/${grace}`)).given_name, "Changed");
  await page.keyboard.press("Escape");
});

test("links to reset credentials are sent", async () => {
  await open();
  await button("Reset credentials").click();
  await assertSoundEverywhere(page, "the question what to reset");
  await dialog().getByRole("button", { name: "Send links" }).click();
  await screen().getByText("A link is on its way.").waitFor();
  await system.secret("grace@example.com", "pwr");
});

test("sessions end at once", async () => {
  const token = await signIn(system, "grace@example.com");
  await open();
  await button("End sessions").click();
  await dialog().getByRole("button", { name: "End sessions" }).click();
  await screen().getByText("The sessions were ended.").waitFor();
  await assert.rejects(system.call("GET", `/v1/accounts/${invoicing.id}/users/${grace}`, { token }));
});

test("what the API would refuse is not shown: of oneself, and of someone who may not", async () => {
  const { accounts } = await system.call("GET", "/v1/me", { token: invoicing.administrator.token });
  await open(accounts[0].user.id);
  assert.equal(await button("Deactivate").count(), 0);
  assert.equal(await button("Remove user").count(), 0);
  assert.equal(await button("Edit roles").count(), 0);
});

test("a session that ends in the middle of a form loses nothing", async () => {
  await open();
  await button("Edit name").click();
  await dialog().getByLabel("First name").fill("Kept");
  await page.context().clearCookies();
  await fetch(`${system.pages}/token`).catch(() => undefined);
  await dialog().getByRole("button", { name: "Save" }).click();
  const again = page.locator("usher-console").getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("Password").fill("correct horse battery staple");
  await assertSoundEverywhere(page, "signing in again");
  await again.getByRole("button", { name: "Sign in" }).click();
  await screen().getByText("The name was changed.").waitFor();
  assert.equal((await invoicing.call("GET", `users/${grace}`)).given_name, "Kept");
});

test("removing says what follows, and leads back to the list", async () => {
  await open();
  await button("Remove user").click();
  await dialog().getByText("These roles are taken away:").waitFor();
  await assertSoundEverywhere(page, "the question whether to remove");
  await dialog().getByRole("button", { name: "Remove user" }).click();
  await page.locator("usher-users").getByRole("heading", { name: "Users" }).waitFor();
  await settled(page);
  await assert.rejects(invoicing.call("GET", `users/${grace}`));
});

test("someone who is not there", async () => {
  await page.show(`#/${invoicing.id}/user/usr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`);
  await screen().getByText("There is no such user").waitFor();
  await assertSoundEverywhere(page, "nobody");
});
