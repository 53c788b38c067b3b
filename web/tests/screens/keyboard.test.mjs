// The console with the keyboard alone: every stop is seen, dialogs keep the focus, and give it back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { settled } from "../support/browser.mjs";
import { enter, focused, hasFocus, tabTo, type } from "../support/keyboard.mjs";
import { scene } from "../support/scene.mjs";

const grants = [{ role: "user", units: "all" }];
const console_ = scene("portal", async ({ account }) => {
  await account.join({ email: "grace@example.com", grants }, { given_name: "Grace", family_name: "Hopper" });
  await account.invite([{ email: "alan@example.com", grants }]);
});

/** Opens a screen as if it were typed into the address bar. */
async function open(fragment) {
  const { page, account } = console_;
  await page.goto("about:blank");
  await page.show(`#/${account.id}/${fragment}`);
}

/** Whether the focus is in the dialog that is open. */
const isInside = (page) => page.getByRole("dialog").evaluate((one) => one.contains(one.getRootNode().activeElement));

test("the bar and the navigation are skipped", async () => {
  const { page } = console_;
  await open("users?status=active");
  await enter(page, "Skip to the content");
  await enter(page, "+ Invite users");
  await page.waitForURL(/\/invite/);
});

test("from the list to a user, whose name is changed", async () => {
  const { page } = console_;
  await open("users?status=active");
  await enter(page, "Grace Hopper");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await enter(page, "Edit name");
  await page.getByRole("dialog").waitFor();
  assert.ok(await isInside(page));
  for (let at = 0; at < 8; at += 1) {
    await page.keyboard.press("Tab");
    const { name } = await focused(page);
    assert.ok((await isInside(page)) || name === "", `${name} is behind the dialog, and has the focus`);
  }
  await tabTo(page, "First name");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Admiral Grace");
  await page.keyboard.press("Enter");
  await page.getByText("The name was changed.").waitFor();
  await hasFocus(page, "Edit name");
});

test("a dialog that is closed gives the focus back to what opened it", async () => {
  const { page } = console_;
  for (const name of ["Edit roles", "Reset credentials", "End sessions", "Deactivate", "Remove user"]) {
    // What was changed before may still be read.
    await settled(page);
    await enter(page, name);
    await page.getByRole("dialog").waitFor();
    assert.ok(await isInside(page), name);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await hasFocus(page, name);
  }
});

test("a user is deactivated and comes back", async () => {
  const { page } = console_;
  await enter(page, "Deactivate");
  await enter(page, "Deactivate user");
  await page.getByText("User deactivated.").waitFor();
  // The button is gone.
  await hasFocus(page, "Admiral Grace Hopper");
  await enter(page, "Reactivate");
  await enter(page, "Reactivate");
  await page.getByText("User reactivated.").waitFor();
});

test("an invitation is sent again from the list", async () => {
  const { page } = console_;
  await open("invitations?status=pending");
  await enter(page, "Resend invitation: alan@example.com");
  await enter(page, "Resend invitation");
  await page.getByText("A new invitation is on its way to alan@example.com.").waitFor();
});

test("a unit is created, and the list is searched", async () => {
  const { page } = console_;
  await open("units");
  await enter(page, /^\+ Create/);
  await type(page, "Name", "North");
  await page.keyboard.press("Enter");
  await page.getByRole("row", { name: /North/ }).waitFor();
  await open("users");
  await type(page, "Search by name or address", "alan");
  await page.waitForURL(/query=alan/);
  assert.equal((await focused(page)).name, "Search by name or address", "one can go on typing");
});

test("one's own name, and signing out", async () => {
  const { page } = console_;
  await open("users");
  await enter(page, "My profile");
  await page.getByRole("heading", { level: 1, name: "My profile" }).waitFor();
  await enter(page, "Sign out");
  await page.waitForURL("**/sign-in");
});
