// How an invitation stands, and what became of its email.

import { html, nothing, type TemplateResult } from "lit";

import type { DeliveryStatus, Invitation, InvitationStatus } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { time } from "../parts/time.ts";

const KINDS: Record<InvitationStatus, string> = {
  pending: "warn",
  lapsed: "bad",
  accepted: "good",
  declined: "",
  revoked: "",
  expired: "bad",
};

const DELIVERY: Record<DeliveryStatus, string> = {
  unsent: "",
  queued: "",
  sent: "",
  delivered: "good",
  failed: "bad",
  suppressed: "bad",
  bounced: "bad",
  complained: "bad",
};

export const invitationStatus = (of: InvitationStatus, t: Words): TemplateResult =>
  html`<span class="badge ${KINDS[of]}">${t.invitationStatus[of]}</span>`;

export function delivery({ delivery: { status, at, reason } }: Invitation, t: Words): TemplateResult {
  return html`<span class="badge ${DELIVERY[status]}">${t.deliveryStatus[status]}</span>
    <span class="small muted">${time(at, true)}</span>
    ${reason === null ? nothing : html`<div class="small muted">${reason}</div>`}`;
}
