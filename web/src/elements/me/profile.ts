// Oneself: names, and the accounts that one is in.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import type { Rules } from "../../client/account.ts";
import { api, data } from "../../client/connection.ts";
import type { Me, MyAccount } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { namesFields } from "../parts/field.ts";
import { holds } from "../parts/holds.ts";
import { withProof } from "../parts/proof.ts";
import { failed, loading } from "../parts/states.ts";

/**
 * Shows the signed-in person their names and accounts.
 *
 * @fires usher-account - another account was chosen, with its id
 * @fires usher-left - an account was left, with its id
 * @fires usher-profile - the names were changed, with the person
 */
@customElement("usher-profile")
export class UsherProfile extends UsherElement {
  @state() private me: Me | undefined;
  @state() private error: unknown;

  readonly dialog = new Dialog(this);

  override firstUpdated(): void {
    void this.#read();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("account") && this.account) this.readRules().catch(() => undefined);
  }

  override render(): TemplateResult {
    const { t, me, error } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${t.myProfile}</h1></div>
      ${
        me
          ? html`<div class="columns">${this.#names(me)} ${this.#accounts(me)}</div>`
          : error === undefined
            ? html`<div class="card">${loading(t)}</div>`
            : failed(error, t, () => void this.#read())
      }
      ${this.dialog.render(t)}
    </div>`;
  }

  get #here(): MyAccount | undefined {
    return this.me?.accounts.find(({ id }) => id === this.account) ?? this.me?.accounts[0];
  }

  /** Titles of roles are known for the account in use alone. */
  #rulesOf({ id }: MyAccount): Rules | undefined {
    return id === this.account ? this.rules : undefined;
  }

  #names(me: Me): TemplateResult {
    const { t } = this;
    const user = this.#here?.user;
    const mayEdit = me.accounts.some(({ user }) => user?.allowed_actions.includes("update_names"));
    return html`<section class="card" aria-labelledby="names">
      <div class="head">
        <h2 id="names">${t.personalDetails}</h2>
        ${
          mayEdit
            ? html`<button type="button" class="small" @click=${() => this.#edit()}>${t.editName}</button>`
            : nothing
        }
      </div>
      <dl class="facts">
        <dt>${t.givenName}</dt>
        <dd>${user?.given_name ?? "—"}</dd>
        <dt>${t.familyName}</dt>
        <dd>${user?.family_name ?? "—"}</dd>
        <dt>${t.email}</dt>
        <dd>${me.email}</dd>
      </dl>
      ${mayEdit ? nothing : html`<p class="small muted">${t.namesByAdministrators}</p>`}
    </section>`;
  }

  #accounts(me: Me): TemplateResult {
    const { t } = this;
    return html`<section class="card" aria-labelledby="accounts">
      <h2 id="accounts">${t.accounts}</h2>
      <ul class="stack plain">
        ${me.accounts.map(
          (account) =>
            html`<li class="head">
              <div>
                <strong>${account.name}</strong>
                ${account.suspended ? html`<span class="badge bad">${t.suspended}</span>` : nothing}
                <div class="small">
                  ${account.user ? holds(account.user.grants, this.#rulesOf(account), t) : nothing}
                </div>
              </div>
              <div class="actions">${this.#doors(account)}</div>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  /** The ways into an account, and out of it. */
  #doors({ id, name, suspended }: MyAccount): TemplateResult {
    const { t } = this;
    const open = () => this.send("usher-account", { account: id });
    return html`${
        id === this.account
          ? html`<span class="badge good">${t.inUse}</span>`
          : html`<button
              type="button"
              class="small"
              ?disabled=${suspended}
              aria-label=${`${t.openAccount}: ${name}`}
              @click=${open}
            >
              ${t.openAccount}
            </button>`
      }
      <button
        type="button"
        class="small warning"
        aria-label=${`${t.leave}: ${name}`}
        @click=${() => this.#leave(id, name)}
      >
        ${t.leave}
      </button>`;
  }

  #leave(account: string, name: string): void {
    const { t } = this;
    this.dialog.ask({
      title: t.leaveAccount(name),
      body: () => html`<p>${t.leaveMeans}</p>`,
      confirm: t.leave,
      isDangerous: true,
      act: () =>
        withProof(this, async () => {
          await api().DELETE("/v1/me/accounts/{account}", { params: { path: { account } } });
          await this.#read();
          this.say(t.accountLeft(name));
          this.send("usher-left", { account });
        }),
    });
  }

  #edit(): void {
    const { t } = this;
    const user = this.#here?.user;
    this.dialog.ask({
      title: t.editName,
      body: (faults) =>
        html`<p class="muted">${t.nameEverywhere}</p>
          ${namesFields(t, user, faults, true)}`,
      confirm: t.save,
      act: async (form) => {
        const body = { given_name: String(form.get("given_name")), family_name: String(form.get("family_name")) };
        this.me = await data(api().PATCH("/v1/me", { body }));
        this.say(t.nameChanged);
        this.send("usher-profile", this.me);
      },
    });
  }

  async #read(): Promise<void> {
    this.error = undefined;
    try {
      this.me = await data(api().GET("/v1/me"));
    } catch (error) {
      this.error = error;
    }
  }
}
