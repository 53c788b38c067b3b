// What Usher refuses, as an error.

import type { components } from "./schema.js";

/** What Usher says when it refuses something (RFC 9457). */
export type Problem = components["schemas"]["Problem"];

/** Usher refused a request. `code` says why, in a word that does not change. */
export class UsherError extends Error {
  override readonly name = "UsherError";

  constructor(
    /** The status of the answer. */
    readonly status: number,
    /** Why, for programs; `gateway` if not Usher but what is before it refused. */
    readonly code: string,
    detail: string,
    /** All that Usher said; absent if not Usher refused. */
    readonly problem?: Problem,
    /** After how many seconds another try makes sense, if Usher said so. */
    readonly retryAfter?: number,
  ) {
    super(`${code}: ${detail}`);
  }

  /** Reads what was answered instead of what was asked for. */
  static async of(answer: Response): Promise<UsherError> {
    const body: unknown = await answer.json().catch(() => undefined);
    const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
    const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
    if (typeof body === "object" && body !== null && "code" in body && "detail" in body) {
      const problem = body as Problem;
      return new UsherError(answer.status, problem.code, problem.detail, problem, retryAfter);
    }
    const said = typeof body === "object" && body !== null && "message" in body ? String(body.message) : "no answer";
    return new UsherError(answer.status, "gateway", said, undefined, retryAfter);
  }
}
