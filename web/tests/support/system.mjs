// A local Usher on free ports, for one file of tests. Nothing is left behind.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How long to wait for anything, in milliseconds. */
export const PATIENCE = 60_000;

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../../target", import.meta.url));

/** The local system. */
export const program = `${target}/debug/usher-local`;

/** Starts Usher; `stop` ends it. With USHER_TEST_SYSTEM, one that runs already: its API, mailbox, token and pages. */
export async function start(...options) {
  const running = process.env.USHER_TEST_SYSTEM?.split(" ");
  if (running) {
    const [api, mailbox, operator, pages = api] = running;
    return new System({ api, mailbox, operator, pages, stop: () => undefined });
  }
  const ports = ["--port", "0", "--mailbox-port", "0", "--log", "error"];
  const child = spawn(program, [...ports, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const stop = () => child.kill();
  process.once("exit", stop);
  const ready = await said(child, /^ready api=(\S+) mailbox=(\S+) .*operator_token=(\S+)/);
  const [, api, mailbox, operator] = ready;
  return new System({ api, mailbox, operator, pages: api, stop });
}

function said(child, wanted) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("usher-local is not ready in time")), PATIENCE);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`usher-local has stopped with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = wanted.exec(line);
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

class System {
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** Sends a request, and gives what was answered. */
  async call(method, path, { token, body } = {}) {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${this.api}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The secret of the newest link of a kind that was sent to someone after `known`. */
  async secret(to, kind = "inv", known = undefined) {
    const wanted = new RegExp(`ush_${kind}_[A-Za-z0-9_-]+`, "g");
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      const answer = await fetch(`${this.mailbox}/api/messages?to=${encodeURIComponent(to)}`);
      const found = (await answer.text()).match(wanted)?.at(-1);
      if (found && found !== known) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no ${kind} link for ${to}`);
  }

  async advance(by) {
    const headers = { "content-type": "application/json" };
    await fetch(`${this.mailbox}/api/clock/advance`, { method: "POST", headers, body: JSON.stringify({ by }) });
  }
}
