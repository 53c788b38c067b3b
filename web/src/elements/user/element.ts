// One user: who they are, what they may do and why, their credentials, and how they leave and come back.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api, data, UsherError } from "../../client/connection.ts";
import type { EffectiveAccess, Invitation, User, UserAction } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { Grants } from "../parts/grants.ts";
import { failed, loading } from "../parts/states.ts";
import { grants as grantsStyle } from "../styles/grants.ts";
import { invitationOf } from "../users/changes.ts";
import { status } from "../users/table.ts";
import { access, Question } from "./access.ts";
import { credentials } from "./credentials.ts";
import { invitationCard } from "./invitation.ts";
import { leaving } from "./leaving.ts";
import { overview } from "./overview.ts";

/**
 * Shows one user of an account.
 *
 * @fires usher-open - another screen is asked for, with its place
 * @fires usher-changed - the user was changed, with `{ action, users }`
 * @fires usher-removed - the user was removed, with their id
 */
@customElement("usher-user")
export class UsherUser extends UsherElement {
  static override styles = [...UsherElement.styles, grantsStyle];

  /** The id of the user. */
  @property() user = "";

  @state() person: User | undefined;
  @state() invitation: Invitation | undefined;
  @state() effective: EffectiveAccess | undefined;
  @state() private error: unknown;

  /** The version that is shown: a change is made only if it is still the present one. */
  version = "";
  readonly dialog = new Dialog(this);
  readonly grants = new Grants(this);
  readonly question = new Question(this);

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("account") || changed.has("user")) void this.read();
  }

  override render(): TemplateResult {
    const { t, person } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${t.back}>${this.linkTo({ screen: "users" }, html`← ${t.users}`)}</nav>
      ${person ? this.#shown(person) : this.#missing()} ${this.dialog.render(t)}
    </div>`;
  }

  can(action: UserAction): boolean {
    return this.person?.allowed_actions.includes(action) ?? false;
  }

  get name(): string {
    return [this.person?.given_name, this.person?.family_name].filter(Boolean).join(" ") || this.person?.email || "";
  }

  /** Reads everything again. What the caller may not see stays away. */
  async read(): Promise<void> {
    this.error = undefined;
    const path = { account: this.account, user: this.user };
    try {
      const [answer] = await Promise.all([
        api().GET("/v1/accounts/{account}/users/{user}", { params: { path } }),
        this.readRules(),
      ]);
      this.version = answer.response.headers.get("etag") ?? "";
      this.person = answer.data;
      const [effective, invitation] = await Promise.all([
        data(api().GET("/v1/accounts/{account}/users/{user}/access", { params: { path } })).catch(() => undefined),
        this.person?.invitation ? invitationOf(this.account, this.person).catch(() => undefined) : undefined,
      ]);
      this.effective = effective;
      this.invitation = invitation;
    } catch (error) {
      this.error = error;
      this.person = undefined;
    }
  }

  /** Says what was changed, and reads everything again. */
  async changed(action: string, text: string): Promise<void> {
    await this.read();
    this.say(text);
    if (this.person) this.send("usher-changed", { action, users: [this.person] });
  }

  #shown(person: User): TemplateResult {
    const { t } = this;
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${this.name}</h1>
          <p class="muted">
            ${this.name === person.email ? nothing : person.email} ${status(person.status, t)}
            ${person.external ? html`<span class="badge">${t.external}</span>` : nothing}
          </p>
        </div>
      </div>
      <div class="columns">
        <div class="stack">
          ${overview(this, person)} ${this.invitation ? invitationCard(this, this.invitation) : nothing}
        </div>
        <div class="stack">${credentials(this)} ${leaving(this, person)}</div>
      </div>
      ${access(this, this.question)} ${this.#more()}`;
  }

  #more(): TemplateResult {
    const { t, account } = this;
    return html`<slot name="more"></slot>
      <usher-tokens
        account=${account}
        owner=${this.user}
        heading="2"
        ?may-create=${this.can("create_api_token")}
      ></usher-tokens>
      <usher-audit account=${account} target=${this.user} heading="2" label=${t.trailOf(this.name)}></usher-audit>`;
  }

  #missing(): TemplateResult {
    const { t, error } = this;
    if (error === undefined) return html`<div class="card">${loading(t)}</div>`;
    if (error instanceof UsherError && error.status === 404) {
      return html`<div class="card">
        <h1 tabindex="-1">${t.noSuchUser}</h1>
        <p class="muted">${t.noSuchUserHint}</p>
      </div>`;
    }
    return failed(error, t, () => void this.read());
  }
}
