// What went wrong, in words.

import { UsherError } from "../../client/connection.ts";
import type { Words } from "../../locales/index.ts";

/** What to tell of an error. */
export function told(error: unknown, t: Words): string {
  if (!(error instanceof UsherError)) return t.problems["unreachable"] ?? "";
  const words = t.problems[error.code];
  if (error.code === "rate_limited" && error.retryAfter !== undefined) return t.tryAgainIn(error.retryAfter);
  if (words !== undefined) return words;
  if (error.status >= 500) return t.problems["unavailable"] ?? "";
  return error.problem?.detail ?? t.problems["unavailable"] ?? "";
}

/** What is wrong with the fields of a form, by their names. */
export function faultsOf(error: unknown, t: Words): Map<string, string> {
  const found = new Map<string, string>();
  if (!(error instanceof UsherError)) return found;
  for (const fault of error.problem?.errors ?? []) {
    if (!found.has(fault.field)) found.set(fault.field, t.faults[fault.code] ?? fault.message);
  }
  return found;
}
