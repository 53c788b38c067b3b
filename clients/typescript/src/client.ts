// A client that throws problems, tries again what is safe to try again, and reads lists to their end.

import createClient, { type Client } from "openapi-fetch";

import { UsherError } from "./problem.js";
import type { paths } from "./schema.js";

/** How to reach Usher, and as whom. */
export interface UsherOptions {
  /** The origin of the API, without a slash at the end. */
  url: string;
  /** The token of a session or a program, or what gives it for each request; none for what needs none. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** What sends requests; the platform's own `fetch` by default. */
  fetch?: typeof globalThis.fetch;
  /** How often a request is tried, counting the first: 3 by default. */
  tries?: number;
}

/** The API. Every method gives what was answered, or throws an `UsherError`. */
export type Usher = Client<paths>;

/** A page of a list. */
export interface Page<T> {
  data: T[];
  page: { after?: string | null };
}

/** Answers after which the same request may go well. */
const PASSING = new Set([429, 502, 503, 504]);

/** The longest wait before another try, in seconds. A longer one is for the caller to decide about. */
const LONGEST_WAIT = 5;

/** What changes nothing, or never gives an answer again: a key would only cost time. */
const WITHOUT_KEY = ["/access/check", "/v1/invitations/lookup", "/v1/sessions", "/v1/sessions/token"];

/** A client. What changes something has an idempotency key, so that it can be sent again if its answer is lost. */
export function usher(options: UsherOptions): Usher {
  const client = createClient<paths>({ baseUrl: options.url, fetch: trying(options) });
  client.use({
    async onRequest({ request }) {
      const token = typeof options.token === "function" ? await options.token() : options.token;
      if (token !== undefined && !request.headers.has("authorization")) {
        request.headers.set("authorization", `Bearer ${token}`);
      }
      const { pathname } = new URL(request.url);
      const needsKey = request.method === "POST" && !WITHOUT_KEY.some((path) => pathname.endsWith(path));
      if (needsKey && !request.headers.has("idempotency-key")) {
        request.headers.set("idempotency-key", crypto.randomUUID());
      }
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await UsherError.of(response);
      return response;
    },
  });
  return client;
}

/** What was answered, without what surrounds it: `await data(client.GET("/v1/me"))`. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** All entries of a list, page by page. `read` asks for the page after a cursor. */
export async function* pages<T>(
  read: (after: string | undefined) => Promise<{ data?: Page<T> }>,
): AsyncGenerator<T, void, undefined> {
  let after: string | undefined;
  do {
    const page = await data(read(after));
    yield* page.data;
    after = page.page.after ?? undefined;
  } while (after !== undefined);
}

/** Tries again after a failure of the network, and after an answer that passes. A key makes a POST safe to repeat. */
function trying({ fetch = globalThis.fetch, tries = 3 }: UsherOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let tried = 1; ; tried += 1) {
      const outcome = await fetch(request.clone()).catch((cause: unknown) => ({ cause }));
      const isLast = tried >= tries;
      if (!(outcome instanceof Response)) {
        if (isLast) throw outcome.cause;
        await pause(wait(tried));
        continue;
      }
      const seconds = Number(outcome.headers.get("retry-after") ?? wait(tried));
      if (isLast || !PASSING.has(outcome.status) || !(seconds <= LONGEST_WAIT)) return outcome;
      await pause(seconds);
    }
  };
}

/** So many seconds before the next try, a little more or less for each client. */
const wait = (tried: number): number => 0.1 * 2 ** tried * (0.5 + Math.random());

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));
