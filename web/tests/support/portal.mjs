// A portal of another origin that shows Usher's elements: it has the user's token, and gives it to them.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

const POLICY = (api) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src ${api}; ` +
  "require-trusted-types-for 'script'; trusted-types lit-html";

/** The origin at which a portal can be reached; its API must be told of it. */
export async function listen() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Serves a page with `markup`, for someone with `token`. */
export function serve({ server }, api, token, markup) {
  const script = `
    import { configure } from "/elements.js";
    let given = 0;
    window.heard = [];
    for (const name of ["usher-open", "usher-invited", "usher-changed"]) {
      addEventListener(name, (event) => window.heard.push([name, event.detail]));
    }
    configure({ url: ${JSON.stringify(api)}, getToken: ({ expired }) => (expired ? (given += 1, window.fresh) : ${JSON.stringify(token)}) });
    window.given = () => given;
  `;
  const page = `<!doctype html><html lang="en"><head><title>Portal</title><link rel="icon" href="data:,">
    <link rel="stylesheet" href="/portal.css"><script type="module" src="/portal.js"></script></head>
    <body><main data-portal>${markup}</main></body></html>`;
  server.removeAllListeners("request");
  server.on("request", async (request, response) => {
    const name = basename(new URL(request.url, "http://portal").pathname);
    const send = (type, body, headers = {}) => response.writeHead(200, { "content-type": type, ...headers }).end(body);
    if (name === "") return send("text/html", page, { "content-security-policy": POLICY(api) });
    if (name === "portal.js") return send("text/javascript", script);
    if (name === "portal.css") return send("text/css", "usher-users { --usher-accent: #7a1f5c; }");
    const built = await readFile(new URL(`../../package/${name}`, import.meta.url)).catch(() => undefined);
    if (built === undefined) return response.writeHead(404).end();
    return send("text/javascript", built);
  });
}
