// The options of a select.

import { html, type TemplateResult } from "lit";

/** Options by their values and labels. */
export function options(all: Iterable<readonly [string, string]>, current: string | undefined): TemplateResult[] {
  return Array.from(
    all,
    ([value, label]) => html`<option value=${value} ?selected=${value === current}>${label}</option>`,
  );
}
