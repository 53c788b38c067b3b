// The main job with a generated client: from an account to colleagues who are in.
//
// `run` generates usher.d.ts with openapi-typescript, checks this file against it with `tsc --strict`, and runs it.

import createClient from "openapi-fetch";
import type { components, paths } from "./usher.js";

type Problem = components["schemas"]["Problem"];
type GatewayRefusal = components["schemas"]["GatewayRefusal"];
type InviteUserRequest = components["schemas"]["InviteUserRequest"];

const [api = "", mailbox = "", operatorToken = ""] = process.argv.slice(2);
const PASSWORD = "correct horse battery staple";

/** A client that sends this token. */
const as = (token: string) => createClient<paths>({ baseUrl: api, headers: { authorization: `Bearer ${token}` } });
const anyone = createClient<paths>({ baseUrl: api });

class Refused extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** What was answered, or the refusal as an error. */
function answered<T>(answer: { data?: T; error?: Problem | GatewayRefusal }): T {
  if (answer.data !== undefined) return answer.data;
  if (answer.error === undefined) throw new Error("neither data nor a problem");
  throw "code" in answer.error
    ? new Refused(answer.error.code, answer.error.detail)
    : new Refused("gateway", answer.error.message);
}

/** The code with which `attempt` is refused. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => "none",
    (cause: unknown) => {
      if (cause instanceof Refused) return cause.code;
      throw cause;
    },
  );
}

function expect<T>(found: T, expected: T, what: string): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} instead of ${String(expected)}`);
}

/** The secret in the newest link to this address, once the mail has arrived. */
async function link(email: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails = (await (await fetch(`${mailbox}/api/messages?to=${email}`)).json()) as { links: string[] }[];
    const token = mails.at(-1)?.links[0]?.split("#token=")[1];
    if (token !== undefined) return token;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${email}`);
}

/** Accepts the invitation to this address, and signs in. */
async function comeIn(email: string): Promise<string> {
  const token = await link(email);
  const invitation = answered(await anyone.POST("/v1/invitations/lookup", { body: { token } }));
  expect(invitation.email, email, "the invited address");
  answered(await anyone.POST("/v1/invitations/accept", { body: { token, password: PASSWORD } }));
  const signedIn = answered(await anyone.POST("/v1/sessions", { body: { email, password: PASSWORD } }));
  if (signedIn.outcome !== "signed_in" || signedIn.token === undefined) throw new Error("a second step is asked for");
  return signedIn.token;
}

// The operator creates an account, and its first administrator comes in.
const { account } = answered(
  await as(operatorToken).POST("/v1/accounts", {
    params: { header: { "Idempotency-Key": "typescript-1" } },
    body: {
      name: "Northwind Dental",
      product_name: "Brightbill",
      support_address: "help@brightbill.example",
      preset: "invoicing",
      administrator: { email: "ada@typescript.example", given_name: "Ada", family_name: "Lovelace" },
    },
  }),
);
const ada = as(await comeIn("ada@typescript.example"));
const path = { account: account.id };

// She invites colleagues, and they come in.
const colleagues = ["grace", "alan", "edsger"].map((name) => `${name}@typescript.example`);
const invited = answered(
  await ada.POST("/v1/accounts/{account}/invitations", {
    params: { path },
    body: {
      invitations: colleagues.map(
        (email): InviteUserRequest => ({
          email,
          given_name: "A",
          family_name: "Colleague",
          grants: [{ role: "read", units: "all" }],
        }),
      ),
    },
  }),
);
for (const { verdict } of invited.results) expect(verdict, "invited", "the verdict");
for (const email of colleagues) await comeIn(email);

// All users, page by page.
const users: components["schemas"]["User"][] = [];
let after: string | undefined;
do {
  const page = answered(
    await ada.GET("/v1/accounts/{account}/users", { params: { path, query: { status: "active", limit: 3, after } } }),
  );
  users.push(...page.data);
  after = page.page.after ?? undefined;
} while (after !== undefined);
expect(users.length, 4, "active users");

// What a user holds is sent back with something added, on condition that nobody has changed the user meanwhile.
const grace = users.find((user) => user.email === colleagues[0]);
if (grace === undefined) throw new Error("Grace is not listed");
const ofGrace = { path: { ...path, user: grace.id } };
const read = await ada.GET("/v1/accounts/{account}/users/{user}", { params: ofGrace });
const header = { "If-Match": read.response.headers.get("ETag") ?? "" };
const change = () =>
  ada.PATCH("/v1/accounts/{account}/users/{user}", {
    params: { ...ofGrace, header },
    body: { grants: answered(read).grants.map((grant) => ({ ...grant, ends_at: "2099-01-01T00:00:00Z" })) },
  });
expect(answered(await change()).grants.length, 1, "Grace's grants");
expect(await refusal(change().then(answered)), "stale_version", "a change of what has changed");

// The access model is read and put back as it was read.
const model = answered(await ada.GET("/v1/accounts/{account}/access-model", { params: { path } }));
answered(await ada.PUT("/v1/accounts/{account}/access-model", { params: { path }, body: model }));

console.log(`${users.length} users, among them ${grace.email}`);
