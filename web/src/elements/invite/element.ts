// Inviting people: addresses from anywhere, a verdict for each before anything is sent, then the sending itself.

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import type { InvitationResult } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { told } from "../parts/faults.ts";
import { Grants } from "../parts/grants.ts";
import { empty, failed, loading } from "../parts/states.ts";
import { grants as grantsStyle } from "../styles/grants.ts";
import { invite as inviteStyle } from "../styles/invite.ts";
import { addresses } from "./addresses.ts";
import { collect } from "./collect.ts";
import type { Csv } from "./csv.ts";
import { review } from "./review.ts";
import { duplicates, rowOf, rowsOf, willBeInvited, type Row } from "./rows.ts";
import { send } from "./send.ts";

/**
 * Invites people to an account.
 *
 * @fires usher-invited - invitations were sent, with how many
 * @fires usher-open - another screen is asked for, with its place
 */
@customElement("usher-invite")
export class UsherInvite extends UsherElement {
  static override styles = [...UsherElement.styles, grantsStyle, inviteStyle];

  @state() step: "collect" | "map" | "review" | "sending" | "done" = "collect";
  @state() text = "";
  @state() table: Csv | undefined;
  @state() rows: Row[] = [];
  @state() onlyAttention = false;
  @state() isPerRow = false;
  @state() page = 0;
  @state() error: unknown;
  @state() done = 0;
  @state() total = 0;

  readonly grants = new Grants(this);
  @state() private later: typeof import("./later.ts") | undefined;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("account")) void this.#begin();
  }

  override render(): TemplateResult {
    const { t } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${t.back}>${this.linkTo({ screen: "users" }, html`← ${t.users}`)}</nav>
      <div class="head"><h1 tabindex="-1">${t.inviteUsers}</h1></div>
      ${this.#step()}
    </div>`;
  }

  /** Goes on to the table, or to the columns of a file. */
  async next(): Promise<void> {
    if (!this.rules) return;
    const pasted = addresses(this.text);
    if (pasted.length === 0) return this.say(this.t.noAddresses, true);
    this.quiet();
    await this.#review(pasted.map(rowOf));
  }

  async file(file: File | undefined): Promise<void> {
    if (!file || !this.rules) return;
    const { csv } = await this.#load();
    const table = csv(await file.text());
    if (table.rows.length === 0) return this.say(this.t.emptyFile, true);
    this.quiet();
    this.table = table;
    this.step = "map";
    this.#focus();
  }

  async mapped(): Promise<void> {
    const { table, rules } = this;
    if (!table || !rules) return;
    const rows = rowsOf(table, table.columns, rules);
    this.isPerRow = rows.some((row) => row.role !== "" || row.units !== undefined);
    await this.#review(rows);
  }

  /** Changes a row, and asks again what would become of it. */
  async mend(row: Row, change: Partial<Row>): Promise<void> {
    const mended = { ...row, ...change, verdict: undefined, errors: undefined };
    this.rows = this.rows.map((one) => (one.id === row.id ? mended : one));
    await this.check([mended]);
  }

  async drop(row: Row): Promise<void> {
    this.rows = this.rows.filter((one) => one !== row);
    if (this.rows.length === 0) this.again();
    // What was a duplicate of this row may be the first now.
    else await this.check(this.rows.filter(({ verdict }) => verdict === "duplicate"));
  }

  /** What would become of rows: the API says it, and changes nothing. */
  async check(rows: Row[]): Promise<void> {
    const twice = duplicates(this.rows);
    this.rows = this.rows.map((row) => (twice.has(row.id) ? { ...row, verdict: "duplicate" as const } : row));
    const ids = new Set(rows.map(({ id }) => id));
    await this.#call(
      this.rows.filter(({ id }) => ids.has(id) && !twice.has(id)),
      true,
    );
  }

  async invite(): Promise<void> {
    const rows = this.rows.filter(willBeInvited);
    this.step = "sending";
    this.done = 0;
    this.total = rows.length;
    await this.#call(rows, false);
    this.step = this.error === undefined ? "done" : "review";
    const sent = this.rows.filter((row) => row.isSent && row.verdict === "invited").length;
    if (sent > 0) this.send("usher-invited", { count: sent });
    if (this.error === undefined) this.say(this.t.invitationsSent(sent));
    this.#focus();
  }

  /** Shows all rows or only some, from the first. */
  limit(onlyAttention: boolean): void {
    this.onlyAttention = onlyAttention;
    this.page = 0;
  }

  again(): void {
    this.step = "collect";
    this.rows = [];
    this.table = undefined;
    this.text = "";
    this.error = undefined;
    this.quiet();
    this.#focus();
  }

  #step(): TemplateResult {
    const { t, rules, error, later } = this;
    if (!rules) {
      return error === undefined
        ? html`<div class="card">${loading(t)}</div>`
        : failed(error, t, () => void this.#begin());
    }
    if (rules.toInvite.length === 0) return html`<div class="card">${empty(t.mayNotInvite, t.mayNotInviteHint)}</div>`;
    const step = {
      collect,
      map: later?.mapping ?? progress,
      review,
      done: later?.result ?? progress,
      sending: progress,
    }[this.step];
    return html`${step(this, rules)} ${error === undefined ? nothing : this.#retry(error)}`;
  }

  #retry(error: unknown): TemplateResult {
    return failed(error, this.t, () => void this.check(this.rows.filter(({ verdict }) => verdict === undefined)));
  }

  async #load(): Promise<typeof import("./later.ts")> {
    return (this.later ??= await import("./later.ts"));
  }

  async #begin(): Promise<void> {
    this.error = undefined;
    this.#load().catch(() => undefined);
    try {
      const rules = await this.readRules();
      this.grants.begin(rules, rules.toInvite);
    } catch (error) {
      this.error = error;
    }
  }

  async #review(rows: Row[]): Promise<void> {
    this.rows = rows;
    this.page = 0;
    this.step = "review";
    this.#focus();
    await this.check(rows);
  }

  async #call(rows: Row[], isDry: boolean): Promise<void> {
    this.error = undefined;
    const isBulk = this.rules?.policies.invitation?.bulk ?? true;
    const progress = (results: Map<Row, InvitationResult>) => this.#told(results, !isDry);
    try {
      await send(rows, { account: this.account, forAll: this.grants.value(), isDry, isBulk, progress });
    } catch (error) {
      this.error = error;
      this.say(told(error, this.t), true);
    }
  }

  #told(results: Map<Row, InvitationResult>, isSent: boolean): void {
    const byId = new Map([...results].map(([{ id }, result]) => [id, result]));
    this.rows = this.rows.map((row) => {
      const result = byId.get(row.id);
      if (!result) return row;
      const isOver = isSent && result.verdict !== "try_again";
      return { ...row, verdict: result.verdict, errors: result.errors, isSent: isOver };
    });
    this.done += results.size;
  }

  #focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("h1")?.focus());
  }
}

function progress({ t, done, total }: UsherInvite): TemplateResult {
  return html`<section class="card" aria-live="polite">
    <label for="progress">${t.sending(done, total)}</label>
    <progress id="progress" max=${total} .value=${done}></progress>
  </section>`;
}
