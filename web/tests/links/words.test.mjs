// The words of the pages behind links: in longer ones nothing is cut off, and none was left out. Text twice as large,
// a window half as wide, and no motion for those who want none.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account } from "../support/accounts.mjs";
import { launch } from "../support/browser.mjs";
import { start } from "../support/system.mjs";
import { answers, cutOff, untranslated } from "../support/words.mjs";
import { assertSound, open, visitor } from "./page.mjs";

const NAMES = "Brightbill, Grace Hopper, Ada Lovelace";
let system, browser, pages;

before(async () => {
  system = await start();
  browser = await launch();
  const northwind = await account(system, "warranty");
  const grants = [{ role: "admin", units: "all" }];
  const [email, other] = ["longer@example.com", "declined@example.com"];
  const names = { given_name: "Grace", family_name: "Hopper" };
  await northwind.invite([{ email, ...names, grants }, { email: other, ...names, grants }]);
  const secret = await system.secret(email);
  pages = {
    "an invitation": { path: "/links/invitation", secret },
    "a wrong password": { path: "/links/invitation", secret, then: wrong },
    declining: { path: "/links/invitation", secret, then: (page) => button(page, "quiet").first().click() },
    "half a link": { path: "/links/invitation" },
    "a dead link": { path: "/links/invitation", secret: "ush_inv_nobody" },
    "someone known": { path: "/links/invitation", secret: await invitedKnown(northwind) },
    "a password reset": { path: "/links/password-reset", secret: "ush_pwr_any" },
    "a second factor reset": { path: "/links/second-factor-reset", secret: "ush_sfr_any" },
    "signing in": { path: "/sign-in" },
    "a forgotten password": { path: "/sign-in", then: (page) => button(page, "quiet").last().click() },
  };
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const button = (page, kind) => page.locator(`main button.${kind}`);

/** What the API finds wrong, in the words of the page. */
async function wrong(page) {
  await page.locator("#password").fill("password1");
  await page.locator("main button.primary").click();
  await page.locator(".fault", { hasText: /./ }).waitFor();
}

async function invitedKnown(northwind) {
  const { administrator } = await account(northwind.system, "invoicing");
  const known = await system.secret(administrator.email);
  const grants = [{ role: "admin", units: "all" }];
  await northwind.invite([{ email: administrator.email, given_name: "Ada", family_name: "Lovelace", grants }]);
  return system.secret(administrator.email, "inv", known);
}

/** Serves the words with marks on them, longer by a third: the script of the language is taken and changed. */
async function longer(page) {
  await page.route("**/part-*.js", async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    // The words are the one part that says what is missing from a form.
    const { pathname, search } = new URL(route.request().url());
    if (search !== "" || !text.includes("This is needed.")) return route.fulfill({ response: answer });
    const body = `import words from "${pathname}?plain";
      const marked = (text) => \`[\${text}\${"~".repeat(Math.ceil(text.length / 3))}]\`;
      const longer = (one) => typeof one === "string" ? marked(one)
        : typeof one === "function" ? (...given) => marked(one(...given).replaceAll("[", "(").replaceAll("]", ")"))
        : Object.fromEntries(Object.entries(one).map(([name, value]) => [name, longer(value)]));
      export default longer(words);`;
    return route.fulfill({ contentType: "text/javascript", body });
  });
}

async function shown(page, { path, secret, then }) {
  await open(page, system, path, secret);
  await then?.(page);
}

test("longer words have room everywhere, and none was left out", async () => {
  for (const [name, one] of Object.entries(pages)) {
    const page = await visitor(browser, { viewport: { width: 320, height: 640 } });
    const told = answers(page);
    await longer(page);
    await shown(page, one);
    await page.getByText(/\[.*~\]/).first().waitFor();
    assert.deepEqual([...(await untranslated(page, `${NAMES}\n${await told()}`)), ...(await cutOff(page))], [], name);
    await assertSound(page, name);
    await page.context().close();
  }
});

test("at 200 % nothing scrolls sideways and nothing is cut off, nor with letters twice as large", async () => {
  for (const [name, one] of Object.entries(pages)) {
    const zoomed = await visitor(browser, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
    await shown(zoomed, one);
    await assertSound(zoomed, `${name} at 200 %`);
    await zoomed.context().close();
    const large = await visitor(browser);
    const session = await large.context().newCDPSession(large);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await shown(large, one);
    assert.equal(await large.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
    const sideways = await large.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${name} with large letters scrolls sideways by ${sideways}`);
    await large.context().close();
  }
});

test("who wants no motion gets none", async () => {
  for (const [reducedMotion, moves] of [["no-preference", true], ["reduce", false]]) {
    const page = await visitor(browser, { reducedMotion });
    await open(page, system, "/sign-in");
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll("*")].map((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => time !== "0s");
      }),
    );
    assert.equal(durations.includes(true), moves, reducedMotion);
    await page.context().close();
  }
});
