// Every language, and a longer one: no word is left out, and nothing is cut off.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertSound, assertSoundEverywhere, settled } from "../support/browser.mjs";
import { scene } from "../support/scene.mjs";

const opened = scene("portal", ({ account }) => account.units("North"));

const SCREENS = ["users", "invite", "invitations", "roles", "units", "account", "tokens", "audit", "me"];

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

for (const screen of SCREENS) {
  test(`longer words have room: ${screen}`, async () => {
    const { page, system, account } = opened;
    await page.goto("about:blank");
    await page.goto(`${system.pages}/console?lang=en-XA#/${account.id}/${screen}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.setViewportSize({ width: 320, height: 640 });
    await assertSound(page, `${screen} in longer words`);
    const buttons = await page.getByRole("main").getByRole("button").allInnerTexts();
    // A sign or a number needs no words.
    const left = buttons.filter((text) => /[a-z]{3}/i.test(text) && !text.includes("["));
    assert.deepEqual(left, []);
  });
}
