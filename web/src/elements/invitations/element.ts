// The list of invitations, with what became of each email.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { api, data } from "../../client/connection.ts";
import { List } from "../../client/list.ts";
import type { DeliveryStatus, Invitation, InvitationStatus } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { empty, listed } from "../parts/states.ts";
import { resend, revoke } from "../users/changes.ts";
import { People } from "./people.ts";
import { invitationsTable } from "./table.ts";

export interface InvitationFilters {
  status?: InvitationStatus;
  delivery?: DeliveryStatus;
  query?: string;
}

const STATUSES: InvitationStatus[] = ["pending", "lapsed", "expired", "accepted", "declined", "revoked"];
const DELIVERIES: DeliveryStatus[] = [
  "queued",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "suppressed",
  "failed",
  "unsent",
];
const TYPING = 300;

/**
 * Shows the invitations of an account.
 *
 * @fires usher-filters - the filters were changed, with the filters
 * @fires usher-open - another screen is asked for, with its place
 * @fires usher-changed - an invitation was changed, with `{ action, invitations }`
 */
@customElement("usher-invitations")
export class UsherInvitations extends UsherElement {
  /** What the list is limited to. */
  @property({ attribute: false }) filters: InvitationFilters = {};

  readonly list = new List<Invitation>(this, (after) => this.#read(after));
  readonly people = new People(this);
  readonly #dialog = new Dialog(this);
  #typing: ReturnType<typeof setTimeout> | undefined;

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("account") && !changed.has("filters")) return;
    if (changed.has("account")) this.readRules().catch(() => undefined);
    void this.list.restart().then(() => this.people.read(this.account, this.list.rows));
  }

  override render(): TemplateResult {
    const { t, list } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${t.invitations}</h1>
        ${this.#invite()}
      </div>
      <section class="card flush" aria-label=${t.invitations}>
        ${this.#toolbar()}
        ${listed(
          list,
          t,
          () => this.#empty(),
          () => invitationsTable(this, list.rows, t),
        )}
      </section>
      ${this.#dialog.render(t)}
    </div>`;
  }

  askResend(invitation: Invitation): void {
    const { t } = this;
    this.#dialog.ask({
      title: t.resendInvitation,
      body: () => html`<p>${t.resendMeans(invitation.email)}</p>`,
      confirm: t.resendInvitation,
      act: async () =>
        this.#show("resend", await resend(this.account, invitation.id), t.invitationSent(invitation.email)),
    });
  }

  askRevoke(invitation: Invitation): void {
    const { t } = this;
    this.#dialog.ask({
      title: t.revokeInvitation,
      body: () => html`<p>${t.revokeMeans(invitation.email)}</p>`,
      confirm: t.revokeInvitation,
      isDangerous: true,
      act: async () =>
        this.#show("revoke", await revoke(this.account, invitation.id), t.invitationRevoked(invitation.email)),
    });
  }

  #show(action: string, invitation: Invitation, text: string): void {
    const { status } = this.filters;
    if (status && invitation.status !== status) this.list.remove(invitation.id);
    else this.list.replace(invitation);
    this.say(text);
    this.send("usher-changed", { action, invitations: [invitation] });
  }

  #toolbar(): TemplateResult {
    const { t, filters } = this;
    const search = (event: Event) => {
      const query = (event.target as HTMLInputElement).value.trim();
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#filter({ query }), TYPING);
    };
    return html`<search class="toolbar">
      <div class="field grow">
        <label for="query">${t.searchAddress}</label>
        <input id="query" type="search" autocomplete="off" .value=${filters.query ?? ""} @input=${search} />
      </div>
      ${this.#select(
        "status",
        t.status,
        t.anyStatus,
        STATUSES.map((one) => [one, t.invitationStatus[one]]),
      )}
      ${this.#select(
        "delivery",
        t.emailDelivery,
        t.anyDelivery,
        DELIVERIES.map((one) => [one, t.deliveryStatus[one]]),
      )}
    </search>`;
  }

  #select(name: "status" | "delivery", label: string, any: string, options: string[][]): TemplateResult {
    const choose = (event: Event) => this.#filter({ [name]: (event.target as HTMLSelectElement).value });
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} @change=${choose}>
        <option value="">${any}</option>
        ${options.map(
          ([value, title]) =>
            html`<option value=${value ?? ""} ?selected=${this.filters[name] === value}>${title}</option>`,
        )}
      </select>
    </div>`;
  }

  #invite(label = `+ ${this.t.inviteUsers}`): TemplateResult | typeof nothing {
    return this.rules?.toInvite.length ? this.linkTo({ screen: "invite" }, label, "primary button") : nothing;
  }

  #empty(): TemplateResult {
    const { t } = this;
    if (Object.keys(this.filters).length === 0)
      return empty(t.noInvitations, t.noInvitationsHint, this.#invite(t.inviteUsers));
    const clear = () => this.#filter({ query: "", status: "" as never, delivery: "" as never });
    return empty(
      t.nothingFound,
      t.nobodyFoundHint,
      html`<button type="button" @click=${clear}>${t.clearFilters}</button>`,
    );
  }

  #filter(change: InvitationFilters): void {
    const entries = Object.entries({ ...this.filters, ...change }).filter(([, value]) => value);
    this.filters = Object.fromEntries(entries);
    this.send("usher-filters", this.filters);
  }

  #read(after: string | undefined) {
    const query = { ...this.filters, ...(after !== undefined && { after }) };
    return data(
      api().GET("/v1/accounts/{account}/invitations", { params: { path: { account: this.account }, query } }),
    );
  }
}
