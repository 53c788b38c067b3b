// The rows of the list of API tokens.

import { html, nothing, type TemplateResult } from "lit";

import type { ApiToken } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { permissionTitle } from "../parts/permissions.ts";
import { time } from "../parts/time.ts";
import type { UsherTokens } from "./element.ts";

export function tokensTable(element: UsherTokens, tokens: ApiToken[], t: Words): TemplateResult {
  const columns = [t.name, ...(element.owner ? [] : [t.owner]), t.permissions, t.lastUsed, t.expires];
  return html`<table class="stacks" role="table">
    <caption class="hidden">
      ${t.apiTokens}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${t.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${tokens.map((token) => row(element, token, t))}
    </tbody>
  </table>`;
}

function row(element: UsherTokens, token: ApiToken, t: Words): TemplateResult {
  const { rules, people } = element;
  const can = (action: "rotate" | "reveal" | "revoke") => token.allowed_actions.includes(action);
  const button = (label: string, kind: string, act: (token: ApiToken) => void) =>
    html`<button type="button" class="small ${kind}" aria-label=${`${label}: ${token.name}`} @click=${() => act(token)}>
      ${label}
    </button>`;
  return html`<tr role="row">
    <th scope="row" role="rowheader">${token.name}</th>
    ${
      element.owner
        ? nothing
        : html`<td role="cell" data-label=${t.owner}>${people.name(token.owner) ?? token.owner}</td>`
    }
    <td role="cell" data-label=${t.permissions}>
      ${
        token.permissions === null
          ? t.allOfOwner
          : token.permissions.map((permission) => html`<div>${permissionTitle(rules, permission, t)}</div>`)
      }
    </td>
    <td role="cell" data-label=${t.lastUsed}>
      ${token.last_used_at === null ? t.never : time(token.last_used_at, true)}
    </td>
    <td role="cell" data-label=${t.expires}>${time(token.expires_at)}</td>
    <td role="cell" class="end">
      <div class="actions">
        ${can("reveal") ? button(t.showToken, "", element.askReveal) : nothing}
        ${can("rotate") ? button(t.replaceToken, "", element.askRotate) : nothing}
        ${can("revoke") ? button(t.revoke, "warning", element.askRevoke) : nothing}
      </div>
    </td>
  </tr>`;
}
