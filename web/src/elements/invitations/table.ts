// The rows of the list of invitations.

import { html, nothing, type TemplateResult } from "lit";

import type { Invitation } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { holds } from "../parts/holds.ts";
import { time } from "../parts/time.ts";
import type { UsherInvitations } from "./element.ts";
import { delivery, invitationStatus } from "./status.ts";

export function invitationsTable(element: UsherInvitations, invitations: Invitation[], t: Words): TemplateResult {
  const columns = [t.user, t.role, t.status, t.emailDelivery, t.sentBy, t.expires];
  return html`<table class="stacks" role="table">
    <caption class="hidden">
      ${t.invitations}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${t.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${invitations.map((invitation) => row(element, invitation, t))}
    </tbody>
  </table>`;
}

function row(element: UsherInvitations, invitation: Invitation, t: Words): TemplateResult {
  const { people, rules } = element;
  const user = people.of(invitation.user);
  const isOpen = ["pending", "lapsed", "expired"].includes(invitation.status);
  const email = user
    ? element.linkTo({ screen: "user", user: user.id }, people.name(user.id) ?? invitation.email)
    : invitation.email;
  return html`<tr role="row">
    <th scope="row" role="rowheader">
      ${email}
      ${user && people.name(user.id) !== user.email ? html`<div class="small muted">${user.email}</div>` : nothing}
    </th>
    <td role="cell" data-label=${t.role}>${user && isOpen ? holds(user.grants, rules, t) : "—"}</td>
    <td role="cell" data-label=${t.status}>${invitationStatus(invitation.status, t)}</td>
    <td role="cell" data-label=${t.emailDelivery}>${delivery(invitation, t)}</td>
    <td role="cell" data-label=${t.sentBy}>
      ${inviter(element, invitation, t)}
      <div class="small muted">${time(invitation.created_at)}</div>
    </td>
    <td role="cell" data-label=${t.expires}>${isOpen ? time(invitation.expires_at) : "—"}</td>
    <td role="cell" class="end"><div class="actions">${actions(element, invitation, t)}</div></td>
  </tr>`;
}

function inviter({ people }: UsherInvitations, { invited_by }: Invitation, t: Words): string {
  if (invited_by === null) return t.operator;
  return people.name(invited_by) ?? (people.isGone(invited_by) ? t.someone : "…");
}

function actions(element: UsherInvitations, invitation: Invitation, t: Words): unknown[] {
  const can = (action: "resend" | "revoke") => invitation.allowed_actions.includes(action);
  const named = (label: string) => `${label}: ${invitation.email}`;
  return [
    can("resend")
      ? html`<button
          type="button"
          class="small"
          aria-label=${named(t.resendInvitation)}
          @click=${() => element.askResend(invitation)}
        >
          ${t.resend}
        </button>`
      : nothing,
    can("revoke")
      ? html`<button
          type="button"
          class="small warning"
          aria-label=${named(t.revokeInvitation)}
          @click=${() => element.askRevoke(invitation)}
        >
          ${t.revoke}
        </button>`
      : nothing,
  ];
}
