// One's own password.

import { html, type TemplateResult } from "lit";

import { api } from "../../client/connection.ts";
import { field } from "../parts/field.ts";
import type { UsherSecurity } from "./security.ts";

export function passwordCard(element: UsherSecurity): TemplateResult {
  const { t } = element;
  return html`<section class="card" aria-labelledby="password-card">
    <h2 id="password-card">${t.password}</h2>
    <p class="muted">${t.passwordHint}</p>
    <div><button type="button" @click=${() => change(element)}>${t.changePassword}</button></div>
  </section>`;
}

function change(element: UsherSecurity): void {
  const { t } = element;
  const email = element.me?.email ?? "";
  element.dialog.ask({
    title: t.changePassword,
    body: (faults) =>
      html`<p class="muted">${t.otherSessionsEnd}</p>
        <input type="text" autocomplete="username" hidden .value=${email} />
        ${password("current_password", t.currentPassword, "current-password", faults)}
        ${password("new_password", t.newPassword, "new-password", faults)}
        <label class="choice"> <input type="checkbox" name="end_api_tokens" /><span>${t.endApiTokens}</span> </label>`,
    confirm: t.changePassword,
    act: async (form) => {
      const body = {
        current_password: String(form.get("current_password")),
        new_password: String(form.get("new_password")),
        end_api_tokens: form.has("end_api_tokens"),
      };
      await api().POST("/v1/me/password", { body });
      await element.changed("password", t.passwordChanged);
    },
  });
}

export const password = (
  name: string,
  label: string,
  autocomplete: AutoFill,
  faults: Map<string, string>,
): TemplateResult => field({ name, label, type: "password", autocomplete, isRequired: true }, faults);
