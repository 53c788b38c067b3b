// Requests to the API, on the page's own origin.

export interface Fault {
  field: string;
  code: string;
  message: string;
}

export interface Answer {
  ok: boolean;
  status: number;
  code: string;
  /** For how many seconds it is of no use to ask again. */
  wait: number;
  // eslint-disable-next-line -- each caller knows what it has asked for
  body: any;
}

/** After so long, a request counts as failed. */
const PATIENCE = 30_000;

/** Sends a request, with the session in the browser's cookie unless `credentials` says otherwise. */
export async function ask(
  method: string,
  path: string,
  body?: unknown,
  credentials: RequestCredentials = "same-origin",
): Promise<Answer> {
  const request: RequestInit = { method, credentials, signal: AbortSignal.timeout(PATIENCE) };
  // The cookie counts only with JSON, also where there is no body (docs/api.md).
  if (method !== "GET") request.headers = { "content-type": "application/json" };
  if (body !== undefined) request.body = JSON.stringify(body);
  try {
    const response = await fetch(path, request);
    const text = await response.text();
    const said = text ? JSON.parse(text) : {};
    const wait = Number(response.headers.get("retry-after") ?? 0);
    return { ok: response.ok, status: response.status, code: said.code ?? "", wait, body: said };
  } catch {
    return { ok: false, status: 0, code: "unreachable", wait: 0, body: {} };
  }
}

/** Where the page may lead back to: the server has looked at it. */
export const returnTo = document.getElementById("page")?.dataset["returnTo"];

/** The secret of the link, which browsers send to no server. */
export const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
