// The content security policy, with Trusted Types: what it refuses is noticed by every test, and it refuses.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account } from "./support/accounts.mjs";
import { consoleFor, launch } from "./support/browser.mjs";
import { start } from "./support/system.mjs";
import { open, visitor } from "./links/page.mjs";

let system, browser, northwind;

before(async () => {
  system = await start();
  browser = await launch();
  northwind = await account(system, "portal");
});

after(async () => {
  await browser?.close();
  system?.stop();
});

/** What a page must not be able to do, each by what the report names. */
const REFUSED = {
  "require-trusted-types-for": () => {
    try {
      document.body.innerHTML = "<b>text that became markup</b>";
    } catch {
      // It is refused, and reported.
    }
  },
  "style-src-attr": () => document.body.setAttribute("style", "color: red"),
  "img-src": () => (new Image().src = "https://elsewhere.example/spy.png"),
  "connect-src": () => void fetch("https://elsewhere.example/").catch(() => undefined),
  "form-action": () => {
    const form = document.createElement("form");
    form.action = "https://elsewhere.example/";
    document.body.append(form);
    form.submit();
  },
};

for (const [where, opened] of [
  ["a page behind a link", async () => {
    const page = await visitor(browser);
    await open(page, system, "/sign-in");
    return page;
  }],
  ["the console", async () => {
    const page = await consoleFor(browser, system, northwind.administrator.email);
    await page.show(`#/${northwind.id}/users`);
    return page;
  }],
]) {
  test(`what the policy of ${where} refuses is noticed`, async () => {
    const page = await opened();
    assert.deepEqual(page.faults, []);
    for (const [directive, act] of Object.entries(REFUSED)) {
      const before = page.faults.length;
      await page.evaluate(act);
      const isNoticed = () => page.faults.slice(before).some((fault) => fault.includes(`refused by ${directive}`));
      for (const until = Date.now() + 15_000; Date.now() < until && !isNoticed(); ) {
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      assert.ok(isNoticed(), `${directive}: ${page.faults}`);
    }
    await page.context().close();
  });
}
