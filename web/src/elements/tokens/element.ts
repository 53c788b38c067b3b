// API tokens: of the account, of one user, or one's own.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { api, data } from "../../client/connection.ts";
import { List } from "../../client/list.ts";
import type { ApiToken } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { People } from "../invitations/people.ts";
import { Dialog } from "../parts/dialog.ts";
import { empty, listed } from "../parts/states.ts";
import { security } from "../styles/security.ts";
import { askCreate, askReveal, askRevoke, askRotate } from "./changes.ts";
import { tokensTable } from "./table.ts";

/**
 * Shows API tokens.
 *
 * @fires usher-tokens - a token was created, replaced, shown or revoked, with what was done
 */
@customElement("usher-tokens")
export class UsherTokens extends UsherElement {
  static override styles = [...UsherElement.styles, security];

  /** The id of a user: shows their tokens alone. */
  @property() owner = "";

  /** Whether the caller may create tokens for the owner. */
  @property({ type: Boolean, attribute: "may-create" }) mayCreate = false;

  /** The level of the heading: 1 on a screen of its own, 2 as a part of another. */
  @property() heading = "1";

  readonly list = new List<ApiToken>(this, (after) => this.#read(after));
  readonly dialog = new Dialog(this);
  readonly people = new People(this);

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("account") && !changed.has("owner")) return;
    this.readRules().catch(() => undefined);
    void this.reload();
  }

  override render(): TemplateResult {
    const { t, list, rules } = this;
    const isPart = this.heading === "2";
    const isOff = rules?.policies.api_tokens?.who === "nobody";
    const isHidden = list.state === "failed" && (list.error as { status?: number }).status === 403;
    const isEmpty = list.rows.length === 0;
    // Where there are none and none can be made, a part of a screen says nothing of them.
    if (isPart && (isOff || isHidden || (isEmpty && !this.mayCreate))) return html``;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head">
        ${isPart ? html`<h2 tabindex="-1">${t.apiTokens}</h2>` : html`<h1 tabindex="-1">${t.apiTokens}</h1>`}
        ${this.#create(isPart ? "small" : "primary")}
      </div>
      ${isPart && isEmpty ? html`<p class="muted">${t.noApiTokensHint}</p>` : this.#list(isOff)}
      ${this.dialog.render(t)}
    </div>`;
  }

  #list(isOff: boolean): TemplateResult {
    const { t, list } = this;
    return html`<section class="card flush" aria-label=${t.apiTokens}>
      ${
        isOff
          ? empty(t.noApiTokens, t.apiTokensOff)
          : listed(
              list,
              t,
              () => empty(t.noApiTokens, t.noApiTokensHint, this.#create("")),
              () => tokensTable(this, list.rows, t),
            )
      }
    </section>`;
  }

  async reload(): Promise<void> {
    await this.list.restart();
    await this.people.readUsers(this.account, [...new Set(this.list.rows.map(({ owner }) => owner))]);
  }

  #create(kind: string): TemplateResult | typeof nothing {
    if (!this.mayCreate) return nothing;
    return html`<button type="button" class=${kind} @click=${() => askCreate(this)}>
      + ${this.t.createApiToken}
    </button>`;
  }

  askRotate = (token: ApiToken): void => askRotate(this, token);
  askReveal = (token: ApiToken): void => askReveal(this, token);
  askRevoke = (token: ApiToken): void => askRevoke(this, token);

  #read(after: string | undefined) {
    const { account, owner } = this;
    const query = { ...(owner && { owner }), ...(after !== undefined && { after }) };
    return data(api().GET("/v1/accounts/{account}/api-tokens", { params: { path: { account }, query } }));
  }
}
