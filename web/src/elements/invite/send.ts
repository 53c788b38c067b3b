// Calls of the API for many rows: some at a time, so that everybody sees how far it is.

import { api, data } from "../../client/connection.ts";
import type { Grant, InvitationResult } from "../../client/types.ts";
import { grantsOf, type Row } from "./rows.ts";

/** So many rows in a call: it answers within a second or two. */
const ROWS = 100;

/** How often a row is sent for which the call had no time. */
const TRIES = 3;

export interface Sending {
  account: string;
  forAll: Grant[];
  isDry: boolean;
  /** Whether a call may have several rows. */
  isBulk: boolean;
  /** Called after each call, with the results by row. */
  progress: (results: Map<Row, InvitationResult>) => void;
}

/** Invites, or says what would become of it. Stops at the first call that fails; what was told stays told. */
export async function send(rows: Row[], sending: Sending): Promise<void> {
  const size = sending.isBulk ? ROWS : 1;
  for (let tried = 0, rest = rows; tried < TRIES && rest.length > 0; tried += 1) {
    const again: Row[] = [];
    for (let at = 0; at < rest.length; at += size) {
      const chunk = rest.slice(at, at + size);
      const results = await call(chunk, sending);
      for (const [row, { verdict }] of results) if (verdict === "try_again") again.push(row);
      sending.progress(results);
    }
    rest = again;
  }
}

async function call(rows: Row[], { account, forAll, isDry }: Sending): Promise<Map<Row, InvitationResult>> {
  const invitations = rows.map((row) => ({
    email: row.email,
    ...(row.given_name && { given_name: row.given_name }),
    ...(row.family_name && { family_name: row.family_name }),
    grants: grantsOf(row, forAll),
  }));
  const body = { invitations, dry_run: isDry };
  const answer = await data(api().POST("/v1/accounts/{account}/invitations", { params: { path: { account } }, body }));
  return new Map(
    answer.results.flatMap((result) => {
      const row = rows[result.index];
      return row ? [[row, result] as const] : [];
    }),
  );
}
