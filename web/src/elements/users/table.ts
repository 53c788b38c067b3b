// The rows of the list of users.

import { html, nothing, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { User, UserStatus } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { holds } from "../parts/holds.ts";
import { time } from "../parts/time.ts";
import type { UsherUsers } from "./element.ts";

const KINDS: Record<UserStatus, string> = { active: "good", pending: "warn", deactivated: "" };

export const status = (of: UserStatus, t: Words): TemplateResult =>
  html`<span class="badge ${KINDS[of]}">${t.userStatus[of]}</span>`;

export function usersTable(element: UsherUsers, users: User[], rules: Rules | undefined, t: Words): TemplateResult {
  const all = users.every((user) => element.isChosen(user));
  const some = users.some((user) => element.isChosen(user));
  const chooseAll = (event: Event) => element.choose(users, (event.target as HTMLInputElement).checked);
  return html`<table class="stacks" role="table">
    <caption class="hidden">
      ${t.users}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th class="tight" scope="col" role="columnheader">
          <label class="choice">
            <input type="checkbox" .checked=${all} .indeterminate=${some && !all} @change=${chooseAll} />
            <span class="hidden">${t.selectAll}</span><span class="narrow" aria-hidden="true">${t.selectAll}</span>
          </label>
        </th>
        <th scope="col" role="columnheader">${t.user}</th>
        <th scope="col" role="columnheader">${t.role}</th>
        <th scope="col" role="columnheader">${t.status}</th>
        <th scope="col" role="columnheader">${t.secondFactor}</th>
        <th scope="col" role="columnheader">${t.lastActive}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${users.map((user) => row(element, user, rules, t))}
    </tbody>
  </table>`;
}

function row(element: UsherUsers, user: User, rules: Rules | undefined, t: Words): TemplateResult {
  const hasName = user.given_name !== null || user.family_name !== null;
  const choose = (event: Event) => element.choose([user], (event.target as HTMLInputElement).checked);
  return html`<tr role="row">
    <td class="tight" role="cell">
      <input type="checkbox" aria-label=${t.select(user.email)} .checked=${element.isChosen(user)} @change=${choose} />
    </td>
    <th scope="row" role="rowheader">
      ${element.place(user)} ${user.external ? html`<span class="badge">${t.external}</span>` : nothing}
      ${hasName ? html`<div class="small muted">${user.email}</div>` : nothing}
    </th>
    <td role="cell" data-label=${t.role}>${holds(user.grants, rules, t)}</td>
    <td role="cell" data-label=${t.status}>${status(user.status, t)}</td>
    <td role="cell" data-label=${t.secondFactor}>${user.second_factor ? t.on : t.off}</td>
    <td role="cell" data-label=${t.lastActive}>
      ${user.last_active_at === null ? t.never : time(user.last_active_at)}
    </td>
  </tr>`;
}
