// What is shown in the place of a list: that it is loading, that it is empty, or that it could not be read.

import { html, nothing, type TemplateResult } from "lit";

import type { List } from "../../client/list.ts";
import type { Words } from "../../locales/index.ts";
import { told } from "./faults.ts";

export function loading(t: Words, lines = 5): TemplateResult {
  return html`<div class="skeleton" role="status">
    <span class="hidden">${t.loading}</span>
    ${Array.from({ length: lines }, () => html`<span class="bone"></span>`)}
  </div>`;
}

export function failed(error: unknown, t: Words, again: () => void): TemplateResult {
  return html`<div class="notice fault" role="alert">
    <p>${told(error, t)}</p>
    <button type="button" @click=${again}>${t.tryAgain}</button>
  </div>`;
}

export function empty(title: string, hint: string, action: unknown = nothing): TemplateResult {
  return html`<div class="notice empty">
    <p class="title">${title}</p>
    <p>${hint}</p>
    ${action}
  </div>`;
}

/** A list in whatever state it is. */
export function listed<Row extends { id: string }>(
  list: List<Row>,
  t: Words,
  whenEmpty: () => TemplateResult,
  table: () => TemplateResult,
): TemplateResult {
  if (list.state === "failed") return failed(list.error, t, () => void list.reload());
  if (list.state === "loading" && list.rows.length === 0) return loading(t);
  const isEmpty = list.rows.length === 0;
  return html`<div class="listed" aria-busy=${list.state === "loading"}>${isEmpty ? whenEmpty() : table()}</div>
    ${pager(list, t)}`;
}

function pager<Row extends { id: string }>(list: List<Row>, t: Words): TemplateResult | typeof nothing {
  if (!list.hasNext && !list.hasPrevious) return nothing;
  return html`<nav class="pager" aria-label=${t.pages}>
    <button type="button" ?disabled=${!list.hasPrevious} @click=${() => list.previous()}>${t.previousPage}</button>
    <button type="button" ?disabled=${!list.hasNext} @click=${() => list.next()}>${t.nextPage}</button>
  </nav>`;
}
