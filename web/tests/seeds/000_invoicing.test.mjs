// 000_f0b873381f88d5bd.txt, step by step: users with one role and a name, resets, and removal.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accept } from "../support/accounts.mjs";
import { scene } from "../support/scene.mjs";

const seed = scene("invoicing");

test("create users: address, next, names and role; they follow the link within 48 hours", async () => {
  const { page, system } = seed;
  await seed.press("+ Invite users");
  await page.getByLabel("Email addresses").fill("Grace Hopper <grace@example.com>");
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Write" });
  await seed.read("An invitation works for 48 hours.");
  await seed.press("Next");
  assert.equal(await page.getByLabel("First name: grace@example.com").inputValue(), "Grace");
  await seed.press("Send invitation");
  await seed.read("One invitation is on its way.");
  await accept(system, "grace@example.com");
  await seed.press("← Users");
  await page.getByRole("row", { name: /Grace Hopper.*Write.*Active/ }).waitFor();
});

test("the four roles and their actions", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Roles" }).click();
  for (const role of ["Admin", "Write", "Create", "Read"]) {
    await page.getByRole("heading", { name: role, exact: true }).waitFor();
  }
});

test("overview: the role and the name are edited", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await seed.press("Grace Hopper");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await seed.press("Edit roles");
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Create" });
  await seed.confirm("Save");
  await seed.read("Successfully updated user roles.");
});

test("reset credentials: a link for the password, and one for the second factor", async () => {
  await seed.press("Reset credentials");
  await seed.page.getByLabel("A link to remove the second factor").check();
  await seed.confirm("Send links");
  // She has no second factor, so there is one link.
  await seed.read("A link is on its way.");
});

test("remove user: from all practices", async () => {
  await seed.press("Remove user");
  await seed.confirm("Remove user");
  await seed.page.getByRole("heading", { name: "Users", level: 1 }).waitFor();
  await assert.rejects(accept(seed.system, "grace@example.com"));
});

test("a link that has become invalid: the user gets a password reset instead", async () => {
  const { account, system, page } = seed;
  const grants = [{ role: "read", units: "all" }];
  const [{ user }] = await account.invite([
    { email: "edsger@example.com", given_name: "Edsger", family_name: "Dijkstra", grants },
  ]);
  const first = await system.secret("edsger@example.com");
  await page.show(`#/${account.id}/user/${user}`);
  await seed.press("Reset credentials");
  await seed.confirm("Send links");
  await seed.read("They have not accepted yet, so the invitation is sent again.");
  await system.secret("edsger@example.com", "inv", first);
});
