// What the pictures show: an account with people of every kind, and names as people have them.

import { account, HOSTILE } from "../../tests/support/accounts.mjs";
import { consoleFor } from "../../tests/support/browser.mjs";

const NAMES = [
  ["Grace", "Hopper"],
  ["Alan", "Turing"],
  ["Emmy", "Noether"],
  ["محمد بن عبد الرحمن", "الخوارزمي"],
  ["שרה", "כהן־אברמוביץ"],
  ["小林", "誠"],
  ["Zoë", "Ångström-Ñandú"],
  [HOSTILE.given_name, HOSTILE.family_name],
];

const UNITS = ["Berlin", "Lyon", "Madrid", "A sub-account whose name is as long as names of sub-accounts can well be"];

export async function scenery(system, browser) {
  const northwind = await account(system, "portal", { name: "Northwind Traders" });
  const more = Array.from({ length: 24 }, (_, at) => `Branch ${at + 1}`);
  const units = await northwind.units(...UNITS, ...more);
  const users = [];
  for (const [at, [given_name, family_name]] of NAMES.entries()) {
    const grants = [{ role: "user", units: at === 2 ? units : [units[at % 4]] }];
    const email = at === 7 ? `${"a.very.long.address.of.someone".repeat(2)}@example.com` : `person${at}@example.com`;
    users.push(await northwind.join({ email, grants }, { given_name, family_name }));
  }
  const all = [{ role: "user", units: "all" }];
  const pending = Array.from({ length: 12 }, (_, at) => ({ email: `invited${at}@example.com`, grants: all }));
  await northwind.invite(pending);
  await northwind.call("POST", `users/${users[1]}/deactivate`);
  const warranty = await account(system, "warranty", { name: "Extended Warranties" });
  const known = await warranty.call("GET", "access/grantable-roles");
  const grants = known.to_invite.map(({ role }) => ({ role, units: "all" }));
  const many = await warranty.join({ email: "many@example.com", given_name: "Ida", family_name: "Rhodes", grants });
  const page = await consoleFor(browser, system, northwind.administrator.email);
  const other = await consoleFor(browser, system, warranty.administrator.email);
  return { system, browser, northwind, warranty, users, units, many, page, other };
}
