// The console where not all goes well: slow and failing answers, a second tab, sessions that end, going back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PASSWORD } from "../support/accounts.mjs";
import { assertSound, assertSoundEverywhere, settled, signInBrowser } from "../support/browser.mjs";
import { scene } from "../support/scene.mjs";
import { fetched, held, sent } from "../support/trouble.mjs";

const grants = [{ role: "user", units: "all" }];
const portal = scene("portal", async ({ account }) => {
  await account.join({ email: "grace@example.com", grants }, { given_name: "Grace", family_name: "Hopper" });
});

async function open(fragment) {
  const { page, account } = portal;
  await page.goto("about:blank");
  await page.goto(`${portal.system.pages}/console#/${account.id}/${fragment}`);
}

const dialog = () => portal.page.getByRole("dialog");
const button = (name) => portal.page.getByRole("button", { name, exact: true });

/** Signs in again in the dialog that asks for it. */
async function signInAgain() {
  const again = portal.page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("Password").fill(PASSWORD);
  await again.getByRole("button", { name: "Sign in" }).click();
}

test("while a list is on its way, its place is held, and it is said", async () => {
  const { page } = portal;
  const users = "**/users?**";
  const answers = [await held(page, users)];
  await open("users?status=active");
  await page.getByText("Loading…").first().waitFor({ state: "attached" });
  assert.equal(await page.getByRole("link", { name: "Grace Hopper" }).count(), 0);
  answers[0].release();
  await page.getByRole("link", { name: "Grace Hopper" }).waitFor();
});

test("a list that could not be read says so, and is read again at a press", async () => {
  const { page } = portal;
  const unavailable = { status: 503, json: { code: "unavailable" } };
  for (const failing of [(route) => route.abort(), (route) => route.fulfill(unavailable)]) {
    // The client tries again by itself; it is as often as it does.
    await page.route("**/users?**", failing);
    await open("users?status=active");
    const again = page.locator("usher-users").getByRole("button", { name: "Try again" });
    await again.waitFor({ timeout: 60_000 });
    await assertSoundEverywhere(page, "a list that could not be read");
    await page.unroute("**/users?**");
    await again.click();
    await page.getByRole("link", { name: "Grace Hopper" }).waitFor();
  }
});

test("a slow change is shown to be under way, and a second press changes nothing", async () => {
  const { page, account } = portal;
  await open("users?status=active");
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await button("Deactivate").click();
  const requests = sent(page, "/deactivate");
  const answer = await held(page, "**/deactivate");
  await dialog().getByRole("button", { name: "Deactivate user" }).click();
  const working = dialog().getByRole("button", { name: "One moment…" });
  await working.waitFor();
  assert.ok(await working.isDisabled());
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  assert.ok(await dialog().isVisible(), "the dialog waits for the answer");
  answer.release();
  await page.getByText("User deactivated.").waitFor();
  assert.equal(requests.length, 1);
  const { data } = await account.call("GET", "users?status=deactivated");
  assert.deepEqual(data.map(({ email }) => email), ["grace@example.com"]);
});

test("a change whose answer is lost is made once", async () => {
  const { page, account } = portal;
  const lost = async (route) => {
    await fetched(route);
    await route.abort();
  };
  await page.route("**/reactivate", lost, { times: 1 });
  await button("Reactivate").click();
  await dialog().getByRole("button", { name: "Reactivate" }).click();
  // The client asks again with the same key, or the dialog says that nothing came.
  await page.getByText("User reactivated.").or(dialog().getByRole("alert").getByText(/./)).first().waitFor();
  const { data } = await account.call("GET", "audit-events?action=user.reactivated&limit=100");
  assert.equal(data.length, 1);
  await page.reload();
  await button("Deactivate").waitFor();
});

test("going back and forth shows each screen as it was, and loading again keeps it", async () => {
  const { page } = portal;
  await open("users?status=active");
  await settled(page);
  await page.getByLabel("Search by name or address").fill("grace");
  await page.waitForURL(/query=grace/);
  await page.getByRole("link", { name: "Grace Hopper" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Users" }).waitFor();
  assert.equal(await page.getByLabel("Search by name or address").inputValue(), "grace");
  await page.goForward();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Grace Hopper" }).waitFor();
  assert.match(page.url(), /\/user\/usr_/);
});

test("a session that ends while people are being invited: everything typed is still there", async () => {
  const { page, account } = portal;
  await open("invite");
  await page.getByLabel("Email addresses").fill("alan@example.com, edsger@example.com");
  await page.context().clearCookies();
  await button("Next").click();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await assertSound(page, "signing in again over an invitation");
  await signInAgain();
  await page.getByText("2 people will be invited.").waitFor();
  await page.context().clearCookies();
  await button("Send 2 invitations").click();
  await signInAgain();
  await page.getByText("2 invitations are on their way.").waitFor();
  assert.equal((await account.call("GET", "users?status=pending")).data.length, 2);
});

test("a session that ends in the form of the account: cancelling keeps what was typed", async () => {
  const { page, account } = portal;
  await open("account");
  await button("Edit").click();
  await page.getByLabel("Support address").fill("help@brightbill.example");
  await page.context().clearCookies();
  await button("Save").click();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Support address").inputValue(), "help@brightbill.example");
  await button("Save").click();
  await signInAgain();
  await page.getByText("Saved.").waitFor();
  assert.equal((await account.read()).support_address, "help@brightbill.example");
});

test("two tabs: who signs out in one is asked to sign in again in the other, and goes on there", async () => {
  const { page, system, account } = portal;
  await open("units");
  await settled(page);
  const other = await page.context().newPage();
  await other.goto(`${system.pages}/console#/${account.id}/users`);
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.waitForURL("**/sign-in");
  await other.close();
  await page.getByRole("button", { name: /^\+ Create/ }).first().click();
  await dialog().getByLabel("Name").fill("Lyon");
  await dialog().getByRole("button", { name: /^Create/ }).click();
  await signInAgain();
  await page.getByRole("row", { name: /Lyon/ }).waitFor();
  assert.equal((await account.call("GET", "units")).data.length, 1);
});

test("two tabs: a user who was removed in one is told to be gone in the other", async () => {
  const { page, account } = portal;
  await signInBrowser(page, account.administrator.email);
  const user = await account.join({ email: "twice@example.com", grants }, { given_name: "Seen", family_name: "Twice" });
  await open(`user/${user}`);
  await button("Remove user").click();
  await account.call("DELETE", `users/${user}`);
  await dialog().getByRole("button", { name: "Remove user" }).click();
  await dialog().getByRole("alert").getByText(/./).waitFor();
  await assertSound(page, "a user who is gone");
  await page.reload();
  await page.getByText("There is no such user").waitFor();
});
