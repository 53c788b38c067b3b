// What every element has: the account, the words, and a way to say what happened.

import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { forgetRules, rulesOf, type Rules } from "../client/account.ts";
import { href, type Place } from "../client/connection.ts";
import { locale, words, type Words } from "../locales/index.ts";
import { base } from "./styles/index.ts";

export abstract class UsherElement extends LitElement {
  static override styles = base;

  /** The id of the account. */
  @property() account = "";

  /** What the account's model says, once it is read. */
  @state() rules: Rules | undefined;

  /** What has just happened, for everybody; screen readers say it. */
  @state() private said: { text: string; isFault: boolean } | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    locale.addEventListener("change", this.#update);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    locale.removeEventListener("change", this.#update);
  }

  get t(): Words {
    return words();
  }

  /** Says what happened, in sight and to screen readers. */
  say(text: string, isFault = false): void {
    this.said = { text, isFault };
  }

  quiet(): void {
    this.said = undefined;
  }

  protected async readRules(): Promise<Rules> {
    this.rules = await rulesOf(this.account);
    return this.rules;
  }

  protected forgetRules = forgetRules;

  /** A link to another screen, or a button that asks the portal to show it. */
  linkTo(place: Place, label: unknown, kind = "link"): TemplateResult {
    const address = href(place);
    if (address !== undefined) return html`<a class=${kind} href=${address}>${label}</a>`;
    return html`<button type="button" class=${kind} @click=${() => this.open(place)}>${label}</button>`;
  }

  /** Asks the page to show a screen. */
  open(place: Place): void {
    this.send("usher-open", place);
    const address = href(place);
    if (address !== undefined) location.assign(address);
  }

  /** Tells the portal what happened. */
  send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** The place where what happened is said. It is always there, or screen readers would miss the first words. */
  protected announcement(): TemplateResult {
    const { said } = this;
    const close = () => this.quiet();
    return html`<div class="announcement" role="status" aria-live="polite">
      ${
        said
          ? html`<p class=${said.isFault ? "said fault" : "said"}>
              <span>${said.text}</span>
              <button type="button" class="quiet" aria-label=${this.t.dismiss} @click=${close}>×</button>
            </p>`
          : nothing
      }
    </div>`;
  }

  readonly #update = (): void => this.requestUpdate();
}
