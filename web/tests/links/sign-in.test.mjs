// Signing in, resets, and setting a second factor up that is required.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PASSWORD, account } from "../support/accounts.mjs";
import { launch } from "../support/browser.mjs";
import { start } from "../support/system.mjs";
import { totp } from "../support/totp.mjs";
import { assertSound, heading, open, press, visitor } from "./page.mjs";

let system, browser;

before(async () => {
  system = await start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  system?.stop();
});

async function enter(page, email, password = PASSWORD) {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in");
}

test("in each language the page has its words, and nothing is cut off", async () => {
  for (const [locale, label] of [["en", "Sign in"], ["de", "Anmelden"], ["fr", "Se connecter"], ["es", "Iniciar sesión"]]) {
    const page = await visitor(browser, { locale });
    await open(page, system, "/sign-in");
    await page.getByRole("button", { name: label, exact: true }).waitFor();
    await assertSound(page, locale);
    await page.context().close();
  }
});

test("too many wrong passwords: the time to wait is counted down", async () => {
  const { administrator } = await account(system, "invoicing");
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  for (let count = 0; count < 6; count += 1) {
    await enter(page, administrator.email, "not the right password");
    await page.getByRole("alert").getByText(/wrong|attempts/).waitFor();
    if (await page.getByRole("button", { name: /^Try again in/ }).count()) break;
  }
  await page.getByRole("button", { name: /^Try again in/, disabled: true }).waitFor();
  await assertSound(page, "waiting");
});

test("a forgotten password: the link sets a new one, and the old one no longer works", async () => {
  const { administrator } = await account(system, "invoicing");
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  await press(page, "Forgotten your password?");
  await page.getByLabel("Email address").fill(administrator.email);
  await press(page, "Send the link");
  await heading(page, "Look into your mailbox");
  await assertSound(page, "sent");
  const secret = await system.secret(administrator.email, "pwr");
  await open(page, system, "/links/password-reset", secret);
  await assertSound(page, "a new password");
  await page.getByLabel("New password").fill("four tame donkeys on a barge");
  await press(page, "Set the password");
  await heading(page, "Done");
  await page.getByRole("link", { name: "Sign in" }).click();
  await enter(page, administrator.email);
  await page.getByText("The address or the password is wrong.").waitFor();
  await enter(page, administrator.email, "four tame donkeys on a barge");
  await page.waitForURL("**/console#/**");
});

test("a second factor that is required is set up on the way in, and asked for from then on", async () => {
  const access_model = await system.call("GET", "/v1/access-models/invoicing");
  access_model.policies = { ...access_model.policies, second_factor: "required" };
  const { administrator } = await account(system, undefined, { access_model });
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  await enter(page, administrator.email);
  await heading(page, "Set up your second factor");
  await assertSound(page, "setting a second factor up");
  await page.getByText("No camera?").click();
  const secret = (await page.locator("details code").textContent()).replaceAll(" ", "");
  await page.getByLabel("Code").fill(await totp(system, secret));
  await press(page, "Confirm");
  await heading(page, "Keep your recovery codes");
  await assertSound(page, "recovery codes");
  const codes = await page.locator(".codes code").allTextContents();
  assert.ok(codes.length >= 8);
  await press(page, "I have kept them");
  await page.waitForURL("**/console#/**");

  const phone = await visitor(browser);
  await open(phone, system, "/sign-in");
  await enter(phone, administrator.email);
  await heading(phone, "Second step");
  await assertSound(phone, "the second step");
  await press(phone, "Use a recovery code");
  await phone.getByLabel("Recovery code").fill(codes[0]);
  await press(phone, "Continue");
  await phone.waitForURL("**/console#/**");
});
