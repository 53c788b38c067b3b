// The invitation of a user who has not joined yet.

import { html, nothing, type TemplateResult } from "lit";

import type { Invitation } from "../../client/types.ts";
import { delivery, invitationStatus } from "../invitations/status.ts";
import { time } from "../parts/time.ts";
import { resend, revoke } from "../users/changes.ts";
import type { UsherUser } from "./element.ts";

export function invitationCard(element: UsherUser, invitation: Invitation): TemplateResult {
  const { t } = element;
  const can = (action: "resend" | "revoke") => invitation.allowed_actions.includes(action);
  return html`<section class="card" aria-labelledby="invitation">
    <div class="head">
      <h2 id="invitation">${t.invitation}</h2>
      ${invitationStatus(invitation.status, t)}
    </div>
    <dl class="facts">
      <dt>${t.emailDelivery}</dt>
      <dd>${delivery(invitation, t)}</dd>
      <dt>${t.expires}</dt>
      <dd>${time(invitation.expires_at, true)}</dd>
    </dl>
    ${
      invitation.renewal_requested_at === null
        ? nothing
        : html`<p>${t.newLinkAskedFor} ${time(invitation.renewal_requested_at, true)}</p>`
    }
    ${invitation.status === "lapsed" ? html`<p class="muted">${t.lapsedMeans}</p>` : nothing}
    <div class="actions start">
      ${
        can("resend")
          ? html`<button type="button" @click=${() => sendAgain(element, invitation)}>${t.resendInvitation}</button>`
          : nothing
      }
      ${
        can("revoke")
          ? html`<button type="button" class="warning" @click=${() => takeBack(element, invitation)}>
              ${t.revokeInvitation}
            </button>`
          : nothing
      }
    </div>
  </section>`;
}

function sendAgain(element: UsherUser, invitation: Invitation): void {
  const { t } = element;
  element.dialog.ask({
    title: t.resendInvitation,
    body: () => html`<p>${t.resendMeans(invitation.email)}</p>`,
    confirm: t.resendInvitation,
    act: async () => {
      await resend(element.account, invitation.id);
      await element.changed("resend", t.invitationSent(invitation.email));
    },
  });
}

function takeBack(element: UsherUser, invitation: Invitation): void {
  const { t } = element;
  element.dialog.ask({
    title: t.revokeInvitation,
    body: () => html`<p>${t.revokeMeans(invitation.email)}</p>`,
    confirm: t.revokeInvitation,
    isDangerous: true,
    act: async () => {
      await revoke(element.account, invitation.id);
      element.send("usher-removed", { user: invitation.user });
      element.open({ screen: "users", filters: { status: "pending" } });
    },
  });
}
