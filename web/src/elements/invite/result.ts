// What became of it, to keep.

import { html, nothing, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import { roleTitle } from "../../client/account.ts";
import { written } from "./csv.ts";
import type { UsherInvite } from "./element.ts";
import { verdict } from "./review.ts";
import type { Row } from "./rows.ts";

export function result(element: UsherInvite, rules: Rules): TemplateResult {
  const { t, rows } = element;
  const counts = new Map<Row["verdict"], number>();
  for (const row of rows) counts.set(row.verdict, (counts.get(row.verdict) ?? 0) + 1);
  const left = rows.length - rows.filter((row) => row.isSent && row.verdict === "invited").length;
  return html`<section class="card" aria-labelledby="done">
    <h2 id="done">${t.whatBecameOfIt}</h2>
    <dl class="facts">
      ${[...counts].map(
        ([of, count]) =>
          html`<dt>${verdict(of, true, t)}</dt>
            <dd>${count}</dd>`,
      )}
    </dl>
    <div class="actions start">
      ${element.linkTo({ screen: "users", filters: { status: "pending" } }, t.toPending, "primary button")}
      <button type="button" @click=${() => download(element, rules)}>${t.downloadResult}</button>
      ${
        left > 0
          ? html`<button type="button" @click=${() => (element.step = "review")}>${t.mendTheRest(left)}</button>`
          : nothing
      }
      <button type="button" @click=${() => element.again()}>${t.inviteMore}</button>
    </div>
  </section>`;
}

function download({ t, rows }: UsherInvite, rules: Rules): void {
  const head = [t.email, t.givenName, t.familyName, t.role, t.result];
  const lines = rows.map((row) => [
    row.email,
    row.given_name,
    row.family_name,
    row.role === "" ? "" : roleTitle(rules, row.role),
    row.verdict === undefined ? "" : t.verdicts[row.verdict],
  ]);
  const url = URL.createObjectURL(new Blob([written([head, ...lines])], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "invitations.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
