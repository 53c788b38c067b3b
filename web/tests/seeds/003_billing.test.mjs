// 003_f0a94a08630b6903.txt, step by step: roles over merchant profiles, API access, and users who are never deleted.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accept } from "../support/accounts.mjs";
import { scene } from "../support/scene.mjs";

const seed = scene("billing", ({ account }) => account.units("Shop in Leeds", "Shop in York"));

test("create a user: active, with profiles and a role", async () => {
  const { page, system } = seed;
  await seed.press("+ Invite users");
  await page.getByLabel("Email addresses").fill("Grace Hopper <grace@example.com>");
  await page.getByLabel("Role", { exact: true }).selectOption("normal_user");
  await page.getByLabel("Only these:").check();
  await page.getByLabel("Shop in York").check();
  await seed.press("Next");
  await seed.press("Send invitation");
  await seed.read("One invitation is on its way.");
  await accept(system, "grace@example.com");
  await seed.press("← Users");
  await page.getByRole("row", { name: /Grace Hopper.*Shop in York.*Active/ }).waitFor();
});

test("the table of roles has privileges down to one's own records", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Roles" }).click();
  await page.getByRole("region", { name: "All permissions" }).getByText("✓ own").first().waitFor();
});

test("edit a user: another role and another profile", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await seed.press("Grace Hopper");
  await seed.press("Edit roles");
  await page.getByLabel("Role", { exact: true }).selectOption("restricted_user");
  await seed.confirm("Save");
  await seed.read("Successfully updated user roles.");
});

test("deactivate a user, who is never deleted", async () => {
  const { page } = seed;
  assert.equal(await page.getByRole("button", { name: "Remove user" }).count(), 0);
  await seed.press("Deactivate");
  await seed.confirm("Deactivate user");
  await seed.read("User deactivated.");
});
