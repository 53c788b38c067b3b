// Starts a local Usher with an account, and the portal beside it. Ends with Ctrl+C.
//
//     node examples/portal/pages/run.mjs [program that starts Usher]
//
// The program is `cargo dev`, unless another is given. PORT is the portal's port, 4000 by default.

import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { listen } from "./portal.mjs";

const web = fileURLToPath(new URL("../../../web/", import.meta.url));
const EMAIL = "ada@northwind.example";
const PASSWORD = "correct horse battery staple";

/** Makes the package of elements, if it is not there. */
function elements() {
  if (existsSync(`${web}package/elements.js`)) return;
  const npm = (...given) => execFileSync("npm", given, { cwd: web, stdio: ["ignore", "ignore", "inherit"] });
  if (!existsSync(`${web}node_modules`)) npm("ci");
  npm("run", "package");
}

/** A local Usher that takes calls from the portal's pages. */
function usher(origin, [program, ...given]) {
  const options = ["--port", "0", "--mailbox-port", "0", "--log", "error", "--cors-origin", origin];
  const child = spawn(program, [...given, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  child.once("exit", (code) => process.exit(code ?? 1));
  return new Promise((ready) =>
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = /^ready api=(\S+) mailbox=(\S+) .*operator_token=(\S+)/.exec(line);
      if (said) ready({ api: said[1], mailbox: said[2], operator: said[3] });
    }),
  );
}

async function ask(url, body, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url, body ? { method: "POST", headers, body: JSON.stringify(body) } : {});
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** An account, whose administrator follows the link of her invitation. */
async function account({ api, mailbox, operator }) {
  const administrator = { email: EMAIL, given_name: "Ada", family_name: "Lovelace" };
  await ask(`${api}/v1/accounts`, { name: "Northwind", preset: "portal", administrator }, operator);
  for (;;) {
    const [mail] = await ask(`${mailbox}/api/messages?to=${EMAIL}`);
    const token = mail?.links[0].split("#token=")[1];
    if (token) return ask(`${api}/v1/invitations/accept`, { token, password: PASSWORD });
    await new Promise((done) => setTimeout(done, 100));
  }
}

elements();
const portal = await listen(Number(process.env.PORT ?? 4000));
const program = process.argv.slice(2);
const system = await usher(portal.origin, program.length > 0 ? program : ["cargo", "dev"]);
portal.open(system.api);
await account(system);
console.log(`Open ${portal.origin} and sign in as ${EMAIL} with the password "${PASSWORD}".`);
console.log(`Emails are at ${system.mailbox}.`);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
