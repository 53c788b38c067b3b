// What a user may do, and why.

import { html, nothing, type TemplateResult } from "lit";

import { api, data } from "../../client/connection.ts";
import type { EffectiveAccess } from "../../client/types.ts";
import { told } from "../parts/faults.ts";
import { permissionTitle } from "../parts/permissions.ts";
import { time } from "../parts/time.ts";
import type { UsherUser } from "./element.ts";

/** A question whether something is allowed, with its answer. */
export class Question {
  permission = "";
  unit = "";
  answer: { allowed: boolean; why: string } | undefined;

  constructor(private readonly element: UsherUser) {}

  async ask(): Promise<void> {
    const { element, permission, unit } = this;
    const body = { user: element.user, permission, ...(unit && { unit }) };
    const params = { path: { account: element.account } };
    try {
      const { allowed, reason } = await data(api().POST("/v1/accounts/{account}/access/check", { params, body }));
      this.answer = { allowed, why: element.t.reasons[reason.code] ?? reason.message };
    } catch (error) {
      this.answer = { allowed: false, why: told(error, element.t) };
    }
    element.requestUpdate();
  }

  set(change: { permission?: string; unit?: string }): void {
    Object.assign(this, change);
    this.answer = undefined;
    this.element.requestUpdate();
  }
}

export function access(element: UsherUser, question: Question): TemplateResult | typeof nothing {
  const { t, effective } = element;
  if (effective === undefined) return nothing;
  return html`<section class="card" aria-labelledby="access">
    <h2 id="access">${t.mayDo}</h2>
    ${
      effective.changes_at === null
        ? nothing
        : html`<p class="muted">${t.accessChanges} ${time(effective.changes_at, true)}</p>`
    }
    ${permissions(element, effective)} ${ask(element, question)}
  </section>`;
}

function permissions(element: UsherUser, { everywhere, units, status }: EffectiveAccess): TemplateResult {
  const { t, rules } = element;
  const list = (names: string[]) =>
    html`<ul class="permissions">
      ${names.map((name) => html`<li>${permissionTitle(rules, name, t)}</li>`)}
    </ul>`;
  if (everywhere.length === 0 && units.every(({ permissions }) => permissions.length === 0)) {
    return html`<p class="muted">${status === "active" ? t.mayDoNothing : t.mayDoNothingYet}</p>`;
  }
  return html`${
    everywhere.length > 0
      ? html`<details ?open=${everywhere.length <= 12}>
          <summary>${rules?.choosesUnits ? t.everywhere : t.inAccount} (${everywhere.length})</summary>
          ${list(everywhere)}
        </details>`
      : nothing
  }
  ${units.map(
    ({ unit, name, permissions }) =>
      html`<details>
        <summary>${name ?? unit} (${permissions.length})</summary>
        ${list(permissions)}
      </details>`,
  )}`;
}

function ask(element: UsherUser, question: Question): TemplateResult | typeof nothing {
  const { t, rules } = element;
  if (rules === undefined) return nothing;
  const names = rules.model.resources.flatMap((resource) =>
    resource.actions.map((action) => `${resource.name}:${action.name}`),
  );
  const submit = (event: Event) => {
    event.preventDefault();
    if (question.permission === "") question.permission = names[0] ?? "";
    void question.ask();
  };
  const value = (event: Event) => (event.target as HTMLSelectElement).value;
  return html`<form class="toolbar" @submit=${submit}>
      <div class="field grow">
        <label for="permission">${t.mayThey}</label>
        <select id="permission" @change=${(event: Event) => question.set({ permission: value(event) })}>
          ${names.map((name) => html`<option value=${name}>${permissionTitle(rules, name, t)}</option>`)}
        </select>
      </div>
      ${
        rules.units.length
          ? html`<div class="field">
              <label for="in-unit">${rules.noun}</label>
              <select id="in-unit" @change=${(event: Event) => question.set({ unit: value(event) })}>
                <option value="">${t.anywhere}</option>
                ${rules.units.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
              </select>
            </div>`
          : nothing
      }
      <button type="submit">${t.check}</button>
    </form>
    <div role="status">
      ${
        question.answer
          ? html`<p class=${question.answer.allowed ? "said" : "said fault"}>
              <span><strong>${question.answer.allowed ? t.yes : t.no}</strong> ${question.answer.why}</span>
            </p>`
          : nothing
      }
    </div>`;
}
