// One's own credentials: password, second factor, recovery codes, and the sessions that are open.

import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { api, data } from "../../client/connection.ts";
import type { Me } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { failed, loading } from "../parts/states.ts";
import { security as securityStyle } from "../styles/security.ts";
import { passwordCard } from "./password.ts";
import { secondFactorCard } from "./second-factor.ts";
import { Sessions } from "./sessions.ts";

/**
 * Shows the signed-in person their password, second factor and sessions.
 *
 * @fires usher-credentials - the password or the second factor was changed, with what
 */
@customElement("usher-security")
export class UsherSecurity extends UsherElement {
  static override styles = [...UsherElement.styles, securityStyle];

  @state() me: Me | undefined;
  @state() private error: unknown;

  readonly dialog = new Dialog(this);
  readonly sessions = new Sessions(this);

  override firstUpdated(): void {
    void this.read();
  }

  override render(): TemplateResult {
    const { t, me, error } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${t.security}</h1></div>
      ${
        me
          ? html`<div class="columns">${passwordCard(this)} ${secondFactorCard(this, me)}</div>
              ${this.sessions.render(t)}`
          : error === undefined
            ? html`<div class="card">${loading(t)}</div>`
            : failed(error, t, () => void this.read())
      }
      ${this.dialog.render(t)}
    </div>`;
  }

  async read(): Promise<void> {
    this.error = undefined;
    void this.sessions.read();
    try {
      this.me = await data(api().GET("/v1/me"));
    } catch (error) {
      this.error = error;
    }
  }

  /** Says what was changed, and shows what came of it. */
  async changed(what: string, text: string): Promise<void> {
    this.say(text);
    this.send("usher-credentials", { what });
    await this.read();
  }
}
