// What each role may do, made from the access model.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import type { Resolved, ResolvedRole } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { failed, loading } from "../parts/states.ts";
import { roles as rolesStyle } from "../styles/roles.ts";
import { levels, levelsOf } from "./levels.ts";
import { matrix } from "./matrix.ts";

/** Shows the roles of an account, and what they may do. */
@customElement("usher-roles")
export class UsherRoles extends UsherElement {
  static override styles = [...UsherElement.styles, rolesStyle];

  @state() private error: unknown;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("account")) void this.#read();
  }

  override render(): TemplateResult {
    const { t, rules, error } = this;
    return html`<div class="frame">
      <div class="head"><h1 tabindex="-1">${t.roles}</h1></div>
      ${
        rules
          ? this.#shown(rules.model)
          : error === undefined
            ? html`<div class="card">${loading(t)}</div>`
            : failed(error, t, () => void this.#read())
      }
    </div>`;
  }

  #shown(model: Resolved): TemplateResult {
    const { t, rules } = this;
    const titled = levelsOf(model);
    return html`<div class="columns">${model.roles.map((role) => this.#role(role))}</div>
      ${titled ? levels(model, titled, t) : nothing} ${matrix(model, t)}
      <p class="small muted">
        ${rules?.model.customization === "none" ? t.rolesAreFixed : t.rolesCanBeChanged} ${t.listUsersOfRole}
      </p>`;
  }

  #role(role: ResolvedRole): TemplateResult {
    const { t } = this;
    const place = { screen: "users", filters: { status: "active", role: role.name } } as const;
    return html`<section class="card">
      <div class="head">
        <h2>${role.title}</h2>
        ${role.manages_users ? html`<span class="badge good">${t.managesUsers}</span>` : nothing}
      </div>
      ${role.description === null ? nothing : html`<p class="muted">${role.description}</p>`}
      <div>${this.linkTo(place, t.usersWithRole(role.title))}</div>
    </section>`;
  }

  async #read(): Promise<void> {
    this.error = undefined;
    try {
      await this.readRules();
    } catch (error) {
      this.error = error;
    }
  }
}
