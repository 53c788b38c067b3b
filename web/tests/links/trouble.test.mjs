// Pages behind links where not all goes well: slow and failing answers, a second tab, going back, and loading again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PASSWORD, account } from "../support/accounts.mjs";
import { launch } from "../support/browser.mjs";
import { fetched, held, sent } from "../support/trouble.mjs";
import { start } from "../support/system.mjs";
import { assertSound, heading, open, press, visitor } from "./page.mjs";

const INVITATION = "/links/invitation";
let system, browser, northwind;

before(async () => {
  system = await start();
  browser = await launch();
  northwind = await account(system, "invoicing");
});

after(async () => {
  await browser?.close();
  system?.stop();
});

const password = (page) => page.getByLabel("New password");

async function invited(email) {
  const grants = [{ role: "read", units: "all" }];
  await northwind.invite([{ email, given_name: "Grace", family_name: "Hopper", grants }]);
  return system.secret(email);
}

/** How often someone has accepted, as the audit trail has it. */
async function acceptances(email) {
  const { data } = await northwind.call("GET", "invitations?status=accepted");
  return data.filter((one) => one.email === email).length;
}

async function signedIn(page, { email }) {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Sign in");
  await page.waitForURL("**/console#/**");
}

test("while an answer is on its way the page says so, and a second press sends nothing", async () => {
  const page = await visitor(browser);
  await open(page, system, INVITATION, await invited("slow@example.com"));
  const requests = sent(page, "/v1/invitations/accept");
  const answer = await held(page, "**/v1/invitations/accept");
  await password(page).fill(PASSWORD);
  await press(page, "Accept the invitation");
  const working = page.getByRole("button", { name: "One moment…" });
  await working.waitFor();
  assert.ok(await working.isDisabled());
  assert.ok(await page.getByRole("button", { name: "Decline" }).isDisabled());
  await assertSound(page, "an answer on its way");
  await password(page).press("Enter");
  await answer.release();
  await page.waitForURL("**/console#/**");
  assert.equal(requests.length, 1);
});

test("an answer that never came: nothing typed is lost, and the next press says that it was accepted", async () => {
  const page = await visitor(browser);
  await open(page, system, INVITATION, await invited("lost@example.com"));
  await page.route(
    "**/v1/invitations/accept",
    async (route) => {
      await fetched(route);
      await route.abort();
    },
    { times: 1 },
  );
  await password(page).fill(PASSWORD);
  await press(page, "Accept the invitation");
  await page.getByText("There is no answer.").waitFor();
  assert.equal(await password(page).inputValue(), PASSWORD);
  await assertSound(page, "no answer");
  await press(page, "Accept the invitation");
  await page.getByText("This invitation has already been accepted. You can sign in.").waitFor();
  assert.equal(await acceptances("lost@example.com"), 1);
});

test("an API that fails for a moment: the page says so, and the same press works", async () => {
  const page = await visitor(browser);
  const secret = await invited("failing@example.com");
  const failing = { status: 503, json: { code: "unavailable", detail: "try again" } };
  await page.route("**/v1/invitations/lookup", (route) => route.fulfill(failing), { times: 1 });
  await open(page, system, INVITATION, secret);
  await page.getByText("That did not work just now.").waitFor();
  await assertSound(page, "a page that could not be read");
  await press(page, "Try again");
  await password(page).fill(PASSWORD);
  await page.route("**/v1/invitations/accept", (route) => route.fulfill(failing), { times: 1 });
  await press(page, "Accept the invitation");
  await page.getByText("That did not work just now.").waitFor();
  await press(page, "Accept the invitation");
  await page.waitForURL("**/console#/**");
});

test("a gateway that answers with a page of its own is told in words", async () => {
  const page = await visitor(browser);
  await open(page, system, "/sign-in");
  const gateway = { status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" };
  await page.route("**/v1/sessions", (route) => route.fulfill(gateway), { times: 1 });
  await page.getByLabel("Email address").fill(northwind.administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Sign in");
  await page.getByRole("alert").getByText(/try again/i).waitFor();
  await press(page, "Sign in");
  await page.waitForURL("**/console#/**");
});

test("two tabs: what was accepted in one is told in the other, which changes nothing", async () => {
  const secret = await invited("tabs@example.com");
  const one = await visitor(browser);
  const other = Object.assign(await one.context().newPage(), { faults: [] });
  await open(one, system, INVITATION, secret);
  await open(other, system, INVITATION, secret);
  await password(one).fill(PASSWORD);
  await press(one, "Accept the invitation");
  await one.waitForURL("**/console#/**");
  await password(other).fill("quite another password of theirs");
  await press(other, "Accept the invitation");
  await other.getByText("This invitation has already been accepted.").waitFor();
  const fresh = await visitor(browser);
  await open(fresh, system, "/sign-in");
  await signedIn(fresh, { email: "tabs@example.com" });
});

test("two tabs: a link that set a password in one sets none in the other", async () => {
  const { administrator } = await account(system, "invoicing");
  await system.call("POST", "/v1/password-resets", { body: { email: administrator.email } });
  const secret = await system.secret(administrator.email, "pwr");
  const one = await visitor(browser);
  const other = Object.assign(await one.context().newPage(), { faults: [] });
  for (const page of [one, other]) await open(page, system, "/links/password-reset", secret);
  await password(one).fill("four tame donkeys on a barge");
  await press(one, "Set the password");
  await heading(one, "Done");
  await password(other).fill("five wild donkeys on a beach");
  await press(other, "Set the password");
  await other.getByText(/This link (does not work|has expired)/).waitFor();
  const body = { email: administrator.email, password: "four tame donkeys on a barge" };
  assert.equal((await system.call("POST", "/v1/sessions", { body })).outcome, "signed_in");
});

test("loading the page again shows the same, and going back never accepts twice", async () => {
  const page = await visitor(browser);
  await open(page, system, INVITATION, await invited("back@example.com"));
  await password(page).waitFor();
  await page.reload();
  await password(page).fill(PASSWORD);
  await press(page, "Accept the invitation");
  await page.waitForURL("**/console#/**");
  await page.goBack();
  await page.getByText("This invitation has already been accepted.").waitFor();
  assert.equal(await password(page).count(), 0);
  assert.equal(await acceptances("back@example.com"), 1);
  await page.goForward();
  await page.getByRole("heading", { level: 1 }).first().waitFor();
});

test("signing in again in another tab keeps the first one where it is", async () => {
  const one = await visitor(browser);
  await open(one, system, "/sign-in");
  await signedIn(one, northwind.administrator);
  const other = await one.context().newPage();
  await other.goto(`${system.pages}/sign-in`);
  await other.getByText(`You are signed in as ${northwind.administrator.email}.`).waitFor();
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.getByLabel("Email address").fill(northwind.administrator.email);
  await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await other.waitForURL("**/console#/**");
  await one.reload();
  await one.getByRole("heading", { level: 1, name: "Users" }).waitFor();
});
