// 002_8edd26e9a8bfea2e.txt, step by step: user types, custom permissions, resend and cancel.

import { test } from "node:test";

import { scene } from "../support/scene.mjs";

const seed = scene("mailing");

test("invite a user: the address, the type, and chosen permissions", async () => {
  const { page } = seed;
  await seed.press("+ Invite users");
  await page.getByLabel("Email addresses").fill("grace@example.com");
  await page.getByLabel("Role", { exact: true }).selectOption("custom");
  await page.getByRole("group", { name: "Additional permissions" }).getByRole("checkbox").first().check();
  await seed.read("An invitation works for 7 days.");
  await seed.press("Next");
  await seed.press("Send invitation");
  await seed.read("One invitation is on its way.");
});

test("resend invitation, beside the address under pending invitations; then cancel it", async () => {
  const { page } = seed;
  await page.getByRole("link", { name: "Invitations", exact: true }).click();
  await seed.press("Resend invitation: grace@example.com");
  await seed.confirm("Resend invitation");
  await seed.read("A new invitation is on its way to grace@example.com.");
  await seed.press("Revoke invitation: grace@example.com");
  await seed.confirm("Revoke invitation");
  await seed.read("The invitation of grace@example.com was revoked.");
});

test("external users have a tab of their own", async () => {
  await seed.page.getByRole("link", { name: "Users", exact: true }).click();
  await seed.press(/^External users/);
  await seed.read("No external users");
});
