// The list of users: tabs, search, filters, and what can be done with several at once.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api, data } from "../../client/connection.ts";
import { List } from "../../client/list.ts";
import type { User } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { Grants } from "../parts/grants.ts";
import { empty, listed } from "../parts/states.ts";
import { grants as grantsStyle } from "../styles/grants.ts";
import { Counts } from "./counts.ts";
import { Selection } from "./selection.ts";
import { usersTable } from "./table.ts";
import { TABS, tabs, toolbar, type Filters } from "./toolbar.ts";

/**
 * Shows the users of an account.
 *
 * @fires usher-filters - the filters were changed, with the filters
 * @fires usher-open - another screen is asked for, with its place
 * @fires usher-changed - users were changed, with `{ action, users }`
 */
@customElement("usher-users")
export class UsherUsers extends UsherElement {
  static override styles = [...UsherElement.styles, grantsStyle];

  /** What the list is limited to; an element that is given none shows active users. */
  @property({ attribute: false }) filters: Filters = {};

  @state() private selected: ReadonlySet<string> = new Set();

  readonly list = new List<User>(this, (after) => this.#read(after));
  readonly dialog = new Dialog(this);
  readonly grants = new Grants(this);
  readonly #counts = new Counts(this);
  readonly #selection = new Selection(this);

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("account") && !changed.has("filters")) return;
    this.selected = new Set();
    if (changed.has("account")) {
      this.rules = undefined;
      this.#counts.forget();
    }
    // The list waits for nothing else: the names of roles and units, and the counts, come to it.
    void this.list.restart().then(() => {
      this.readRules().catch(() => undefined);
      void this.#counts.read(this.account);
    });
  }

  override render(): TemplateResult {
    const { t, list } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${t.users}</h1>
        ${this.#invite()}
      </div>
      <section class="card flush" aria-label=${t.users}>
        ${tabs(this.filters, this.#counts.found, t, (tab) => this.#filter(tab))}
        ${toolbar(this.filters, this.rules, t, (change) => this.#filter({ ...this.filters, ...change }))}
        ${this.#selection.render(this.chosen, this.rules, t)}
        ${listed(
          list,
          t,
          () => this.#empty(),
          () => usersTable(this, list.rows, this.rules, t),
        )}
      </section>
      ${this.dialog.render(t)}
    </div>`;
  }

  get chosen(): User[] {
    return this.list.rows.filter((user) => this.selected.has(user.id));
  }

  isChosen(user: User): boolean {
    return this.selected.has(user.id);
  }

  choose(users: User[], isChosen: boolean): void {
    const selected = new Set(this.selected);
    for (const { id } of users) isChosen ? selected.add(id) : selected.delete(id);
    this.selected = selected;
  }

  place(user: User): TemplateResult {
    const name = [user.given_name, user.family_name].filter(Boolean).join(" ");
    return this.linkTo({ screen: "user", user: user.id }, name || user.email);
  }

  /** Shows users as they have become. Those that no longer belong here go. */
  show(action: string, users: User[], text: string): void {
    const { status } = this.filters;
    for (const user of users) status && user.status !== status ? this.list.remove(user.id) : this.list.replace(user);
    this.selected = new Set();
    this.say(text);
    this.send("usher-changed", { action, users });
    this.#counts.forget();
    void this.#counts.read(this.account);
  }

  #invite(label = `+ ${this.t.inviteUsers}`): TemplateResult | typeof nothing {
    return this.rules?.toInvite.length ? this.linkTo({ screen: "invite" }, label, "primary button") : nothing;
  }

  #empty(): TemplateResult {
    const { t } = this;
    const { query, role, unit } = this.filters;
    if (query || role || unit) {
      const clear = () => this.#filter({ ...this.filters, query: "", role: "", unit: "" });
      return empty(
        t.nobodyFound,
        t.nobodyFoundHint,
        html`<button type="button" @click=${clear}>${t.clearFilters}</button>`,
      );
    }
    const tab = TABS.find(
      ({ filters }) => filters.status === this.filters.status && filters.external === this.filters.external,
    );
    return empty(t.nobody[tab?.name ?? "all"], t.nobodyHint[tab?.name ?? "all"], this.#invite(t.inviteUsers));
  }

  #filter(filters: Filters): void {
    const entries = Object.entries(filters).filter(([, value]) => value !== "" && value !== undefined);
    this.filters = Object.fromEntries(entries);
    this.send("usher-filters", this.filters);
  }

  #read(after: string | undefined) {
    const { external, ...filters } = this.filters;
    const query = { ...filters, ...(external && { external: true }), ...(after !== undefined && { after }) };
    return data(api().GET("/v1/accounts/{account}/users", { params: { path: { account: this.account }, query } }));
  }
}
