// The look of an account: set on the account screen, and seen in the console and behind links.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { account } from "../support/accounts.mjs";
import { assertSound, assertSoundEverywhere, consoleFor, launch, settled, watched } from "../support/browser.mjs";
import { start } from "../support/system.mjs";

/** A green square of 16 by 16 pixels. */
const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPgzvMnCTGMahjVMHw1AAAQ/sgBnhTytwAAAABJRU5ErkJggg==",
  "base64",
);
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });

let system, browser, page, own;

before(async () => {
  system = await start();
  browser = await launch();
  own = await account(system, "invoicing");
  page = await consoleFor(browser, system, own.administrator.email);
  await page.show(`#/${own.id}/account`);
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const screen = () => page.locator("usher-account");
const dialog = () => screen().getByRole("dialog");
const accent = () => page.locator("usher-console").evaluate((it) => getComputedStyle(it).getPropertyValue("--usher-accent"));

test("a colour that cannot be read is refused beside its field, with its contrast, and nothing typed is lost", async () => {
  await screen().getByRole("button", { name: "Edit brand" }).click();
  await dialog().getByLabel("Accent colour", { exact: true }).fill("#ffcc00");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("the contrast is 1.51 : 1, and 4.5 : 1 is needed").waitFor();
  const field = dialog().getByLabel("Accent colour", { exact: true });
  assert.deepEqual([await field.inputValue(), await field.getAttribute("aria-invalid")], ["#ffcc00", "true"]);
  await assertSoundEverywhere(page, "a colour that was refused");
});

test("a file that is no picture is refused before it is sent, and one that lies by the API", async () => {
  const logo = dialog().getByLabel("Logo", { exact: true });
  await logo.setInputFiles(file("logo.svg", "image/svg+xml", Buffer.from("<svg/>")));
  await dialog().getByText("not a whole PNG or WebP picture").waitFor();
  await logo.setInputFiles(file("logo.png", "image/png", Buffer.alloc(33 * 1024)));
  await dialog().getByText("larger than 32 KB").waitFor();
  await logo.setInputFiles(file("logo.png", "image/png", Buffer.from("no picture")));
  await dialog().getByText("larger than 32 KB").waitFor({ state: "detached" });
  await dialog().getByLabel("Accent colour", { exact: true }).fill("#7a1f5c");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("not a whole PNG or WebP picture").waitFor();
});

test("the brand is previewed, saved, and seen all over the console", async () => {
  await dialog().getByLabel("Logo", { exact: true }).setInputFiles(file("logo.png", "image/png", LOGO));
  await dialog().locator(".preview .logo").waitFor();
  const previewed = await dialog().locator(".preview-button").evaluate((it) => getComputedStyle(it).backgroundColor);
  assert.equal(previewed, "rgb(122, 31, 92)");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().waitFor({ state: "detached" });
  await page.locator("usher-console header .logo").waitFor();
  await settled(page);
  assert.match(await accent(), /^light-dark\(#7a1f5c, #[0-9a-f]{6}\)$/);
  const loaded = await page.locator("usher-console header .logo").evaluate((it) => it.complete && it.naturalWidth);
  assert.equal(loaded, 16);
  await screen().getByRole("img", { name: "Logo of Brightbill" }).waitFor();
  await assertSoundEverywhere(page, "the account with a brand");
  await page.show(`#/${own.id}/users?status=active`);
  await assertSoundEverywhere(page, "users with a brand");
  await page.reload();
  await page.locator("usher-console header .logo").waitFor();
});

test("the page behind a link has the brand, by day and by night", async () => {
  await own.invite([{ email: "grace@example.com", given_name: "Grace", family_name: "Hopper", grants: [{ role: "read", units: "all" }] }]);
  const token = await system.secret("grace@example.com");
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: "en" });
  const link = await context.newPage();
  const faults = await watched(link);
  await link.goto(`${system.pages}/links/invitation#token=${token}`);
  const button = link.getByRole("button", { name: "Accept the invitation" });
  await button.waitFor();
  const colour = () => button.evaluate((it) => getComputedStyle(it).backgroundColor);
  assert.equal(await colour(), "rgb(122, 31, 92)");
  assert.equal(await link.locator("header .logo").evaluate((it) => it.naturalWidth), 16);
  await link.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await colour(), "rgb(122, 31, 92)");
  assert.deepEqual(faults, []);
  await context.close();
});

test("the logo and the colour are taken away again", async () => {
  await page.show(`#/${own.id}/account`);
  await screen().getByRole("button", { name: "Edit brand" }).click();
  await dialog().getByRole("button", { name: "Remove the logo" }).click();
  await dialog().getByLabel("Accent colour", { exact: true }).fill("");
  await dialog().getByRole("button", { name: "Save" }).click();
  await page.locator("usher-console header .logo").waitFor({ state: "detached" });
  assert.equal(await accent(), "");
  await assertSound(page, "the account without a brand");
});
