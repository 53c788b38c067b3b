// 004_b18749db1a9b28e8.txt, step by step: several roles, levels, resend while pending, deactivation takes all roles.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accept, signIn } from "../support/accounts.mjs";
import { scene } from "../support/scene.mjs";

const seed = scene("warranty");

test("the table of levels, as it is printed", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Roles" }).click();
  const levels = page.getByRole("region", { name: "Levels" });
  const cells = await levels
    .getByRole("row", { name: /^Claims Manager/ })
    .getByRole("cell")
    .allInnerTexts();
  assert.deepEqual([...cells].sort(), ["full", "none", "none", "none", "none", "none", "view"]);
});

test("add a user: names, address, and several roles", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await seed.press("+ Invite users");
  await page.getByLabel("Email addresses").fill("Grace Hopper <grace@example.com>");
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Claims Manager" });
  await seed.press("Add a role");
  await page.getByLabel("Role", { exact: true }).nth(1).selectOption({ label: "Transaction Manager" });
  await seed.press("Next");
  await seed.press("Send invitation");
  await seed.read("One invitation is on its way.");
});

test("resend email invite, while pending", async () => {
  await seed.press("To the pending invitations");
  await seed.press("Grace Hopper");
  await seed.press("Resend invitation");
  await seed.confirm("Resend invitation");
  await seed.read("A new invitation is on its way to grace@example.com.");
});

test("pending until the first successful sign-in", async () => {
  const { page, system } = seed;
  await accept(system, "grace@example.com");
  await page.reload();
  await page.getByText("Pending", { exact: true }).first().waitFor();
  await signIn(system, "grace@example.com");
  await page.reload();
  await page.getByText("Active", { exact: true }).first().waitFor();
});

test("edit: roles are adjusted and saved; the name is its owner's alone", async () => {
  const { page } = seed;
  assert.equal(await page.getByRole("button", { name: "Edit name" }).count(), 0);
  await seed.press("Edit roles");
  await page.getByRole("dialog").getByRole("button", { name: "Take this role away" }).first().click();
  await seed.confirm("Save");
  await seed.read("Successfully updated user roles.");
});

test("users are found by first name, last name or address", async () => {
  const { page } = seed;
  await seed.press("← Users");
  for (const query of ["Gra", "hop", "grace@"]) {
    await page.getByLabel("Search by name or address").fill(query);
    await page.waitForURL(new RegExp(`query=${encodeURIComponent(query)}`));
    await page.getByRole("link", { name: "Grace Hopper" }).waitFor();
  }
});

test("deactivate user: all roles are removed, and the record stays", async () => {
  const { page } = seed;
  await seed.press("Grace Hopper");
  await seed.press("Deactivate");
  await seed.read("These roles are taken away:");
  await seed.confirm("Deactivate user");
  await seed.read("User deactivated.");
  await page.getByText("No role").first().waitFor();
});
