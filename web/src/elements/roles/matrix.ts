// Every permission of every role.

import { html, type TemplateResult } from "lit";

import type { Resolved, ResolvedRole } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { actionTitle } from "../parts/permissions.ts";

export function matrix(model: Resolved, t: Words): TemplateResult {
  const { roles } = model;
  return html`<div class="card flush">
    <h2 id="matrix">${t.allPermissions}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${t.permission}</th>
            ${roles.map(({ title }) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        ${model.resources.map(
          (resource) =>
            html`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan=${roles.length + 1}>${resource.title}</th>
              </tr>
              ${resource.actions.map(
                (action) =>
                  html`<tr>
                    <th scope="row">${action.title ?? actionTitle(action.name, t)}</th>
                    ${roles.map((role) => cell(role, `${resource.name}:${action.name}`, t))}
                  </tr>`,
              )}
            </tbody>`,
        )}
      </table>
    </div>
  </div>`;
}

function cell(role: ResolvedRole, permission: string, t: Words): TemplateResult {
  const own = `${permission}:own`;
  if (role.permissions.includes(permission))
    return html`<td class="yes"><span aria-hidden="true">✓</span><span class="hidden">${t.yes}</span></td>`;
  if (role.permissions.includes(own)) return html`<td class="yes">✓ ${t.own}</td>`;
  if ([permission, own].some((one) => role.customizable.includes(one)))
    return html`<td class="muted">${t.canBeAdded}</td>`;
  return html`<td class="muted"><span aria-hidden="true">–</span><span class="hidden">${t.no}</span></td>`;
}
