// Signing in again where the session has ended, without leaving what was begun.

import { html, type ReactiveController, type TemplateResult } from "lit";

import { api, data } from "../client/connection.ts";
import { Dialog } from "../elements/parts/dialog.ts";
import { field } from "../elements/parts/field.ts";
import { proven } from "../elements/me/second-factor.ts";
import { words } from "../locales/index.ts";
import type { UsherConsole } from "./app.ts";

export class SignIn implements ReactiveController {
  readonly #dialog: Dialog;
  #settle: ((isSignedIn: boolean) => void) | undefined;

  constructor(private readonly host: UsherConsole) {
    host.addController(this);
    this.#dialog = new Dialog(host);
  }

  hostConnected(): void {}

  /** Asks for the password; whether the person signed in. */
  again(email: string): Promise<boolean> {
    const t = words();
    this.#dialog.ask({
      title: t.signInAgain,
      body: (faults) =>
        html`<p class="muted">${t.sessionOver}</p>
          ${field({ name: "email", label: t.email, type: "email", value: email, autocomplete: "username" }, faults)}
          ${field({ name: "password", label: t.password, type: "password", autocomplete: "current-password" }, faults)}`,
      confirm: t.signIn,
      act: (form) => this.#signIn(form),
    });
    return new Promise((settle) => (this.#settle = settle));
  }

  render(): TemplateResult {
    const closed = () => this.#done(false);
    return html`<div @close=${{ handleEvent: closed, capture: true }}>${this.#dialog.render(words())}</div>`;
  }

  async #signIn(form: FormData): Promise<void> {
    const body = { email: String(form.get("email")), password: String(form.get("password")), cookie: true };
    const answer = await data(api().POST("/v1/sessions", { body }));
    if (answer.outcome === "signed_in") return this.#done(true);
    this.#askCode(answer.second_factor.challenge);
  }

  #askCode(challenge: string): void {
    const t = words();
    this.#dialog.ask({
      title: t.secondFactor,
      body: (faults) =>
        field({ name: "code", label: t.codeOrRecovery, autocomplete: "one-time-code", hint: t.codeHint }, faults),
      confirm: t.signIn,
      act: async (form) => {
        const { password: _, ...code } = proven(form);
        await api().POST("/v1/sessions/second-factor", { body: { challenge, ...code, cookie: true } });
        this.#done(true);
      },
    });
  }

  #done(isSignedIn: boolean): void {
    this.#settle?.(isSignedIn);
    this.#settle = undefined;
    this.host.requestUpdate();
  }
}
