// The back end of a portal, in Node: it signs people in, asks what they may do, invites, and hears what happens.
//
// `examples/clients/run` compiles it with Usher's client, starts it beside a local Usher, and runs `drive.py` on it.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { data, received, usher, UsherError, WebhookRefused } from "@usher/client";

const [api = "", port = "", secret = ""] = process.argv.slice(2);

/** What happened, by the ids of the events: one that comes twice is one. A real portal has a table for it. */
const heard = new Map<string, string>();

/** An answer: the status, and JSON. */
type Answer = [status: number, body: unknown, headers?: Record<string, string>];

/** Usher, for the user whose session the browser has: its token is in a cookie that no script reads. */
function signedIn(request: IncomingMessage) {
  const token = /(?:^|; )portal=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  if (token === undefined) throw new UsherError(401, "unauthenticated", "sign in first");
  return usher({ url: api, token });
}

/** The user, and the account that they work in. */
async function whoCalls(client: ReturnType<typeof signedIn>) {
  const account = (await data(client.GET("/v1/me"))).accounts.find((one) => one.user !== undefined);
  if (account?.user === undefined) throw new UsherError(403, "forbidden", "in no account");
  return { account: account.id, user: account.user.id };
}

const routes: Record<string, (request: IncomingMessage, body: string, url: URL) => Promise<Answer>> = {
  async "POST /sign-in"(_, body) {
    const { email, password } = JSON.parse(body) as { email: string; password: string };
    const session = await data(usher({ url: api }).POST("/v1/sessions", { body: { email, password } }));
    if (session.outcome !== "signed_in") return [200, { next: session.outcome }];
    const cookie = `portal=${session.token}; HttpOnly; Secure; SameSite=Strict; Path=/`;
    return [200, { next: "home" }, { "set-cookie": cookie }];
  },

  async "GET /invoices"(request) {
    const client = signedIn(request);
    const { account, user } = await whoCalls(client);
    const question = { params: { path: { account } }, body: { user, permission: "invoices:read" } };
    const { allowed } = await data(client.POST("/v1/accounts/{account}/access/check", question));
    return allowed ? [200, { invoices: ["2026-001"] }] : [403, { code: "forbidden" }];
  },

  async "POST /colleagues"(request, body) {
    const client = signedIn(request);
    const { account } = await whoCalls(client);
    const { email, given_name, family_name, role } = JSON.parse(body) as Record<string, string>;
    const row = { email: email ?? "", given_name: given_name ?? null, family_name: family_name ?? null };
    const invitations = [{ ...row, grants: [{ role: role ?? "read", units: "all" as const }] }];
    const sent = { params: { path: { account } }, body: { invitations } };
    const invited = await data(client.POST("/v1/accounts/{account}/invitations", sent));
    return [200, { verdict: invited.results[0]?.verdict }];
  },

  // As old as a signature can be behind an API destination. With headers, five minutes would do.
  async "POST /usher/events"(request, body, url) {
    const given = { headers: request.headers, query: url.searchParams };
    const event = received({ secrets: [secret], body, ...given, tolerance: 3900 });
    heard.set(event.id, event.type);
    return [204, undefined];
  },

  async "GET /heard"() {
    return [200, [...heard.values()]];
  },
};

async function answer(request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://portal");
  const route = routes[`${request.method} ${url.pathname}`];
  if (route === undefined) return [404, { code: "not_found" }];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return await route(request, Buffer.concat(chunks).toString("utf8"), url);
  } catch (cause) {
    if (cause instanceof UsherError) return [cause.status, { code: cause.code }];
    if (cause instanceof WebhookRefused) return [401, { code: "refused", detail: cause.message }];
    throw cause;
  }
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  answer(request)
    .catch((cause: unknown): Answer => (console.error(cause), [500, { code: "internal" }]))
    .then(([status, body, headers = {}]) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
});
server.listen(Number(port), "127.0.0.1");
