// A browser in which everything that goes wrong is noted: errors, refusals of the content security policy, and what axe
// finds.

import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

import { PASSWORD } from "./accounts.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const launch = () => chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** Without motion: axe would judge colours that are on their way to others, in a test that is slow. */
export const CONTEXT = { locale: "en", reducedMotion: "reduce" };

/** A page of the console for a person who is signed in. */
export async function consoleFor(browser, system, email, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...CONTEXT, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = await watched(page);
  await page.goto(`${system.pages}/openapi.json`);
  await signInBrowser(page, email);
  return Object.assign(page, {
    faults,
    /** Opens a screen by what stands in the fragment. */
    async show(fragment) {
      await page.goto(`${system.pages}/console${fragment}`);
      await settled(page);
    },
  });
}

/** Signs a browser in: the page gets the cookie that no script can read. */
export async function signInBrowser(page, email) {
  const status = await page.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/v1/sessions", { method: "POST", headers, body: JSON.stringify(body) })).status;
    },
    { email, password: PASSWORD, cookie: true },
  );
  assert.equal(status, 201);
}

/** What must not happen on a page: errors, and what the content security policy refuses, with Trusted Types. */
export async function watched(page) {
  const faults = [];
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      console.error(`refused by ${effectiveDirective}: ${blockedURI}`),
    ),
  );
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // The browser notes every answer of 400 and above; what the screens make of them is tested elsewhere.
    const isNoted = message.type() === "error" && !message.text().startsWith("Failed to load resource");
    if (isNoted) faults.push(message.text());
  });
  return faults;
}

/** Waits until nothing is loading any more. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const isBusy = (root) =>
      [...root.querySelectorAll("*")].some(
        (element) =>
          element.matches(".skeleton, [aria-busy='true']") || (element.shadowRoot && isBusy(element.shadowRoot)),
      );
    return document.querySelector("usher-console, [data-portal]") && !isBusy(document);
  });
}

/** Axe finds nothing, nothing scrolls sideways, and nothing was refused. */
export async function assertSound(page, where) {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`);
  assert.deepEqual(found, [], `axe on ${where}`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${where} scrolls sideways by ${sideways}`);
  assert.deepEqual(page.faults, [], where);
}

/** The same on a phone, in the dark, and with words that are longer. */
export async function assertSoundEverywhere(page, where) {
  await assertSound(page, where);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  try {
    await assertSound(page, `${where}, small and dark`);
  } finally {
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(size);
  }
}
