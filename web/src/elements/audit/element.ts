// The audit trail of an account, or of one user.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api, data } from "../../client/connection.ts";
import { List } from "../../client/list.ts";
import type { AuditAction, AuditEvent, Page } from "../../client/types.ts";
import { actionNames } from "../../locales/audit.ts";
import { UsherElement } from "../base.ts";
import { People } from "../invitations/people.ts";
import { empty, listed } from "../parts/states.ts";
import { time } from "../parts/time.ts";

export interface AuditFilters {
  action?: AuditAction;
  from?: string;
  to?: string;
}

/**
 * Shows what was done in an account.
 *
 * @fires usher-filters - the filters were changed, with the filters
 */
@customElement("usher-audit")
export class UsherAudit extends UsherElement {
  /** The id of a user or an invitation: shows what was done to that person. */
  @property() target = "";

  /** The words above the list. */
  @property() label = "";

  /** The level of the heading: 1 on a screen of its own, 2 as a part of another. */
  @property() heading = "1";

  /** What the list is limited to. */
  @property({ attribute: false }) filters: AuditFilters = {};

  /** What each action is called. */
  @state() private names: Record<string, string> = {};
  #language = "";

  readonly list = new List<AuditEvent>(this, (after) => this.#read(after));
  readonly #people = new People(this);

  override willUpdate(changed: Map<string, unknown>): void {
    if (this.#language !== this.t.tag) {
      this.#language = this.t.tag;
      actionNames().then(
        (names) => (this.names = names),
        () => undefined,
      );
    }
    if (!["account", "target", "filters"].some((name) => changed.has(name))) return;
    void this.list.restart().then(() => this.#readPeople());
  }

  override render(): TemplateResult {
    const { t, list } = this;
    // Who may not read the trail is not told of it, where it is only a part of a screen.
    if (this.heading === "2" && list.state === "failed" && (list.error as { status?: number }).status === 403)
      return html``;
    const label = this.label || t.auditTrail;
    return html`<div class="frame">
      ${this.heading === "1" ? html`<div class="head"><h1 tabindex="-1">${label}</h1></div>` : html`<h2>${label}</h2>`}
      <section class="card flush" aria-label=${label}>
        ${this.heading === "1" ? this.#toolbar() : nothing}
        ${listed(
          list,
          t,
          () => empty(t.noEvents, t.noEventsHint),
          () => this.#table(),
        )}
      </section>
    </div>`;
  }

  #toolbar(): TemplateResult {
    const { t, filters } = this;
    const set = (name: keyof AuditFilters) => (event: Event) =>
      this.#filter({ [name]: (event.target as HTMLInputElement).value });
    return html`<search class="toolbar">
      <div class="field grow">
        <label for="action">${t.whatHappened}</label>
        <select id="action" @change=${set("action")}>
          <option value="">${t.everything}</option>
          ${Object.entries(this.names).map(
            ([action, name]) => html`<option value=${action} ?selected=${filters.action === action}>${name}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="from">${t.from}</label>
        <input id="from" type="date" .value=${filters.from ?? ""} @change=${set("from")} />
      </div>
      <div class="field">
        <label for="to">${t.to}</label>
        <input id="to" type="date" .value=${filters.to ?? ""} @change=${set("to")} />
      </div>
    </search>`;
  }

  #table(): TemplateResult {
    const { t } = this;
    const columns = [t.when, t.whatHappened, t.who, ...(this.target ? [] : [t.toWhom]), t.details];
    return html`<table class="stacks" role="table">
      <caption class="hidden">
        ${t.auditTrail}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map((event) => this.#row(event))}
      </tbody>
    </table>`;
  }

  #row(event: AuditEvent): TemplateResult {
    const { t } = this;
    return html`<tr role="row">
      <td role="cell" data-label=${t.when}>${time(event.at, true)}</td>
      <td role="cell" data-label=${t.whatHappened}>${this.names[event.action] ?? event.action}</td>
      <td role="cell" class="wrap" data-label=${t.who}>${this.#actor(event)}</td>
      ${
        this.target
          ? nothing
          : html`<td role="cell" class="wrap" data-label=${t.toWhom}>${this.#target(event.target)}</td>`
      }
      <td role="cell" data-label=${t.details}>
        <details>
          <summary>${t.beforeAndAfter}</summary>
          <pre tabindex="0">
${JSON.stringify({ before: event.before, after: event.after, source_ip: event.source_ip }, null, 2)}</pre>
        </details>
      </td>
    </tr>`;
  }

  #actor({ actor }: AuditEvent): string {
    const { t } = this;
    if (actor.type === "user") return this.#people.name(actor.id) ?? t.someone;
    if (actor.type === "api_token") return t.tokenOf(this.#people.name(actor.user) ?? t.someone);
    return actor.type === "operator" ? t.operator : t.byItself;
  }

  #target(target: string): unknown {
    const { t } = this;
    const user = this.#people.of(target);
    if (user) return this.linkTo({ screen: "user", user: user.id }, this.#people.name(target));
    return html`<span title=${target}>${t.targets[target.split("_", 1)[0] ?? ""] ?? target}</span>`;
  }

  #filter(change: Record<string, string>): void {
    this.filters = Object.fromEntries(Object.entries({ ...this.filters, ...change }).filter(([, value]) => value));
    this.send("usher-filters", this.filters);
  }

  async #readPeople(): Promise<void> {
    const ids = this.list.rows.flatMap(({ actor, target }) => [
      actor.type === "user" ? actor.id : actor.type === "api_token" ? actor.user : "",
      target,
    ]);
    await this.#people.readUsers(
      this.account,
      [...new Set(ids)].filter((id) => id.startsWith("usr_")),
    );
  }

  #read(after: string | undefined): Promise<Page<AuditEvent>> {
    const { account, target, filters } = this;
    const query = { ...filters, ...(target && { target }), ...(after !== undefined && { after }) };
    return data(api().GET("/v1/accounts/{account}/audit-events", { params: { path: { account }, query } }));
  }
}
