// What can be done with the selected users. Each action counts those for whom the API allows it.

import { html, nothing, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { Invitation, User, UserAction } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { told } from "../parts/faults.ts";
import { changeGrants, deactivate, invitationOf, reactivate, resend } from "./changes.ts";
import { each } from "./each.ts";
import type { UsherUsers } from "./element.ts";

type Act = (user: User) => Promise<User>;

interface Bulk {
  name: string;
  button: string;
  question: (count: number) => string;
  body?: () => unknown;
  done: (count: number) => string;
  act: Act;
  isDangerous?: boolean;
}

export class Selection {
  constructor(private readonly element: UsherUsers) {}

  render(users: User[], rules: Rules | undefined, t: Words): TemplateResult | typeof nothing {
    if (users.length === 0) return nothing;
    const clear = () => this.element.choose(users, false);
    return html`<div class="selection" role="group" aria-label=${t.selected(users.length)}>
      <strong>${t.selected(users.length)}</strong>
      ${this.#button(users, "update_grants", t.changeRole, () => this.#changeRole(users, rules, t))}
      ${this.#button(users, "deactivate", t.deactivate, () => this.#deactivate(users, rules, t))}
      ${this.#button(users, "reactivate", t.reactivate, () => this.#reactivate(users, rules, t))}
      ${this.#resend(users, t)}
      <button type="button" class="link" @click=${clear}>${t.clearSelection}</button>
    </div>`;
  }

  #button(users: User[], action: UserAction, label: string, ask: () => void): TemplateResult | typeof nothing {
    const count = users.filter((user) => user.allowed_actions.includes(action)).length;
    if (count === 0) return nothing;
    return html`<button type="button" class="small" @click=${ask}>${label} (${count})</button>`;
  }

  #resend(users: User[], t: Words): TemplateResult | typeof nothing {
    const pending = users.filter((user) => user.status === "pending" && user.invitation !== null);
    if (pending.length === 0) return nothing;
    const ask = async () => {
      const invitations = await each(pending, (user) => invitationOf(this.element.account, user));
      const open = invitations.done.filter(({ result }) => result.allowed_actions.includes("resend"));
      this.#ask(
        open.map(({ one }) => one),
        t,
        {
          name: "resend",
          button: t.resendInvitation,
          question: t.resendSeveral,
          done: t.resentSeveral,
          act: async (user) => {
            const invitation = open.find(({ one }) => one === user)?.result as Invitation;
            await resend(this.element.account, invitation.id);
            return user;
          },
        },
      );
    };
    return html`<button type="button" class="small" @click=${ask}>${t.resendInvitation} (${pending.length})</button>`;
  }

  #deactivate(users: User[], rules: Rules | undefined, t: Words): void {
    this.#ask(allowing(users, "deactivate"), t, {
      name: "deactivate",
      button: t.deactivate,
      question: t.deactivateSeveral,
      body: () =>
        html`<p>${t.deactivateMeans}</p>
          ${rules?.policies.offboarding?.deactivation_clears_roles ? html`<p>${t.rolesAreTaken}</p>` : nothing}`,
      done: t.deactivatedSeveral,
      act: (user) => deactivate(this.element.account, user.id),
      isDangerous: true,
    });
  }

  #reactivate(users: User[], rules: Rules | undefined, t: Words): void {
    const { grants } = this.element;
    const chosen = allowing(users, "reactivate");
    const needsGrants = chosen.some((user) => user.grants.length === 0);
    if (rules && needsGrants) grants.begin(rules, rules.toUpdate);
    this.#ask(chosen, t, {
      name: "reactivate",
      button: t.reactivate,
      question: t.reactivateSeveral,
      body: () =>
        html`<p>${t.reactivateMeans}</p>
          ${needsGrants ? grants.render(t) : nothing}`,
      done: t.reactivatedSeveral,
      act: (user) => reactivate(this.element.account, user.id, user.grants.length === 0 ? grants.value() : undefined),
    });
  }

  #changeRole(users: User[], rules: Rules | undefined, t: Words): void {
    if (!rules) return;
    const { grants } = this.element;
    grants.begin(rules, rules.toUpdate);
    this.#ask(allowing(users, "update_grants"), t, {
      name: "update_grants",
      button: t.changeRole,
      question: t.changeRoleSeveral,
      body: () =>
        html`<p>${t.changeRoleMeans}</p>
          ${grants.render(t)}`,
      done: t.changedSeveral,
      act: (user) => changeGrants(this.element.account, user.id, grants.value()),
    });
  }

  #ask(users: User[], t: Words, bulk: Bulk): void {
    const { dialog } = this.element;
    if (users.length === 0) return this.element.say(t.nothingToDo, true);
    dialog.ask({
      title: bulk.question(users.length),
      body: () =>
        html`${bulk.body?.() ?? nothing}
          <ul class="names small">
            ${users.map(({ email }) => html`<li>${email}</li>`)}
          </ul>`,
      confirm: bulk.button,
      isDangerous: bulk.isDangerous ?? false,
      act: async () => {
        const { done, failed } = await each(users, bulk.act);
        // Whom nothing could be done for is said with the reason; if that is everybody, the dialog stays open.
        if (done.length === 0 && failed[0]) throw failed[0].error;
        const lines = failed.map(({ one, error }) => html`<li>${one.email}: ${told(error, t)}</li>`);
        if (lines.length > 0) {
          dialog.ask({
            title: t.notForAll(lines.length),
            body: () =>
              html`<ul class="stack">
                ${lines}
              </ul>`,
          });
        }
        this.element.show(
          bulk.name,
          done.map(({ result }) => result),
          bulk.done(done.length),
        );
      },
    });
  }
}

const allowing = (users: User[], action: UserAction): User[] =>
  users.filter((user) => user.allowed_actions.includes(action));
