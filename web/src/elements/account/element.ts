// The account's own settings.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api, data, served } from "../../client/connection.ts";
import type { Account, AccountChange } from "../../client/types.ts";
import { brandWords } from "../../locales/brand.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { field } from "../parts/field.ts";
import { failed, loading } from "../parts/states.ts";
import { time } from "../parts/time.ts";
import { brandStyles } from "../styles/brand.ts";
import { brandCard, brandForm, changeOf, chosen, type Draft } from "./brand.ts";

const LANGUAGES = { en: "English", fr: "Français", de: "Deutsch", es: "Español" } as const;

/**
 * Shows the settings of an account.
 *
 * @fires usher-account-changed - the settings were changed, with the account
 */
@customElement("usher-account")
export class UsherAccount extends UsherElement {
  static override styles = [...UsherElement.styles, brandStyles];

  /** Whether the caller may change the settings. */
  @property({ type: Boolean, attribute: "may-update" }) mayUpdate = false;

  @state() private shown: Account | undefined;
  @state() private error: unknown;

  #version = "";
  readonly #dialog = new Dialog(this);

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("account")) void this.#read();
  }

  override render(): TemplateResult {
    const { t, shown, error } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${t.account}</h1></div>
      ${
        shown
          ? html`${this.#card(shown)}
              ${brandCard(shown, this.mayUpdate ? () => this.#editBrand(shown) : undefined)}`
          : error === undefined
            ? html`<div class="card">${loading(t)}</div>`
            : failed(error, t, () => void this.#read())
      }
      ${this.#dialog.render(t)}
    </div>`;
  }

  #card(account: Account): TemplateResult {
    const { t } = this;
    return html`<section class="card" aria-labelledby="settings">
      <div class="head">
        <h2 id="settings">${t.settings}</h2>
        ${
          this.mayUpdate
            ? html`<button type="button" class="small" @click=${() => this.#edit(account)}>${t.edit}</button>`
            : nothing
        }
      </div>
      <dl class="facts">
        <dt>${t.name}</dt>
        <dd>${account.name}</dd>
        <dt>${t.productName}</dt>
        <dd>${account.product_name}</dd>
        <dt>${t.supportAddress}</dt>
        <dd>${account.support_address ?? "—"}</dd>
        <dt>${t.languageOfEmails}</dt>
        <dd>${LANGUAGES[account.locale]}</dd>
        <dt>${t.added}</dt>
        <dd>${time(account.created_at)}</dd>
      </dl>
    </section>`;
  }

  #edit(account: Account): void {
    const { t } = this;
    this.#dialog.ask({
      title: t.settings,
      body: (faults) =>
        html` ${field({ name: "name", label: t.name, value: account.name, isRequired: true }, faults)}
          ${field(
            { name: "product_name", label: t.productName, value: account.product_name, hint: t.productNameHint },
            faults,
          )}
          ${field(
            { name: "support_address", label: t.supportAddress, type: "email", value: account.support_address ?? "" },
            faults,
          )}
          <div class="field">
            <label for="locale">${t.languageOfEmails}</label>
            <select id="locale" name="locale">
              ${Object.entries(LANGUAGES).map(
                ([tag, name]) => html`<option value=${tag} ?selected=${tag === account.locale}>${name}</option>`,
              )}
            </select>
          </div>`,
      confirm: t.save,
      act: async (form) => {
        const text = (name: string) => String(form.get(name) ?? "").trim();
        const body = {
          name: text("name"),
          product_name: text("product_name"),
          support_address: text("support_address") || null,
          locale: text("locale") as Account["locale"],
        };
        await this.#save(body);
      },
    });
  }

  #editBrand(account: Account): void {
    const { logo, accent_colour } = account.brand;
    const draft: Draft = { colour: accent_colour ?? "", logo: logo == null ? "" : served(logo), fault: "" };
    let refused: unknown;
    const change = (more: Partial<Draft>) => {
      Object.assign(draft, more);
      this.requestUpdate();
    };
    const typed = async (event: Event) => {
      const input = event.target as HTMLInputElement;
      if (input.dataset["picker"] !== undefined || input.name) {
        const field = this.renderRoot.querySelector<HTMLInputElement>("[name='brand.accent_colour']");
        if (field) field.value = input.value;
        change({ colour: input.value.trim() });
      }
      const file = input.files?.[0];
      if (file) change(await chosen(file));
    };
    const pressed = (event: Event) => {
      if ((event.target as HTMLElement).dataset["remove"] !== undefined) change({ logo: "", fault: "" });
    };
    this.#dialog.ask({
      title: brandWords().brand,
      body: () =>
        html`<div class="stack" @input=${typed} @click=${pressed}>${brandForm(account, draft, refused)}</div>`,
      confirm: this.t.save,
      act: async () => {
        try {
          await this.#save({ brand: changeOf(account, draft) });
        } catch (error) {
          refused = error;
          throw error;
        }
      },
    });
  }

  async #save(body: AccountChange): Promise<void> {
    const params = { path: { account: this.account }, header: { "If-Match": this.#version } };
    this.shown = await data(api().PATCH("/v1/accounts/{account}", { params, body }));
    this.say(this.t.saved);
    this.send("usher-account-changed", this.shown);
    await this.#read();
  }

  async #read(): Promise<void> {
    this.error = undefined;
    try {
      const answer = await api().GET("/v1/accounts/{account}", { params: { path: { account: this.account } } });
      this.#version = answer.response.headers.get("etag") ?? "";
      this.shown = answer.data;
    } catch (error) {
      this.error = error;
    }
  }
}
