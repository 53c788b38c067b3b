// Links that reset a user's password or second factor, and the end of their sessions.

import { html, nothing, type TemplateResult } from "lit";

import { api, data } from "../../client/connection.ts";
import type { UsherUser } from "./element.ts";

export function credentials(element: UsherUser): TemplateResult | typeof nothing {
  const { t } = element;
  if (!element.can("reset_credentials") && !element.can("end_sessions")) return nothing;
  return html`<section class="card" aria-labelledby="credentials">
    <h2 id="credentials">${t.signingIn}</h2>
    <p class="muted">${t.credentialsHint}</p>
    <div class="actions start">
      ${
        element.can("reset_credentials")
          ? html`<button type="button" @click=${() => reset(element)}>${t.resetCredentials}</button>`
          : nothing
      }
      ${
        element.can("end_sessions")
          ? html`<button type="button" @click=${() => endSessions(element)}>${t.endSessions}</button>`
          : nothing
      }
    </div>
  </section>`;
}

function reset(element: UsherUser): void {
  const { t, account, user } = element;
  element.dialog.ask({
    title: t.resetCredentials,
    body: () =>
      html`<p>${t.resetMeans(element.person?.email ?? "")}</p>
        <fieldset>
          <legend class="hidden">${t.resetWhat}</legend>
          <label class="choice"><input type="checkbox" name="password" checked /><span>${t.resetPassword}</span></label>
          <label class="choice"
            ><input type="checkbox" name="second_factor" /><span>${t.resetSecondFactor}</span></label
          >
        </fieldset>`,
    confirm: t.sendLinks,
    act: async (form) => {
      const body = { password: form.has("password"), second_factor: form.has("second_factor") };
      const params = { path: { account, user } };
      const sent = await data(api().POST("/v1/accounts/{account}/users/{user}/credential-resets", { params, body }));
      const text = sent.outcome === "invitation_sent" ? t.invitationSentInstead : t.resetSent(sent);
      await element.changed("reset_credentials", text);
    },
  });
}

function endSessions(element: UsherUser): void {
  const { t, account, user } = element;
  element.dialog.ask({
    title: t.endSessions,
    body: () => html`<p>${t.endSessionsMeans(element.name)}</p>`,
    confirm: t.endSessions,
    act: async () => {
      await api().DELETE("/v1/accounts/{account}/users/{user}/sessions", { params: { path: { account, user } } });
      await element.changed("end_sessions", t.sessionsEnded);
    },
  });
}
