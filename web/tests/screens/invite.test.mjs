// Inviting: addresses in any shape, tables of any kind, a verdict for each row before anything is sent.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { account } from "../support/accounts.mjs";
import { assertSoundEverywhere, consoleFor, launch } from "../support/browser.mjs";
import { fetched } from "../support/trouble.mjs";
import { start } from "../support/system.mjs";

let system, browser, page, portal;

before(async () => {
  system = await start();
  browser = await launch();
  portal = await account(system, "portal");
  await portal.units("North", "South");
  page = await consoleFor(browser, system, portal.administrator.email);
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const screen = () => page.locator("usher-invite");
const row = (email) =>
  screen()
    .getByRole("row")
    .filter({ has: page.locator(`input[aria-label*="${email}"]`) });
const invited = async () => (await portal.call("GET", "users?status=pending&limit=100")).data;

async function open() {
  await page.goto("about:blank");
  await page.show(`#/${portal.id}/invite`);
  await screen().getByLabel("Email addresses").waitFor();
}

async function choose(name, text) {
  await screen()
    .getByLabel("Or a table (CSV)")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

test("addresses as they come from anywhere are invited, and what is wrong is mended in place", async () => {
  await open();
  await assertSoundEverywhere(page, "the first step");
  await screen()
    .getByLabel("Email addresses")
    .fill('Grace Hopper <grace@example.com>; "Turing, Alan" <alan@example.com>\nedsger@example\nALAN@example.com');
  await screen().getByRole("button", { name: "Next" }).click();
  await screen().getByText("2 people will be invited; 2 rows need attention.").waitFor();
  await row("edsger@example").getByText("Not valid").waitFor();
  await row("ALAN@example.com").getByText("Twice in the list").waitFor();
  await assertSoundEverywhere(page, "the table of rows");
  await row("edsger@example").getByLabel("Email address").fill("edsger@example.com");
  await row("edsger@example").getByLabel("Email address").blur();
  await screen().getByText("3 people will be invited; 1 row needs attention.").waitFor();
  assert.equal((await invited()).length, 0);
  await screen().getByRole("button", { name: "Send 3 invitations" }).click();
  await screen().getByText("3 invitations are on their way.").waitFor();
  await assertSoundEverywhere(page, "the result");
  assert.deepEqual(
    (await invited()).map(({ email }) => email),
    ["alan@example.com", "edsger@example.com", "grace@example.com"],
  );
});

test("the result can be kept as a table", async () => {
  const download = page.waitForEvent("download");
  await screen().getByRole("button", { name: "Download the result" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  assert.match(text, /grace@example\.com,[^\n]*,Invited/);
  assert.match(text, /ALAN@example\.com,[^\n]*,Twice in the list/);
});

test("a table with semicolons, quotes and a byte order mark is read, and its columns are set right", async () => {
  await open();
  await choose(
    "people.csv",
    "\uFEFFNachname;Mail;Vorname;Rolle;Unit\r\n" +
      '"Curie; Marie";marie@example.com;Marie;Admin;\r\nNoether;emmy@example.com;Emmy;User;South\r\n',
  );
  await screen().getByText("The file has 2 rows.").waitFor();
  await assertSoundEverywhere(page, "the columns of a file");
  assert.equal(await screen().getByLabel("Mail").inputValue(), "email");
  assert.equal(await screen().getByLabel("Vorname").inputValue(), "given_name");
  await screen().getByRole("button", { name: "Next" }).click();
  await screen().getByText("2 people will be invited.").waitFor();
  assert.equal(
    await row("emmy@example.com").getByLabel("Sub-account").inputValue(),
    (await portal.call("GET", "units")).data[1].id,
  );
  await screen().getByRole("button", { name: "Send 2 invitations" }).click();
  await screen().getByText("2 invitations are on their way.").waitFor();
  const [emmy, marie] = (await invited()).filter(({ email }) => /emmy|marie/.test(email));
  assert.equal(marie.grants[0].role, "admin");
  assert.equal(emmy.grants[0].role, "user");
  assert.equal(emmy.grants[0].units.length, 1);
});

test("permissions and units are given to all at once", async () => {
  await open();
  await screen().getByLabel("Email addresses").fill("barbara@example.com");
  await screen().getByLabel("Only these:").check();
  await screen().getByLabel("North").check();
  await screen().getByLabel("Reports: Use").check();
  await screen().getByRole("button", { name: "Next" }).click();
  await screen().getByRole("button", { name: "Send invitation", exact: true }).click();
  await screen().getByText("One invitation is on its way.").waitFor();
  const barbara = (await invited()).find(({ email }) => email === "barbara@example.com");
  assert.deepEqual(barbara.grants[0].permissions, ["reports:use"]);
});

test("hundreds of rows are sent some at a time, and an answer that is lost invites nobody twice", async () => {
  await open();
  const people = Array.from({ length: 250 }, (_, at) => `Person ${at},person${at}@example.com`);
  await choose("many.csv", `Name,Address\n${people.join("\n")}\n`);
  await screen().getByRole("button", { name: "Next" }).click();
  await screen().getByText("250 people will be invited.").waitFor();
  let lost = 0;
  await page.route("**/invitations", async (route) => {
    const isSending = route.request().method() === "POST" && !route.request().postDataJSON().dry_run;
    if (!isSending || lost > 0) return route.continue();
    lost += 1;
    // The API gets it, and its answer never arrives.
    assert.equal((await fetched(route)).status(), 200);
    return route.abort();
  });
  await screen().getByRole("button", { name: "Send 250 invitations" }).click();
  await screen().getByText("250 invitations are on their way.").waitFor({ timeout: 60_000 });
  assert.equal(lost, 1);
});

test("with the keyboard alone someone is invited", async () => {
  await open();
  await screen().getByLabel("Email addresses").focus();
  await page.keyboard.type("keyboard@example.com");
  for (let at = 0; at < 40; at += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent?.trim();
    });
    if (name === "Next") break;
  }
  await page.keyboard.press("Enter");
  await screen().getByRole("button", { name: "Send invitation", exact: true }).waitFor();
  await screen().getByText("1 person will be invited.").waitFor();
  await screen().getByRole("button", { name: "Send invitation", exact: true }).focus();
  await page.keyboard.press("Enter");
  await screen().getByText("One invitation is on its way.").waitFor();
});
