// Invitations, roles, units, account, API tokens and the audit trail: what they show, and what can be done there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account, PASSWORD } from "../support/accounts.mjs";
import { assertSoundEverywhere, consoleFor, launch, settled } from "../support/browser.mjs";
import { start } from "../support/system.mjs";

let system, browser, page, billing;

before(async () => {
  system = await start();
  browser = await launch();
  billing = await account(system, "billing");
  const grants = [{ role: "normal_user", units: "all" }];
  await billing.units("Shop");
  await billing.invite([
    { email: "grace@example.com", given_name: "Grace", family_name: "Hopper", grants },
    { email: "alan@example.com", given_name: "Alan", family_name: "Turing", grants },
  ]);
  page = await consoleFor(browser, system, billing.administrator.email);
});

after(async () => {
  await browser?.close();
  system?.stop();
});

async function open(screen) {
  await page.show(`#/${billing.id}/${screen}`);
}

test("an invitation is sent again, and another is revoked", async () => {
  await open("invitations?status=pending");
  const screen = page.locator("usher-invitations");
  const dialog = screen.getByRole("dialog");
  await screen.getByRole("link", { name: "Grace Hopper" }).waitFor();
  await assertSoundEverywhere(page, "invitations");
  const first = await system.secret("grace@example.com");
  await screen.getByRole("button", { name: "Resend invitation: grace@example.com" }).click();
  await dialog.getByRole("button", { name: "Resend invitation" }).click();
  await screen.getByText("A new invitation is on its way to grace@example.com.").waitFor();
  await system.secret("grace@example.com", "inv", first);
  await screen.getByRole("button", { name: "Revoke invitation: alan@example.com" }).click();
  await assertSoundEverywhere(page, "the question whether to revoke");
  await dialog.getByRole("button", { name: "Revoke invitation" }).click();
  await screen.getByText("The invitation of alan@example.com was revoked.").waitFor();
  assert.equal(await screen.getByRole("button", { name: /alan@example.com/ }).count(), 0);
});

test("no invitation of a kind: the list says what to do", async () => {
  await open("invitations?status=declined");
  await page.locator("usher-invitations").getByText("Nothing found").waitFor();
  await assertSoundEverywhere(page, "no invitations");
});

test("the roles of the portal, with what each may do to its own", async () => {
  await open("roles");
  const matrix = page.locator("usher-roles").getByRole("region", { name: "All permissions" });
  const orders = matrix.locator("tbody").filter({ hasText: "Orders" }).first();
  const row = orders.getByRole("row", { name: /^(Display|Read)/ });
  await row.getByText("✓ own").waitFor();
  await assertSoundEverywhere(page, "roles");
});

test("a unit is created, renamed and retired", async () => {
  await open("units");
  const screen = page.locator("usher-units");
  const dialog = screen.getByRole("dialog");
  await screen.getByRole("button", { name: "+ Create unit" }).click();
  await dialog.getByRole("button", { name: "Create unit" }).click();
  await dialog.getByText("Something is not right yet.").waitFor();
  assert.equal(await dialog.getByLabel("Name").getAttribute("aria-invalid"), "true");
  await assertSoundEverywhere(page, "a form that is wrong");
  await dialog.getByLabel("Name").fill("Warehouse");
  await dialog.getByRole("button", { name: "Create unit" }).click();
  await screen.getByRole("button", { name: "Rename: Warehouse" }).click();
  await dialog.getByLabel("Name").fill("Depot");
  await dialog.getByRole("button", { name: "Save" }).click();
  await screen.getByRole("button", { name: "Retire: Depot" }).click();
  await dialog.getByRole("button", { name: "Retire" }).click();
  await screen.getByRole("row", { name: /Depot.*Retired/ }).waitFor();
  await assertSoundEverywhere(page, "units");
});

test("the account's settings are changed", async () => {
  await open("account");
  const screen = page.locator("usher-account");
  await assertSoundEverywhere(page, "the account");
  await screen.getByRole("button", { name: "Edit", exact: true }).click();
  await screen.getByLabel("Support address").fill("help@brightbill.example");
  await assertSoundEverywhere(page, "the form of the account");
  await screen.getByRole("button", { name: "Save" }).click();
  await screen.getByText("Saved.").waitFor();
  assert.equal((await billing.read()).support_address, "help@brightbill.example");
});

test("an API token is created after the password was shown, seen again, and revoked", async () => {
  await system.advance("15m");
  await open("tokens");
  const screen = page.locator("usher-tokens");
  const dialog = screen.getByRole("dialog");
  await screen.getByText("No API tokens").waitFor();
  await assertSoundEverywhere(page, "no API tokens");
  await screen.getByRole("button", { name: "+ Create API token" }).first().click();
  await dialog.getByLabel("Name").fill("Nightly export");
  await assertSoundEverywhere(page, "the form of an API token");
  await dialog.getByRole("button", { name: "Create API token" }).click();
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Next" }).click();
  assert.match(await dialog.locator(".secret").innerText(), /^ush_/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await screen.getByRole("button", { name: "Show: Nightly export" }).click();
  await dialog.getByRole("button", { name: "Show" }).click();
  assert.match(await dialog.locator(".secret").innerText(), /^ush_/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await assertSoundEverywhere(page, "API tokens");
  await screen.getByRole("button", { name: "Revoke: Nightly export" }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await screen.getByText("The API token was revoked.").waitFor();
});

test("the audit trail tells who did what, and is limited to one kind", async () => {
  await open("audit");
  const screen = page.locator("usher-audit");
  await screen.getByRole("row", { name: /Unit retired/ }).waitFor();
  await assertSoundEverywhere(page, "the audit trail");
  await screen.getByLabel("What happened").selectOption("unit.created");
  await page.waitForURL(/action=unit.created/);
  await settled(page);
  await screen
    .getByRole("row", { name: /Unit created.*Ada Lovelace/ })
    .first()
    .waitFor();
});
