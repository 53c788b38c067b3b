// The table of everybody to invite, with what the API says of each; what is wrong is mended in place.

import { html, nothing, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { Verdict } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import type { UsherInvite } from "./element.ts";
import { needsAttention, willBeInvited, type Row } from "./rows.ts";
import { options } from "../parts/options.ts";

/** So many rows are in sight at once. */
const SHOWN = 50;

const KINDS: Partial<Record<Verdict, string>> = {
  invited: "good",
  invalid: "bad",
  not_allowed: "bad",
  try_again: "bad",
};

export const verdict = (of: Verdict | undefined, isSent: boolean, t: Words): TemplateResult =>
  of === undefined
    ? html`<span class="badge">${t.checking}</span>`
    : html`<span class="badge ${KINDS[of] ?? "warn"}">
        ${of === "invited" && !isSent ? t.willBeInvited : t.verdicts[of]}
      </span>`;

export function review(element: UsherInvite, rules: Rules): TemplateResult {
  const { t, rows } = element;
  const ready = rows.filter(willBeInvited).length;
  const attention = rows.filter(needsAttention).length;
  const shown = element.onlyAttention ? rows.filter(needsAttention) : rows;
  const from = Math.min(element.page * SHOWN, Math.max(0, Math.ceil(shown.length / SHOWN) - 1) * SHOWN);
  const checked = rows.filter((row) => row.verdict !== undefined).length;
  const isChecking = checked < rows.length && element.error === undefined;
  const progress = rows.length > SHOWN ? `${t.checking} ${checked} / ${rows.length}` : t.checking;
  return html`<section class="card flush" aria-labelledby="review">
      <div class="toolbar between">
        <div>
          <h2 id="review">${t.checkBeforeSending}</h2>
          <p role="status" class="muted">${isChecking ? progress : t.readyAndNot(ready, attention)}</p>
        </div>
        <div>
          ${toggle(t.onlyAttention, element.onlyAttention, (is) => element.limit(is))}
          ${
            rules.toInvite.length > 1 || rules.choosesUnits
              ? toggle(t.perRow, element.isPerRow, (is) => (element.isPerRow = is))
              : nothing
          }
        </div>
      </div>
      ${
        shown.length === 0
          ? html`<p class="notice">${t.nothingNeedsAttention}</p>`
          : table(element, shown.slice(from, from + SHOWN), rules)
      }
      ${shown.length > SHOWN ? pages(element, from, shown.length) : nothing}
    </section>
    <div class="actions">
      <button type="button" @click=${() => (element.step = "collect")}>${t.backStep}</button>
      <button type="button" class="primary" ?disabled=${ready === 0 || isChecking} @click=${() => element.invite()}>
        ${t.sendInvitations(ready)}
      </button>
    </div>`;
}

function toggle(label: string, isOn: boolean, set: (is: boolean) => void): TemplateResult {
  const change = (event: Event) => set((event.target as HTMLInputElement).checked);
  return html`<label class="choice"
    ><input type="checkbox" .checked=${isOn} @change=${change} /><span>${label}</span></label
  >`;
}

function pages(element: UsherInvite, from: number, count: number): TemplateResult {
  const { t } = element;
  const page = from / SHOWN;
  return html`<nav class="pager" aria-label=${t.pages}>
    <span class="muted">${t.rowsOf(from + 1, Math.min(from + SHOWN, count), count)}</span>
    <button type="button" ?disabled=${page === 0} @click=${() => (element.page = page - 1)}>${t.previousPage}</button>
    <button type="button" ?disabled=${from + SHOWN >= count} @click=${() => (element.page = page + 1)}>
      ${t.nextPage}
    </button>
  </nav>`;
}

function table(element: UsherInvite, rows: Row[], rules: Rules): TemplateResult {
  const { t, isPerRow } = element;
  const asksNames = rules.policies.invitation?.names !== "invitee";
  const columns = [
    t.email,
    ...(asksNames ? [t.givenName, t.familyName] : []),
    ...(isPerRow ? [t.role, ...(rules.choosesUnits ? [rules.noun] : [])] : []),
    t.result,
  ];
  return html`<table class="stacks rows" role="table">
    <caption class="hidden">
      ${t.checkBeforeSending}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${t.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => one(element, row, rules, asksNames))}
    </tbody>
  </table>`;
}

function one(element: UsherInvite, row: Row, rules: Rules, asksNames: boolean): TemplateResult {
  const { t, isPerRow } = element;
  const cell = (name: "email" | "given_name" | "family_name", label: string) =>
    html`<td role="cell" data-label=${label}>
      <input
        aria-label=${`${label}: ${row.email}`}
        aria-invalid=${row.errors?.some(({ field }) => field.endsWith(name)) ? "true" : nothing}
        type="text"
        autocomplete="off"
        .value=${row[name]}
        @change=${(event: Event) => element.mend(row, { [name]: (event.target as HTMLInputElement).value.trim() })}
      />
    </td>`;
  return html`<tr role="row">
    ${cell("email", t.email)}
    ${asksNames ? html`${cell("given_name", t.givenName)} ${cell("family_name", t.familyName)}` : nothing}
    ${isPerRow ? html`<td role="cell" data-label=${t.role}>${role(element, row, rules)}</td>` : nothing}
    ${
      isPerRow && rules.choosesUnits
        ? html`<td role="cell" data-label=${rules.noun}>${units(element, row, rules)}</td>`
        : nothing
    }
    <td role="cell" data-label=${t.result}>
      <span>
        ${verdict(row.verdict, row.isSent, t)}
        ${row.errors?.map((fault) => html`<div class="small">${t.faults[fault.code] ?? fault.message}</div>`)}
      </span>
    </td>
    <td role="cell" class="end">
      <button
        type="button"
        class="small"
        aria-label=${`${t.removeRow}: ${row.email}`}
        @click=${() => element.drop(row)}
      >
        ${t.removeRow}
      </button>
    </td>
  </tr>`;
}

function role(element: UsherInvite, row: Row, rules: Rules): TemplateResult {
  const { t } = element;
  const choose = (event: Event) => element.mend(row, { role: (event.target as HTMLSelectElement).value });
  return html`<select aria-label=${`${t.role}: ${row.email}`} @change=${choose}>
    <option value="" ?selected=${row.role === ""}>${t.asForAll}</option>
    ${options(
      rules.toInvite.map(({ role, title }) => [role, title]),
      row.role,
    )}
  </select>`;
}

function units(element: UsherInvite, row: Row, rules: Rules): TemplateResult {
  const { t } = element;
  const current = row.units === undefined ? "" : row.units === "all" ? "all" : (row.units[0] ?? "");
  const choose = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    void element.mend(row, { units: value === "" ? undefined : value === "all" ? "all" : [value] });
  };
  const mayAll = rules.toInvite.some((role) => role.units === "all");
  return html`<select aria-label=${`${rules.noun}: ${row.email}`} @change=${choose}>
    <option value="" ?selected=${current === ""}>${t.asForAll}</option>
    ${mayAll ? html`<option value="all" ?selected=${current === "all"}>${t.everywhere}</option>` : nothing}
    ${rules.units.map(({ id, name }) => html`<option value=${id} ?selected=${current === id}>${name}</option>`)}
  </select>`;
}
