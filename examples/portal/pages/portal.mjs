// A small portal in Node, without packages: it signs people in on a page of its own, and shows Usher's screens on its
// pages. What the browser has is the cookie of the portal; the token of the user's session stays here, and is given to
// the elements on a page when they ask for it.

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const PAGES = fileURLToPath(new URL(".", import.meta.url));
const ELEMENTS = fileURLToPath(new URL("../../../web/package/", import.meta.url));
const COOKIE = "__Host-portal";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript" };

/** The tokens of those who are signed in, by what their cookie says. A real portal has a store for it. */
const sessions = new Map();

/** What Usher answers. */
async function usher(api, method, path, { token, body } = {}) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${api}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const said = JSON.parse((await answer.text()) || "{}");
  return { ok: answer.ok, status: answer.status, said };
}

/** What the portal does. Each gets the API, the session of the browser and what was sent. */
const ROUTES = {
  async "POST /sign-in"({ api, sent }) {
    const { email, password } = sent;
    return signedIn(await usher(api, "POST", "/v1/sessions", { body: { email, password } }));
  },

  async "POST /second-step"({ api, sent }) {
    const { challenge, code } = sent;
    return signedIn(await usher(api, "POST", "/v1/sessions/second-factor", { body: { challenge, code } }));
  },

  async "POST /sign-out"({ api, id, token }) {
    if (token) await usher(api, "DELETE", "/v1/sessions/current", { token });
    sessions.delete(id);
    return { status: 204, cookie: `${COOKIE}=; Max-Age=0` };
  },

  /** Who is signed in, and in which account they work. */
  async "GET /me"({ api, token }) {
    const { ok, status, said } = await usher(api, "GET", "/v1/me", { token });
    const account = ok && said.accounts.find(({ suspended }) => !suspended);
    if (!account) return { status: ok ? 403 : status };
    return { status: 200, body: { usher: api, account: account.id, name: account.name, email: said.email } };
  },

  /** The token for the elements of the page. */
  async "GET /usher-token"({ token }) {
    return token ? { status: 200, body: { token } } : { status: 401 };
  },
};

/** Keeps the session that Usher opened, or says what is missing. */
function signedIn({ ok, status, said }) {
  if (!ok) return { status, body: { code: said.code } };
  if (said.outcome !== "signed_in") return { status: 200, body: { challenge: said.second_factor.challenge } };
  const id = randomUUID();
  sessions.set(id, said.token);
  return { status: 200, body: {}, cookie: `${COOKIE}=${id}` };
}

/** Only the portal's own scripts, and Usher's API; what elements make goes through Lit, as they say. */
const policy = (api) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ${api}; ` +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

/** A page, a script or a style: of the portal, or of the package of elements. */
async function file(path, token) {
  const isElements = path.startsWith("/elements/");
  const name = { "/": "index.html", "/sign-in": "sign-in.html" }[path] ?? basename(path);
  if (name === "index.html" && !token) return { status: 303, headers: { location: "/sign-in" } };
  const type = TYPES[extname(name)];
  const content = type && (await readFile(`${isElements ? ELEMENTS : PAGES}${name}`).catch(() => undefined));
  return content ? { status: 200, content, headers: { "content-type": type } } : { status: 404 };
}

async function answer(request, api) {
  const { pathname } = new URL(request.url, "http://portal");
  const id = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1];
  const token = sessions.get(id);
  const route = ROUTES[`${request.method} ${pathname}`];
  if (!route) return request.method === "GET" ? file(pathname, token) : { status: 405 };
  // Nothing is done for a page of someone else.
  if (request.headers["sec-fetch-site"] !== "same-origin") return { status: 403 };
  return route({ api, id, token, sent: JSON.parse((await text(request)) || "{}") });
}

/** Starts the portal on a port of this machine; `open` tells it where Usher is. */
export async function listen(port = 0) {
  let api;
  const server = createServer(async (request, response) => {
    const { status, body, content, cookie, headers } = await answer(request, api).catch((fault) => {
      console.error(fault);
      return { status: 500 };
    });
    const all = { "content-security-policy": policy(api), "cache-control": "no-store", ...headers };
    if (cookie) all["set-cookie"] = `${cookie}; HttpOnly; Secure; SameSite=Strict; Path=/`;
    if (body) all["content-type"] = "application/json";
    response.writeHead(status, all).end(content ?? (body && JSON.stringify(body)));
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, open: (url) => (api = url), stop: () => server.close() };
}
