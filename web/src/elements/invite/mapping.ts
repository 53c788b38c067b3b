// What the columns of a file hold: guessed, and to be set right.

import { html, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { Column } from "./csv.ts";
import type { UsherInvite } from "./element.ts";

/** So many rows are shown as an example. */
const EXAMPLES = 3;

export function mapping(element: UsherInvite, rules: Rules): TemplateResult {
  const { t, table } = element;
  if (!table) return html``;
  const count = table.rows.length - (table.hasHeader ? 1 : 0);
  const header = (event: Event) =>
    (element.table = { ...table, hasHeader: (event.target as HTMLInputElement).checked });
  const submit = (event: Event) => {
    event.preventDefault();
    void element.mapped();
  };
  return html`<form class="card" @submit=${submit}>
    <h2>${t.columnsOfFile}</h2>
    <p class="muted">${t.columnsHint(count)}</p>
    <label class="choice">
      <input type="checkbox" .checked=${table.hasHeader} @change=${header} /><span>${t.firstRowIsHeader}</span>
    </label>
    <div class="columns-of-file">${table.columns.map((column, at) => one(element, rules, column, at))}</div>
    <div class="actions">
      <button type="button" @click=${() => element.again()}>${t.cancel}</button>
      <button type="submit" class="primary" ?disabled=${!table.columns.includes("email")}>${t.next}</button>
    </div>
  </form>`;
}

function one(element: UsherInvite, rules: Rules, column: Column, at: number): TemplateResult {
  const { t, table } = element;
  const begin = table?.hasHeader ? 1 : 0;
  const examples = table?.rows.slice(begin, begin + EXAMPLES).map((row) => row[at] ?? "") ?? [];
  const title = (table?.hasHeader && table.rows[0]?.[at]) || t.column(at + 1);
  const kinds: [Column, string][] = [
    ["", t.notUsed],
    ["email", t.email],
    ["given_name", t.givenName],
    ["family_name", t.familyName],
    ["role", t.role],
    ...(rules.choosesUnits ? ([["unit", rules.noun]] as [Column, string][]) : []),
  ];
  const choose = (event: Event) => {
    const chosen = (event.target as HTMLSelectElement).value as Column;
    if (!table) return;
    const columns = table.columns.map((one, index) => (index === at ? chosen : one === chosen ? "" : one));
    element.table = { ...table, columns };
  };
  return html`<div class="field">
    <label for="column-${at}">${title}</label>
    <select id="column-${at}" @change=${choose}>
      ${kinds.map(([value, label]) => html`<option value=${value} ?selected=${value === column}>${label}</option>`)}
    </select>
    <span class="hint">${examples.filter(Boolean).join(" · ") || t.emptyColumn}</span>
  </div>`;
}
