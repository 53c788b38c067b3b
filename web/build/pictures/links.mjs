// The pages behind links, and signing in, in their states.

import { PASSWORD, account } from "../../tests/support/accounts.mjs";
import { open, press, visitor } from "../../tests/links/page.mjs";
import { totp } from "../../tests/support/totp.mjs";

/** How to come to each state; every one has a browser of its own. */
export function links({ system, browser, northwind }) {
  let count = 0;

  async function invited() {
    count += 1;
    const email = `link${count}@example.com`;
    await northwind.invite([{ email, grants: [{ role: "user", units: "all" }] }]);
    return system.secret(email);
  }

  async function at(path, secret) {
    const page = await visitor(browser);
    await open(page, system, path, secret);
    return page;
  }

  async function known() {
    const { administrator } = await account(system, "invoicing");
    const before = await system.secret(administrator.email);
    await northwind.invite([{ email: administrator.email, grants: [{ role: "user", units: "all" }] }]);
    return [administrator.email, await system.secret(administrator.email, "inv", before)];
  }

  async function signIn(page, email, password = PASSWORD) {
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await press(page, "Sign in");
  }

  async function required() {
    const access_model = await system.call("GET", "/v1/access-models/invoicing");
    access_model.policies = { ...access_model.policies, second_factor: "required" };
    const { administrator } = await account(system, undefined, { access_model });
    const page = await at("/sign-in");
    await signIn(page, administrator.email);
    await page.getByRole("heading", { name: "Set up your second factor" }).waitFor();
    return page;
  }

  return {
    "link-invitation": async () => at("/links/invitation", await invited()),
    "link-invitation-weak": async () => {
      const page = await at("/links/invitation", await invited());
      await page.getByLabel("New password").fill("password1");
      await press(page, "Accept the invitation");
      await page.locator(".fault", { hasText: /./ }).waitFor();
      return page;
    },
    "link-invitation-known": async () => at("/links/invitation", (await known())[1]),
    "link-invitation-decline": async () => {
      const page = await at("/links/invitation", await invited());
      await press(page, "Decline");
      await page.getByRole("dialog").waitFor();
      return page;
    },
    "link-invitation-someone-else": async () => {
      const page = await at("/sign-in");
      await signIn(page, northwind.administrator.email);
      await page.waitForURL("**/console#/**");
      await open(page, system, "/links/invitation", await invited());
      await page.getByText("You are signed in as").waitFor();
      return page;
    },
    "link-invitation-dead": async () => at("/links/invitation", "ush_inv_nothing"),
    "link-password-reset": async () => at("/links/password-reset", "ush_pwr_any"),
    "link-second-factor-reset": async () => at("/links/second-factor-reset", "ush_sfr_any"),
    "sign-in": async () => at("/sign-in"),
    "sign-in-wrong": async () => {
      const page = await at("/sign-in");
      await signIn(page, northwind.administrator.email, "not the password");
      await page.getByText("The address or the password is wrong.").waitFor();
      return page;
    },
    "sign-in-forgotten": async () => {
      const page = await at("/sign-in");
      await press(page, "Forgotten your password?");
      return page;
    },
    "sign-in-set-up": required,
    "sign-in-recovery-codes": async () => {
      const page = await required();
      await page.getByText("No camera?").click();
      const secret = (await page.locator("details code").innerText()).replaceAll(" ", "");
      await page.getByLabel("Code").fill(await totp(system, secret));
      await press(page, "Confirm");
      await page.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
      return page;
    },
    "sign-in-choose": async () => {
      const [email, secret] = await known();
      const page = await at("/links/invitation", secret);
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await press(page, "Sign in and accept");
      await page.waitForURL("**/console#/**");
      const fresh = await at("/sign-in");
      await signIn(fresh, email);
      await fresh.getByRole("heading", { name: "Choose an account" }).waitFor();
      return fresh;
    },
  };
}
