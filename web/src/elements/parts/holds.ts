// What a user holds, in a few words.

import { html, nothing, type TemplateResult } from "lit";

import { roleTitle, unitName, type Rules } from "../../client/account.ts";
import type { HeldGrant, UnitScope } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { permissionTitle } from "./permissions.ts";
import { time } from "./time.ts";

/** So many units of a grant are named in a list. */
const NAMED = 2;

/** Each grant on a line: the role, where, and until when. */
export function holds(grants: HeldGrant[], rules: Rules | undefined, t: Words, isFull = false): TemplateResult {
  if (grants.length === 0) return html`<span class="muted">${t.noRole}</span>`;
  return html`<div>
    ${grants.map(
      (grant) =>
        html`<div>
          ${roleTitle(rules, grant.role)}
          ${rules?.choosesUnits ? html`<span class="muted">· ${where(grant.units, rules, t, isFull)}</span>` : nothing}
          ${added(grant, rules, t, isFull)}
          ${grant.ends_at === null ? nothing : html`<span class="muted">· ${t.until} ${time(grant.ends_at)}</span>`}
        </div>`,
    )}
  </div>`;
}

function where(units: UnitScope, rules: Rules, t: Words, isFull: boolean): string {
  if (units === "all") return t.everywhere;
  const names = units.map((unit) => unitName(rules, unit)).sort(new Intl.Collator(t.tag, { numeric: true }).compare);
  const named = names.slice(0, isFull ? names.length : NAMED);
  return new Intl.ListFormat(t.tag, { style: "narrow" }).format(
    named.length < units.length ? [...named, t.andMore(units.length - named.length)] : named,
  );
}

function added(grant: HeldGrant, rules: Rules | undefined, t: Words, isFull: boolean): unknown {
  if (grant.permissions.length === 0) return nothing;
  if (!isFull) return html`<span class="muted">· ${t.addedPermissions(grant.permissions.length)}</span>`;
  return html`<ul class="small muted">
    ${grant.permissions.map((permission) => html`<li>${permissionTitle(rules, permission, t)}</li>`)}
  </ul>`;
}
