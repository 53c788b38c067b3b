// The parts of an account.

import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

import { api, data } from "../../client/connection.ts";
import { List } from "../../client/list.ts";
import type { Unit } from "../../client/types.ts";
import { UsherElement } from "../base.ts";
import { Dialog } from "../parts/dialog.ts";
import { field } from "../parts/field.ts";
import { empty, listed } from "../parts/states.ts";
import { time } from "../parts/time.ts";
import { property } from "lit/decorators.js";

/**
 * Shows the units of an account.
 *
 * @fires usher-units - a unit was created, renamed or retired, with it
 */
@customElement("usher-units")
export class UsherUnits extends UsherElement {
  /** Whether the caller may create units. */
  @property({ type: Boolean, attribute: "may-create" }) mayCreate = false;

  readonly list = new List<Unit>(this, (after) => this.#read(after));
  readonly #dialog = new Dialog(this);

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("account")) return;
    this.readRules().catch(() => undefined);
    void this.list.restart();
  }

  override render(): TemplateResult {
    const { t, list, rules } = this;
    return html`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${t.units}</h1>
        ${this.#create()}
      </div>
      <p class="muted">${t.unitsHint(rules?.noun || t.unit)}</p>
      <section class="card flush" aria-label=${t.units}>
        ${listed(
          list,
          t,
          () => empty(t.noUnits, t.noUnitsHint, this.#create()),
          () => this.#table(),
        )}
      </section>
      ${this.#dialog.render(t)}
    </div>`;
  }

  #create(): TemplateResult | typeof nothing {
    if (!this.mayCreate) return nothing;
    return html`<button type="button" class="primary" @click=${() => this.#edit()}>+ ${this.t.createUnit}</button>`;
  }

  #table(): TemplateResult {
    const { t } = this;
    return html`<table class="stacks" role="table">
      <caption class="hidden">
        ${t.units}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">${t.name}</th>
          <th scope="col" role="columnheader">${t.status}</th>
          <th scope="col" role="columnheader">${t.added}</th>
          <th scope="col" role="columnheader"><span class="hidden">${t.actionsHead}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map((unit) => this.#row(unit))}
      </tbody>
    </table>`;
  }

  #row(unit: Unit): TemplateResult {
    const { t } = this;
    const can = (action: "update" | "retire") => unit.allowed_actions.includes(action);
    const button = (label: string, kind: string, act: () => void) =>
      html`<button type="button" class="small ${kind}" aria-label=${`${label}: ${unit.name}`} @click=${act}>
        ${label}
      </button>`;
    return html`<tr role="row">
      <th scope="row" role="rowheader">${unit.name}</th>
      <td role="cell" data-label=${t.status}>
        <span class="badge ${unit.status === "active" ? "good" : ""}">${t.unitStatus[unit.status]}</span>
      </td>
      <td role="cell" data-label=${t.added}>${time(unit.created_at)}</td>
      <td role="cell" class="end">
        <div class="actions">
          ${can("update") ? button(t.rename, "", () => this.#edit(unit)) : nothing}
          ${can("retire") ? button(t.retire, "warning", () => this.#retire(unit)) : nothing}
        </div>
      </td>
    </tr>`;
  }

  #edit(unit?: Unit): void {
    const { t, account } = this;
    this.#dialog.ask({
      title: unit ? t.rename : t.createUnit,
      body: (faults) => field({ name: "name", label: t.name, value: unit?.name ?? "", isRequired: true }, faults),
      confirm: unit ? t.save : t.createUnit,
      act: async (form) => {
        const body = { name: String(form.get("name")) };
        const path = { account, unit: unit?.id ?? "" };
        const saved = unit
          ? await data(api().PATCH("/v1/accounts/{account}/units/{unit}", { params: { path }, body }))
          : await data(api().POST("/v1/accounts/{account}/units", { params: { path: { account } }, body }));
        this.#changed(saved, t.saved);
      },
    });
  }

  #retire(unit: Unit): void {
    const { t, account } = this;
    this.#dialog.ask({
      title: t.retireUnit(unit.name),
      body: () => html`<p>${t.retireMeans}</p>`,
      confirm: t.retire,
      isDangerous: true,
      act: async () => {
        const params = { path: { account, unit: unit.id } };
        await api().DELETE("/v1/accounts/{account}/units/{unit}", { params });
        this.#changed(await data(api().GET("/v1/accounts/{account}/units/{unit}", { params })), t.saved);
      },
    });
  }

  /** The list follows a moment later: what was made is shown at once. */
  #changed(unit: Unit, text: string): void {
    const isKnown = this.list.rows.some(({ id }) => id === unit.id);
    if (isKnown) this.list.replace(unit);
    else this.list.rows = [unit, ...this.list.rows];
    this.forgetRules();
    this.say(text);
    this.send("usher-units", { unit });
    this.requestUpdate();
  }

  #read(after: string | undefined) {
    const query = after === undefined ? {} : { after };
    return data(api().GET("/v1/accounts/{account}/units", { params: { path: { account: this.account }, query } }));
  }
}
