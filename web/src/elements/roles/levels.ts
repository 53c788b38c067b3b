// Roles by levels: none, view, edit and full, where resources have no other actions than those.

import { html, type TemplateResult } from "lit";

import type { Resolved, ResolvedRole } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";

type Level = "none" | "view" | "edit" | "full";

const LEVELS: [Level, string[]][] = [
  ["none", []],
  ["view", ["read"]],
  ["edit", ["read", "update"]],
  ["full", ["create", "delete", "read", "update"]],
];

/** The level of each role for each resource; nothing if something is not a level. */
export function levelsOf(model: Resolved): Map<ResolvedRole, Level[]> | undefined {
  const resources = ownResources(model);
  const found = new Map<ResolvedRole, Level[]>();
  for (const role of model.roles) {
    const row = resources.map(({ name }) => level(role, name));
    if (row.some((one) => one === undefined)) return undefined;
    found.set(role, row as Level[]);
  }
  const isPlain = resources.every(({ actions }) => actions.every(({ name }) => LEVELS[3]?.[1].includes(name)));
  return isPlain ? found : undefined;
}

/** Usher's own resources have actions of their own. */
const OWN = ["access_model", "account", "api_tokens", "audit", "units", "users"];

const ownResources = (model: Resolved) => model.resources.filter(({ name }) => !OWN.includes(name));

function level(role: ResolvedRole, resource: string): Level | undefined {
  const held = role.permissions.filter((permission) => permission.startsWith(`${resource}:`));
  const actions = held.map((permission) => permission.split(":").slice(1).join(":")).sort();
  return LEVELS.find(([, names]) => names.join() === actions.join())?.[0];
}

export function levels(model: Resolved, rows: Map<ResolvedRole, Level[]>, t: Words): TemplateResult {
  return html`<div class="card flush">
    <h2 id="levels">${t.levels}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="levels">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${t.role}</th>
            ${ownResources(model).map(({ title }) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...rows].map(
            ([role, row]) =>
              html`<tr>
                <th scope="row">${role.title}</th>
                ${row.map((one) => html`<td class="level ${one}">${t.levelNames[one]}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}
