// Ten thousand at once: rows that are pasted, and a list of users of which only a page is asked for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertSound, settled } from "../support/browser.mjs";
import { scene } from "../support/scene.mjs";

const PEOPLE = 10_000;
const portal = scene("portal");

test("ten thousand addresses are pasted: each gets its verdict, with progress, and the page goes on answering", async () => {
  const { page, account } = portal;
  await page.show(`#/${account.id}/invite`);
  // Every hundredth is wrong.
  const address = (at) => (at % 100 === 99 ? `person${at}` : `Person ${at} <person${at}@example.com>`);
  const pasted = Array.from({ length: PEOPLE }, (_, at) => address(at)).join("\n");
  await page.getByLabel("Email addresses").evaluate((field, text) => {
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, pasted);
  await page.getByRole("button", { name: "Next" }).click();
  // While they are looked at, one can look at them as well.
  await page.getByText("1 to 50 of 10000").first().waitFor({ timeout: 60_000 });
  const next = page.getByRole("button", { name: "Next page" });
  await next.click();
  await page.getByText("51 to 100 of 10000").first().waitFor();
  await page.getByText("9,900 people will be invited; 100 rows need attention.").waitFor({ timeout: 240_000 });
  await page.getByLabel("Only what needs attention").check();
  await page.getByRole("textbox", { name: "Email address: person99", exact: true }).fill("person99@example.com");
  await page.getByRole("textbox", { name: "Email address: person99", exact: true }).blur();
  await page.getByText("9,901 people will be invited; 99 rows need attention.").waitFor({ timeout: 60_000 });
  await assertSound(page, "thousands of rows");
});

test("the first page of the users takes two calls", async () => {
  const { page, account, system } = portal;
  await page.goto("about:blank");
  const calls = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith("/v1/")) calls.push(`${request.method()} ${pathname}${search}`);
  });
  await page.goto(`${system.pages}/console#/${account.id}/users?status=active`);
  await page.getByRole("link", { name: "Ada Lovelace" }).waitFor();
  const before = calls.slice(0, 1 + calls.findIndex((call) => call.includes("/users?")));
  assert.equal(before.length, 2, calls.join("\n"));
  await settled(page);
});
