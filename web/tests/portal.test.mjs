// The portal of examples/portal/pages, started by its one command: its own page for signing in, and Usher's elements.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { PASSWORD } from "./support/accounts.mjs";
import { CONTEXT, assertSound, assertSoundEverywhere, launch, watched } from "./support/browser.mjs";
import { PATIENCE, program } from "./support/system.mjs";

const command = fileURLToPath(new URL("../../examples/portal/pages/run.mjs", import.meta.url));
const EMAIL = "ada@northwind.example";
let portal, browser, page;

/** Starts the portal; what it says when it is ready. */
function start() {
  const env = { ...process.env, PORT: "0" };
  const child = spawn(process.execPath, [command, program], { stdio: ["ignore", "pipe", "inherit"], env });
  const stop = () => child.kill();
  process.once("exit", stop);
  return new Promise((ready, reject) => {
    const timer = setTimeout(() => reject(new Error("the portal is not ready in time")), PATIENCE);
    child.once("exit", (code) => reject(new Error(`the portal has stopped with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = /^Open (\S+) and sign in as (\S+) with/.exec(line);
      if (!said) return;
      clearTimeout(timer);
      ready({ origin: said[1], email: said[2], stop });
    });
  });
}

before(async () => {
  portal = await start();
  browser = await launch();
  page = await (await browser.newContext({ ...CONTEXT, viewport: { width: 1280, height: 900 } })).newPage();
  page.faults = await watched(page);
});

after(async () => {
  await browser?.close();
  portal?.stop();
});

const press = (name) => page.getByRole("button", { name }).or(page.getByRole("link", { name })).first().click();

async function signIn(password = PASSWORD) {
  await page.getByLabel("Email address").fill(EMAIL);
  await page.getByLabel("Password").fill(password);
  await press("Sign in");
}

test("nobody is let in without a session: the portal's own page asks for the password", async () => {
  await page.goto(portal.origin);
  await page.waitForURL("**/sign-in");
  const status = await page.evaluate(async () => (await fetch("/usher-token")).status);
  assert.equal(status, 401);
  await signIn("not the right password");
  await page.getByText("The address or the password is wrong.").waitFor();
  await assertSoundEverywhere(page, "the portal's own page");
  await signIn();
  await page.getByRole("link", { name: "Ada Lovelace" }).waitFor();
});

test("the session's token is in no cookie, and no other page gets it", async () => {
  const cookies = await page.context().cookies();
  assert.deepEqual(
    cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    [["__Host-portal", true, "Strict"]],
  );
  assert.doesNotMatch(cookies[0].value, /ush_/);
  const headers = { cookie: `__Host-portal=${cookies[0].value}`, "sec-fetch-site": "cross-site" };
  assert.equal((await fetch(`${portal.origin}/usher-token`, { headers })).status, 403);
});

test("the team is shown in the portal's colours; someone is invited, and the portal hears of it", async () => {
  const invite = page.getByRole("link", { name: "+ Invite users" });
  assert.equal(await invite.evaluate((element) => getComputedStyle(element).backgroundColor), "rgb(122, 31, 92)");
  await assertSoundEverywhere(page, "the team");
  await press("+ Invite users");
  await page.getByLabel("Email addresses").fill("grace@example.com");
  await press("Next");
  await page.getByRole("button", { name: "Send invitation", exact: true }).click();
  await page.getByText("Brightbill welcomes 1 more.").waitFor();
  await press("Invitations");
  await page.getByRole("link", { name: "grace@example.com" }).first().waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Invite users" }).waitFor();
});

test("one user, one's own profile, and loading the page again", async () => {
  await page.getByRole("link", { name: "Team" }).click();
  await press("Ada Lovelace");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.getByRole("link", { name: "My profile" }).click();
  await page.getByText(EMAIL).first().waitFor();
  await assertSound(page, "one's profile");
});

test("signing out ends the session here and at Usher", async () => {
  const { token } = await page.evaluate(async () => (await fetch("/usher-token")).json());
  const { usher } = await page.evaluate(async () => (await fetch("/me")).json());
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  const headers = { authorization: `Bearer ${token}` };
  assert.equal((await fetch(`${usher}/v1/me`, { headers })).status, 401);
  await page.goto(portal.origin);
  await page.waitForURL("**/sign-in");
});
