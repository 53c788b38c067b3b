// A browser that opens links of emails, as the person would who got them.

import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";

import { CONTEXT, watched } from "../support/browser.mjs";

/** A browser of its own, with nothing in it. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...CONTEXT, ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  return Object.assign(page, { faults: await watched(page) });
}

/** Opens a link, and waits for what its script shows. */
export async function open(page, system, path, secret) {
  await page.goto(`${system.pages}${path}${secret ? `#token=${secret}` : ""}`);
  await page.locator("main > h1[tabindex]").waitFor();
}

export const heading = (page, name) => page.getByRole("heading", { name }).waitFor();

export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Axe finds nothing, nothing scrolls sideways and nothing was refused, on a phone in the dark as well. */
export async function assertSound(page, where) {
  const size = page.viewportSize();
  for (const [viewport, colorScheme] of [[size, "light"], [{ width: 320, height: 640 }, "dark"]]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`);
    assert.deepEqual(found, [], `axe on ${where}, ${colorScheme}`);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${where} scrolls sideways by ${sideways}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
  assert.deepEqual(page.faults, [], where);
}
