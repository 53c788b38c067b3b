// The screens of the console, in their states.

const ROWS =
  "Grace Hopper <grace.hopper@example.com>\nnobody@example\nperson0@example.com\n" +
  "someone@mailinator.com\nTuring, Alan <alan.turing@example.com>\nalan.turing@example.com";

/** How to come to each state. */
export function screens({ northwind, warranty, users, many, page, other }) {
  async function at(fragment, on = page, account = northwind) {
    await on.goto("about:blank");
    await on.show(`#/${account.id}/${fragment}`);
    return on;
  }

  const press = (name) => page.getByRole("button", { name, exact: true }).first().click();

  async function asked(fragment, name) {
    await at(fragment);
    await press(name);
    await page.getByRole("dialog").waitFor();
    return page;
  }

  async function failing(act) {
    await page.route("**/users?**", act);
    await page.goto("about:blank");
    await page.goto(`${northwind.system.pages}/console#/${northwind.id}/users?status=active`);
  }

  return {
    "users-active": () => at("users?status=active"),
    "users-pending": () => at("users?status=pending"),
    "users-selected": async () => {
      await at("users?status=active");
      await page.getByLabel("Select everybody on this page").check();
      return page;
    },
    "users-nobody": () => at("users?query=nobody"),
    "users-external-empty": () => at("users?external=true"),
    "users-loading": async () => {
      let go;
      const gone = new Promise((done) => (go = done));
      await failing(async (route) => {
        await gone;
        await route.abort().catch(() => undefined);
      });
      await page.locator(".skeleton").first().waitFor();
      setTimeout(() => void page.unroute("**/users?**").then(go), 8000);
      return page;
    },
    "users-failed": async () => {
      await page.unroute("**/users?**");
      await failing((route) => route.fulfill({ status: 500, json: { code: "internal", detail: "" } }));
      await page.getByRole("button", { name: "Try again" }).first().waitFor({ timeout: 60_000 });
      await page.unroute("**/users?**");
      return page;
    },
    invite: () => at("invite"),
    "invite-review": async () => {
      await at("invite");
      await page.getByLabel("Email addresses").fill(ROWS);
      await press("Next");
      await page.getByText(/will be invited/).first().waitFor();
      await page.getByLabel("Role by row").check();
      return page;
    },
    "invite-columns": async () => {
      await at("invite");
      const buffer = Buffer.from("Nachname;Mail;Vorname;Rolle\nCurie;marie@example.com;Marie;Admin\n");
      await page.getByLabel("Or a table (CSV)").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
      await page.getByText("The file has").waitFor();
      return page;
    },
    invitations: () => at("invitations?status=pending"),
    "invitations-empty": () => at("invitations?status=declined"),
    user: () => at(`user/${users[0]}`),
    "user-long-name": () => at(`user/${users[7]}`),
    "user-right-to-left": () => at(`user/${users[3]}`),
    "user-many-units": () => at(`user/${users[2]}`),
    "user-many-roles": () => at(`user/${many}`, other, warranty),
    "user-deactivated": () => at(`user/${users[1]}`),
    "user-edit-roles": () => asked(`user/${users[2]}`, "Edit roles"),
    "user-deactivate": () => asked(`user/${users[2]}`, "Deactivate"),
    "user-reset": () => asked(`user/${users[0]}`, "Reset credentials"),
    "user-nobody": () => at("user/usr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    roles: () => at("roles"),
    "roles-levels": () => at("roles", other, warranty),
    units: () => at("units"),
    account: () => at("account"),
    "account-edit": async () => {
      await at("account");
      await press("Edit");
      return page;
    },
    tokens: () => at("tokens"),
    "tokens-create": () => asked("tokens", "+ Create API token"),
    audit: () => at("audit"),
    me: () => at("me"),
    security: () => at("security"),
    "security-password": () => asked("security", "Change password"),
    "sign-in-again": async () => {
      await at(`user/${users[0]}`);
      await press("End sessions");
      await page.context().clearCookies();
      await page.getByRole("dialog").getByRole("button", { name: "End sessions" }).click();
      await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
      return page;
    },
  };
}
