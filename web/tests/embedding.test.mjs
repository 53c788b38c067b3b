// Elements in a portal of another origin: with a token and no cookie, the portal's colours, and events that it hears.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account, signIn } from "./support/accounts.mjs";
import { CONTEXT, assertSound, launch, watched } from "./support/browser.mjs";
import { listen, serve } from "./support/portal.mjs";
import { start } from "./support/system.mjs";

let system, browser, portal, page, shop;

before(async () => {
  portal = await listen();
  system = await start("--cors-origin", portal.origin);
  browser = await launch();
  shop = await account(system, "portal");
  page = await (await browser.newContext(CONTEXT)).newPage();
  page.faults = await watched(page);
});

after(async () => {
  await browser?.close();
  portal?.stop();
  system?.stop();
});

test("the list of users, in the portal's colour, tells the portal what is asked for", async () => {
  serve(portal, system.api, shop.administrator.token, `<usher-users account="${shop.id}"></usher-users>`);
  await page.goto(portal.origin);
  await page.getByRole("button", { name: "Ada Lovelace" }).waitFor();
  await assertSound(page, "an embedded list");
  const invite = page.getByRole("button", { name: "+ Invite users" });
  assert.equal(await invite.evaluate((element) => getComputedStyle(element).backgroundColor), "rgb(122, 31, 92)");
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  const heard = await page.evaluate(() => window.heard);
  assert.equal(heard[0][0], "usher-open");
  assert.equal(heard[0][1].screen, "user");
});

test("a token that has expired is asked for again, and nothing is lost", async () => {
  serve(portal, system.api, "ush_ses_expired", `<usher-invite account="${shop.id}"></usher-invite>`);
  await page.addInitScript((fresh) => (window.fresh = fresh), await signIn(system, shop.administrator.email));
  await page.goto(portal.origin);
  await page.getByLabel("Email addresses").fill("grace@example.com");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Send invitation", exact: true }).click();
  await page.getByText("One invitation is on its way.").waitFor();
  assert.ok((await page.evaluate(() => window.given())) > 0);
  assert.deepEqual((await page.evaluate(() => window.heard)).at(-1), ["usher-invited", { count: 1 }]);
});
