// Every language, and a longer one: no word is left out, and nothing is cut off.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertSound, assertSoundEverywhere, settled } from "../support/browser.mjs";
import { answers, cutOff, untranslated } from "../support/words.mjs";
import { scene } from "../support/scene.mjs";

const opened = scene("portal", async (scene) => {
  await scene.account.units("North");
  const grants = [{ role: "user", units: "all" }];
  const names = { given_name: "Grace", family_name: "Hopper" };
  scene.grace = await scene.account.join({ email: "grace@example.com", grants }, names);
});

/** What is not of the words, and that the API tells in another form: names, what the browser is, and the languages' names. */
const DATA = "English, Grace Hopper, Ada Lovelace, Brightbill Chrome · Linux";

const SCREENS = ["users", "invite", "invitations", "roles", "units", "account", "tokens", "audit", "me", "security", "user"];

for (const [tag, heading] of [
  ["fr", "Utilisateurs"],
  ["de", "Benutzer"],
  ["es", "Usuarios"],
]) {
  test(`the console in ${tag}`, async () => {
    const { page, system, account } = opened;
    await page.goto(`${system.pages}/console?lang=${tag}#/${account.id}/users`);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await settled(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
    await assertSoundEverywhere(page, `users in ${tag}`);
  });
}

/** A screen as the address leads to it, with longer words or in English. */
async function show(page, screen, lang = "en") {
  const { system, account, grace } = opened;
  const place = screen === "user" ? `user/${grace}` : screen;
  await page.goto("about:blank");
  await page.goto(`${system.pages}/console?lang=${lang}#/${account.id}/${place}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await settled(page);
}

for (const screen of SCREENS) {
  test(`longer words have room, and none was left out: ${screen}`, async () => {
    const { page } = opened;
    await page.setViewportSize({ width: 320, height: 640 });
    const told = answers(page);
    await show(page, screen, "en-XA");
    const faults = [...(await untranslated(page, `${DATA}\n${await told()}`)), ...(await cutOff(page))];
    assert.deepEqual(faults, []);
    await assertSound(page, `${screen} in longer words`);
  });

  test(`at 200 %, and with letters twice as large: ${screen}`, async () => {
    const { page } = opened;
    // A window of 1280 × 900 has half as much room when it is twice as large.
    await page.setViewportSize({ width: 640, height: 450 });
    await show(page, screen);
    await assertSound(page, `${screen} at 200 %`);
    await page.setViewportSize({ width: 1280, height: 900 });
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await show(page, screen);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
    await assertSound(page, `${screen} with large letters`);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
    await session.detach();
  });
}

test("who wants no motion gets none", async () => {
  const { page } = opened;
  for (const [reducedMotion, moves] of [["no-preference", true], ["reduce", false]]) {
    await page.emulateMedia({ reducedMotion });
    await show(page, "users");
    const found = await page.evaluate(() => {
      const moving = (root) =>
        [...root.querySelectorAll("*")].some((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          const isMoving = animationName !== "none" || transitionDuration.split(", ").some((time) => time !== "0s");
          return isMoving || (element.shadowRoot && moving(element.shadowRoot));
        });
      return moving(document);
    });
    assert.equal(found, moves, reducedMotion);
  }
});
