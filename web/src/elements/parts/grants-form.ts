// How the form of grants looks.

import { html, nothing, type TemplateResult } from "lit";

import { roleTitle, unitName } from "../../client/account.ts";
import type { GrantableRole, Unit } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import type { Draft, Grants } from "./grants.ts";
import { holds } from "./holds.ts";
import { permissionTitle } from "./permissions.ts";

export function grantsForm(grants: Grants, t: Words, faults: Map<string, string>): TemplateResult {
  return html`<div class="stack">
    ${grants.drafts.map((draft, index) => one(grants, draft, index, t, faults))}
    ${
      grants.mayAdd
        ? html`<div><button type="button" class="small" @click=${() => grants.add()}>${t.addRole}</button></div>`
        : nothing
    }
  </div>`;
}

function one(grants: Grants, draft: Draft, index: number, t: Words, faults: Map<string, string>): TemplateResult {
  const role = grants.roleOf(draft);
  const remove =
    grants.drafts.length > 1
      ? html`<button type="button" class="small" @click=${() => grants.remove(index)}>${t.removeRole}</button>`
      : nothing;
  if (role === undefined) return kept(grants, draft, t);
  const fault = ["role", "units", "permissions", "ends_at"].map((name) => faults.get(`grants[${index}].${name}`));
  return html`<fieldset class="grant">
    <legend class="hidden">${t.roleNumber(index + 1)}</legend>
    ${chooseRole(grants, draft, index, t)} ${units(grants, draft, index, role, t)}
    ${permissions(grants, draft, index, role, t)} ${ends(grants, draft, index, role, t)}
    ${fault.some(Boolean) ? html`<p class="said fault">${fault.filter(Boolean).join(" ")}</p>` : nothing} ${remove}
  </fieldset>`;
}

/** A grant that the caller may not give: it stays as it is. */
function kept(grants: Grants, draft: Draft, t: Words): TemplateResult {
  const title = roleTitle(grants.rules, draft.role);
  const held = draft.held ? holds([draft.held], grants.rules, t) : title;
  return html`<div class="grant">
    ${held}
    <p class="small muted">${t.roleStays}</p>
  </div>`;
}

function chooseRole(grants: Grants, draft: Draft, index: number, t: Words): TemplateResult {
  const taken = new Set(grants.drafts.filter((one) => one !== draft).map((one) => one.role));
  const choose = (event: Event) => grants.choose(index, (event.target as HTMLSelectElement).value);
  const description = grants.roleOf(draft)?.description;
  return html`<div class="field">
    <label for="role-${index}">${t.role}</label>
    <select id="role-${index}" @change=${choose}>
      ${grants.roles.map(
        ({ role, title }) =>
          html`<option
            value=${role}
            ?selected=${role === draft.role}
            ?disabled=${taken.has(role) && !grants.rules?.choosesUnits}
          >
            ${title}
          </option>`,
      )}
    </select>
    ${description ? html`<span class="hint">${description}</span>` : nothing}
  </div>`;
}

function units(grants: Grants, draft: Draft, index: number, role: GrantableRole, t: Words): unknown {
  const { rules } = grants;
  if (!rules?.choosesUnits) return nothing;
  const chosen = draft.units === "all" ? [] : draft.units;
  const active = rules.units.filter((unit) => unit.status === "active");
  const offered = role.units === "all" ? active : active.filter((unit) => role.units.includes(unit.id));
  // Retired units, and those that the caller may not give, stay as they are.
  const others = chosen.filter((id) => !offered.some((unit) => unit.id === id));
  const toggle = (unit: string) => () =>
    grants.set(index, { units: chosen.includes(unit) ? chosen.filter((one) => one !== unit) : [...chosen, unit] });
  return html`<fieldset class="stack units">
    <legend>${t.whichUnits(rules.noun)}</legend>
    ${role.units === "all" ? everywhere(grants, draft, index, t) : nothing}
    ${
      draft.units === "all"
        ? nothing
        : html`<div class="choices">
            ${offered.map((unit) => choice(unit, chosen, toggle))}
            ${others.map((id) => html`<span class="small muted">${unitName(rules, id)}</span>`)}
          </div>`
    }
    ${rules.moreUnits ? html`<p class="small muted">${t.moreUnits}</p>` : nothing}
    ${offered.length === 0 && role.units !== "all" ? html`<p class="small muted">${t.noUnitsYet}</p>` : nothing}
  </fieldset>`;
}

function everywhere(grants: Grants, draft: Draft, index: number, t: Words): TemplateResult {
  const choose = (units: Draft["units"]) => () => grants.set(index, { units });
  return html`<div>
    <label class="choice">
      <input type="radio" name="reach-${index}" ?checked=${draft.units === "all"} @change=${choose("all")} />
      <span>${t.allUnits}</span>
    </label>
    <label class="choice">
      <input type="radio" name="reach-${index}" ?checked=${draft.units !== "all"} @change=${choose([])} />
      <span>${t.onlyThese}</span>
    </label>
  </div>`;
}

function choice(unit: Unit, chosen: string[], toggle: (unit: string) => () => void): TemplateResult {
  return html`<label class="choice">
    <input type="checkbox" .checked=${chosen.includes(unit.id)} @change=${toggle(unit.id)} />
    <span>${unit.name}</span>
  </label>`;
}

function permissions(grants: Grants, draft: Draft, index: number, role: GrantableRole, t: Words): unknown {
  if (role.permissions.length === 0) return nothing;
  const toggle = (name: string) => () => {
    const has = draft.permissions.includes(name);
    grants.set(index, {
      permissions: has ? draft.permissions.filter((one) => one !== name) : [...draft.permissions, name],
    });
  };
  return html`<fieldset class="stack">
    <legend>${t.additionalPermissions}</legend>
    <div class="choices">
      ${role.permissions.map(
        (name) =>
          html`<label class="choice">
            <input type="checkbox" .checked=${draft.permissions.includes(name)} @change=${toggle(name)} />
            <span>${permissionTitle(grants.rules, name, t)}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

function ends(grants: Grants, draft: Draft, index: number, role: GrantableRole, t: Words): TemplateResult {
  const change = (event: Event) => grants.set(index, { ends: (event.target as HTMLInputElement).value });
  const latest = role.ends_at?.slice(0, 10);
  return html`<div class="field">
    <label for="ends-${index}">${t.endDate}</label>
    <input id="ends-${index}" type="date" .value=${draft.ends} max=${latest ?? nothing} @change=${change} />
    <span class="hint">${latest === undefined ? t.endDateHint : t.endDateLatest}</span>
  </div>`;
}
