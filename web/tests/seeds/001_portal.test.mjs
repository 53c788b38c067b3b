// 001_f2365443c584e145.txt, step by step: many at once, modules and sub-accounts, pending, active and deactivated.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accept } from "../support/accounts.mjs";
import { scene } from "../support/scene.mjs";

const seed = scene("portal", ({ account }) => account.units("Berlin", "Lyon"));

test("invite users: several at once, with modules and sub-accounts", async () => {
  const { page } = seed;
  await seed.press("+ Invite users");
  await page.getByLabel("Email addresses").fill("grace@example.com, alan@example.com, someone@mailinator.com");
  await page.getByRole("heading", { name: "Set permissions" }).waitFor();
  await page.getByLabel("Only these:").check();
  await page.getByLabel("Lyon").check();
  await page.getByLabel("Messages: Use").check();
  assert.equal(await page.getByLabel(/^(Pricing|Payment|Users)/).count(), 0);
  await seed.press("Next");
  await seed.read("2 people will be invited; 1 row needs attention.");
  await seed.read("Disposable address");
  await seed.press("Send 2 invitations");
  await seed.read("2 invitations are on their way.");
});

test("invited users are under pending invitations; one is sent again, one is revoked", async () => {
  const { page } = seed;
  await seed.press("To the pending invitations");
  await page.getByRole("button", { name: "Pending invitations 2" }).waitFor();
  await seed.press("alan@example.com");
  await seed.press("Resend invitation");
  await seed.confirm("Resend invitation");
  await seed.read("A new invitation is on its way to alan@example.com.");
  await seed.press("Revoke invitation");
  await seed.confirm("Revoke invitation");
  await page.getByRole("heading", { name: "Users", level: 1 }).waitFor();
});

test("with a password they are under active users", async () => {
  const { page, system, account } = seed;
  await accept(system, "grace@example.com", { given_name: "Grace", family_name: "Hopper" });
  await page.show(`#/${account.id}/users?status=active`);
  await page.reload();
  await page.getByRole("row", { name: /Grace Hopper.*Active/ }).waitFor();
});

test("deactivate: listed under deactivated users; remove: gone, and invited again", async () => {
  const { page } = seed;
  await seed.press("Grace Hopper");
  await seed.press("Deactivate");
  await seed.confirm("Deactivate user");
  await seed.read("User deactivated.");
  await seed.press("← Users");
  await seed.press(/^Deactivated users/);
  await seed.press("Grace Hopper");
  await seed.press("Remove user");
  await seed.confirm("Remove user");
  await page.getByRole("heading", { name: "Users", level: 1 }).waitFor();
  await seed.press("+ Invite users");
  await page.getByLabel("Email addresses").fill("grace@example.com");
  await seed.press("Next");
  await seed.press("Send invitation");
  await seed.read("One invitation is on its way.");
});
