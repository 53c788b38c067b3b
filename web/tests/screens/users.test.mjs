// The list of users: tabs, search, filters, and several users at once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account, HOSTILE } from "../support/accounts.mjs";
import { assertSoundEverywhere, consoleFor, launch, settled } from "../support/browser.mjs";
import { start } from "../support/system.mjs";

let system, browser, page, portal;

before(async () => {
  system = await start();
  browser = await launch();
  portal = await account(system, "portal");
  const [north, south] = await portal.units("North", "South of the river, with a name that is rather long");
  const user = (email, names, units = "all") => ({ email, ...names, grants: [{ role: "user", units }] });
  await portal.join(user("grace@example.com", {}, [north]), { given_name: "Grace", family_name: "Hopper" });
  await portal.join(user("long@example.com", {}, [north, south]), HOSTILE);
  await portal.invite([user("alan@example.com", {}), user("edsger@example.com", {})]);
  page = await consoleFor(browser, system, portal.administrator.email);
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const list = () => page.locator("usher-users");
const rows = () =>
  list()
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader") });

test("the tabs tell users apart by status, with how many there are", async () => {
  await page.show(`#/${portal.id}/users?status=active`);
  await assert.doesNotReject(list().getByRole("button", { name: "Active users 3" }).waitFor());
  assert.equal(await rows().count(), 3);
  await assertSoundEverywhere(page, "active users");
  await list().getByRole("button", { name: "Pending invitations 2" }).click();
  await settled(page);
  assert.deepEqual(
    (await rows().getByRole("rowheader").allInnerTexts()).map((text) => text.trim()),
    ["alan@example.com", "edsger@example.com"],
  );
});

test("what is searched for stays in the address, and in no request for a page", async () => {
  await page.show(`#/${portal.id}/users`);
  await list().getByLabel("Search by name or address").fill("hop");
  await list().getByRole("link", { name: "Grace Hopper" }).waitFor();
  await page.waitForURL(/query=hop/);
  await page.reload();
  await settled(page);
  assert.equal(await rows().count(), 1);
  assert.equal(await list().getByLabel("Search by name or address").inputValue(), "hop");
});

test("nobody found: the list says so, and what to do", async () => {
  await page.show(`#/${portal.id}/users?query=nobody`);
  await list().getByText("Nobody found").waitFor();
  await assertSoundEverywhere(page, "nobody found");
  await list().getByRole("button", { name: "Clear the filters" }).click();
  await settled(page);
  assert.equal(await rows().count(), 5);
});

test("filters of role and unit apply together", async () => {
  await page.show(`#/${portal.id}/users`);
  await list().getByLabel("Sub-account").selectOption({ label: "North" });
  await settled(page);
  await list().getByLabel("Role").selectOption({ label: "Admin" });
  await settled(page);
  await list().getByRole("link", { name: "Ada Lovelace" }).waitFor();
  assert.equal(await rows().count(), 1);
});

test("a list that cannot be read says so, and is read again", async () => {
  await page.route("**/users?*", (route) => route.fulfill({ status: 503, body: "{}" }));
  try {
    await page.show(`#/${portal.id}/users?status=pending`);
    await list().getByRole("alert").waitFor();
    await assertSoundEverywhere(page, "users that cannot be read");
  } finally {
    await page.unroute("**/users?*");
  }
  await list().getByRole("button", { name: "Try again" }).click();
  await list().getByRole("link", { name: "alan@example.com" }).waitFor();
});

test("several users are deactivated at once, and come back at once", async () => {
  await page.show(`#/${portal.id}/users?status=pending`);
  await list().getByLabel("Select everybody on this page").check();
  await list().getByText("2 selected").waitFor();
  await assertSoundEverywhere(page, "selected users");
  await list().getByRole("button", { name: "Deactivate (2)" }).click();
  const dialog = list().getByRole("dialog", { name: "Deactivate 2 users?" });
  await dialog.getByText("edsger@example.com").waitFor();
  await assertSoundEverywhere(page, "the question whether to deactivate");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await list().getByText("2 users deactivated.").waitFor();
  await list().getByText("No pending invitations").waitFor();
  await list().getByRole("button", { name: "Deactivated users 2" }).click();
  await settled(page);
  await list().getByLabel("Select edsger@example.com").check();
  await list().getByRole("button", { name: "Reactivate (1)" }).click();
  await list().getByRole("dialog").getByRole("button", { name: "Reactivate" }).click();
  await list().getByText("One user reactivated.").waitFor();
});

test("with the keyboard alone, someone is selected and asked about, and the focus comes back", async () => {
  await page.show(`#/${portal.id}/users?status=active`);
  await list().getByLabel("Select grace@example.com").focus();
  await page.keyboard.press("Space");
  const button = list().getByRole("button", { name: "Change role (1)" });
  await button.focus();
  await page.keyboard.press("Enter");
  await list().getByRole("dialog", { name: "Change the role of one user" }).waitFor();
  await page.keyboard.press("Escape");
  await list().getByRole("dialog").waitFor({ state: "detached" });
  assert.ok(await button.evaluate((element) => element.getRootNode().activeElement === element));
});
