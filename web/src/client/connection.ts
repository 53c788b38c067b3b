// How the elements reach Usher: set once for a page, by the console or by the portal that shows them.

import { UsherError } from "../../../clients/typescript/src/problem.ts";
import { data, usher, type Usher } from "../../../clients/typescript/src/client.ts";

export { data, UsherError, type Usher };

/** Something that has a screen, to which elements lead. */
export type Place =
  | { screen: "user"; user: string }
  | { screen: "users" | "invite" | "invitations" | "roles" | "units" | "audit"; filters?: Record<string, string> };

export interface Settings {
  /** The origin of the API, without a slash at the end; the page's own by default. */
  url?: string;
  /** Gives the token of the user's session. Without it, the page's cookie says who calls. */
  getToken?: (why: { expired: boolean }) => string | Promise<string>;
  /** Where another screen is. Without it, elements send an `usher-open` event. */
  href?: (place: Place) => string;
  /** Signs in again when the session is over; whether that went well. */
  signIn?: () => Promise<boolean>;
}

/** After so long, a request counts as failed, in milliseconds. */
const PATIENCE = 30_000;

let settings: Settings = {};
let client: Usher | undefined;
let renewal: Promise<boolean> | undefined;

/** Says how elements reach Usher. What is not given stays as it was. */
export function configure(given: Settings): void {
  settings = { ...settings, ...given };
  client = undefined;
}

export const href = (place: Place): string | undefined => settings.href?.(place);

/** The address of what the API serves at a path, such as a logo. */
export const served = (path: string): string => (settings.url ?? "") + path;

/** The API, for whom the page is shown. */
export function api(): Usher {
  const { url = location.origin, getToken } = settings;
  client ??= usher({ url, fetch: ask, ...(getToken && { token: async () => getToken({ expired: false }) }) });
  return client;
}

/** Sends a request, and again once the session was renewed: what someone has typed is not lost. */
async function ask(input: RequestInfo | URL): Promise<Response> {
  const request = new Request(input);
  // The cookie counts only with JSON, also where there is no body (docs/api.md).
  if (request.method !== "GET") request.headers.set("content-type", "application/json");
  const again = request.clone();
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status !== 401 || !(await isOver(answer))) return answer;
  if (settings.getToken) {
    again.headers.set("authorization", `Bearer ${await settings.getToken({ expired: true })}`);
    return fetch(again);
  }
  renewal ??= (settings.signIn?.() ?? Promise.resolve(false)).finally(() => (renewal = undefined));
  return (await renewal) ? fetch(again, { signal: AbortSignal.timeout(PATIENCE) }) : answer;
}

/** Whether the session is over, and not a password wrong. */
async function isOver(answer: Response): Promise<boolean> {
  const problem: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return typeof problem === "object" && problem !== null && "code" in problem && problem.code === "unauthenticated";
}
