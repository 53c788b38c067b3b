// Who a user is and what they hold, and the forms that change it.

import { html, nothing, type TemplateResult } from "lit";

import type { User } from "../../client/types.ts";
import { namesFields } from "../parts/field.ts";
import { holds } from "../parts/holds.ts";
import { time } from "../parts/time.ts";
import { change, changeGrants } from "../users/changes.ts";
import type { UsherUser } from "./element.ts";

export function overview(element: UsherUser, person: User): TemplateResult {
  const { t } = element;
  return html`<section class="card" aria-labelledby="overview">
    <div class="head">
      <h2 id="overview">${t.overview}</h2>
      <div class="actions">
        ${
          element.can("update_names")
            ? html`<button type="button" class="small" @click=${() => editNames(element, person)}>
                ${t.editName}
              </button>`
            : nothing
        }
        ${
          element.can("update_grants")
            ? html`<button type="button" class="small" @click=${() => editRoles(element, person)}>
                ${t.editRoles}
              </button>`
            : nothing
        }
      </div>
    </div>
    <dl class="facts">
      <dt>${t.givenName}</dt>
      <dd>${person.given_name ?? "—"}</dd>
      <dt>${t.familyName}</dt>
      <dd>${person.family_name ?? "—"}</dd>
      <dt>${t.email}</dt>
      <dd>${person.email}</dd>
      <dt>${t.role}</dt>
      <dd>${holds(person.grants, element.rules, t, true)}</dd>
      <dt>${t.added}</dt>
      <dd>${time(person.created_at)}</dd>
      ${
        person.activated_at === null
          ? nothing
          : html`<dt>${t.activeSince}</dt>
              <dd>${time(person.activated_at)}</dd>`
      }
      <dt>${t.secondFactor}</dt>
      <dd>${person.second_factor ? t.on : t.off}</dd>
      <dt>${t.lastActive}</dt>
      <dd>${person.last_active_at === null ? t.never : time(person.last_active_at)}</dd>
    </dl>
  </section>`;
}

function editNames(element: UsherUser, person: User): void {
  const { t } = element;
  element.dialog.ask({
    title: t.editName,
    body: (faults) => namesFields(t, person, faults),
    confirm: t.save,
    act: async (form) => {
      const names = { given_name: String(form.get("given_name")), family_name: String(form.get("family_name")) };
      await change(element.account, person.id, names, element.version);
      await element.changed("update_names", t.nameChanged);
    },
  });
}

function editRoles(element: UsherUser, person: User): void {
  const { t, grants, rules } = element;
  if (!rules) return;
  grants.begin(rules, rules.toUpdate, person.grants);
  element.dialog.ask({
    title: t.editRoles,
    body: (faults) =>
      html`<p class="muted">${t.rolesBind}</p>
        ${grants.render(t, faults)}`,
    confirm: t.save,
    wide: true,
    act: async () => {
      await changeGrants(element.account, person.id, grants.value(), element.version);
      await element.changed("update_grants", t.rolesChanged);
    },
  });
}
