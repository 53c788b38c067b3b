// The tabs above the list of users, and the fields that limit it.

import { html, nothing, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { UserStatus } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";

export interface Filters {
  status?: UserStatus;
  external?: "true";
  role?: string;
  unit?: string;
  query?: string;
}

type Tab = "active" | "pending" | "deactivated" | "external" | "all";

export const TABS: { name: Tab; filters: Filters }[] = [
  { name: "active", filters: { status: "active" } },
  { name: "pending", filters: { status: "pending" } },
  { name: "deactivated", filters: { status: "deactivated" } },
  { name: "external", filters: { external: "true" } },
  { name: "all", filters: {} },
];

export function tabs(
  current: Filters,
  counts: Record<string, string>,
  t: Words,
  choose: (filters: Filters) => void,
): TemplateResult {
  return html`<div class="tabs" role="group" aria-label=${t.show}>
    ${TABS.map(({ name, filters }) => {
      const isCurrent = current.status === filters.status && current.external === filters.external;
      const { status: _, external: __, ...others } = current;
      return html`<button type="button" aria-pressed=${isCurrent} @click=${() => choose({ ...others, ...filters })}>
        ${t.tabs[name]} ${counts[name] === undefined ? nothing : html`<span class="count">${counts[name]}</span>`}
      </button>`;
    })}
  </div>`;
}

/** How long to wait for the next letter before searching, in milliseconds. */
const TYPING = 300;
let typing: ReturnType<typeof setTimeout> | undefined;

export function toolbar(
  filters: Filters,
  rules: Rules | undefined,
  t: Words,
  change: (filters: Filters) => void,
): TemplateResult {
  const search = (event: Event) => {
    const query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(typing);
    typing = setTimeout(() => change({ query }), event.type === "input" ? TYPING : 0);
  };
  return html`<search class="toolbar">
    <div class="field grow">
      <label for="query">${t.searchUsers}</label>
      <input id="query" type="search" autocomplete="off" .value=${filters.query ?? ""} @input=${search} />
    </div>
    ${select("role", t.role, t.anyRole, rules?.model.roles.map(({ name, title }) => [name, title]) ?? [])}
    ${
      rules?.units.length
        ? select(
            "unit",
            rules.noun,
            t.anyUnit,
            rules.units.map(({ id, name }) => [id, name]),
          )
        : nothing
    }
  </search>`;

  function select(name: "role" | "unit", label: string, any: string, options: string[][]): TemplateResult {
    const choose = (event: Event) => change({ [name]: (event.target as HTMLSelectElement).value });
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} @change=${choose}>
        <option value="">${any}</option>
        ${options.map(
          ([value, title]) => html`<option value=${value ?? ""} ?selected=${filters[name] === value}>${title}</option>`,
        )}
      </select>
    </div>`;
  }
}
