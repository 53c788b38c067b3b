// How a user leaves the account, and comes back. Each question says what follows.

import { html, nothing, type TemplateResult } from "lit";

import type { User } from "../../client/types.ts";
import { holds } from "../parts/holds.ts";
import { deactivate, reactivate, remove } from "../users/changes.ts";
import type { UsherUser } from "./element.ts";

export function leaving(element: UsherUser, person: User): TemplateResult | typeof nothing {
  const { t } = element;
  const actions = [
    element.can("reactivate")
      ? html`<button type="button" class="primary" @click=${() => bringBack(element, person)}>${t.reactivate}</button>`
      : nothing,
    element.can("deactivate")
      ? html`<button type="button" class="warning" @click=${() => stop(element, person)}>${t.deactivate}</button>`
      : nothing,
    element.can("remove")
      ? html`<button type="button" class="warning" @click=${() => drop(element, person)}>${t.removeUser}</button>`
      : nothing,
  ];
  if (actions.every((action) => action === nothing)) return nothing;
  return html`<section class="card" aria-labelledby="leaving">
    <h2 id="leaving">${t.accessToAccount}</h2>
    <p class="muted">${person.status === "deactivated" ? t.isDeactivated : t.leavingHint}</p>
    <div class="actions start">${actions}</div>
  </section>`;
}

function stop(element: UsherUser, person: User): void {
  const { t, rules } = element;
  const clears = rules?.policies.offboarding?.deactivation_clears_roles ?? false;
  element.dialog.ask({
    title: t.deactivateUser(element.name),
    body: () =>
      html`<p>${t.deactivateMeans}</p>
        ${clears ? lost(element, person, t.rolesAreTaken) : html`<p>${t.rolesAreKept}</p>`}`,
    confirm: t.deactivateConfirm,
    isDangerous: true,
    act: async () => {
      await deactivate(element.account, person.id);
      await element.changed("deactivate", t.userDeactivated);
    },
  });
}

function drop(element: UsherUser, person: User): void {
  const { t } = element;
  element.dialog.ask({
    title: t.removeUserNamed(element.name),
    body: () =>
      html`<p>${t.removeMeans}</p>
        ${lost(element, person, t.rolesAreTaken)}
        <p>${t.canBeInvitedAgain}</p>`,
    confirm: t.removeUser,
    isDangerous: true,
    act: async () => {
      await remove(element.account, person.id);
      element.send("usher-removed", { user: person.id });
      element.open({ screen: "users" });
    },
  });
}

function bringBack(element: UsherUser, person: User): void {
  const { t, grants, rules } = element;
  if (!rules) return;
  const needsGrants = person.grants.length === 0;
  if (needsGrants) grants.begin(rules, rules.toUpdate);
  element.dialog.ask({
    title: t.reactivateUser(element.name),
    body: (faults) =>
      html`<p>${t.reactivateMeans}</p>
        ${needsGrants ? grants.render(t, faults) : lost(element, person, t.comesBackWith)}`,
    confirm: t.reactivate,
    wide: needsGrants,
    act: async () => {
      await reactivate(element.account, person.id, needsGrants ? grants.value() : undefined);
      await element.changed("reactivate", t.userReactivated);
    },
  });
}

function lost(element: UsherUser, person: User, words: string): TemplateResult | typeof nothing {
  if (person.grants.length === 0) return nothing;
  return html`<div>
    <p>${words}</p>
    <div class="notice">${holds(person.grants, element.rules, element.t, true)}</div>
  </div>`;
}
