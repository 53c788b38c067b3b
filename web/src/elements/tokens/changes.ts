// What can be done with API tokens. A secret is shown in the dialog, and nowhere else.

import { html, nothing } from "lit";

import { api, data } from "../../client/connection.ts";
import type { ApiToken } from "../../client/types.ts";
import { field } from "../parts/field.ts";
import { permissionTitle } from "../parts/permissions.ts";
import { withProof } from "../parts/proof.ts";
import type { UsherTokens } from "./element.ts";

const TOKEN = "/v1/accounts/{account}/api-tokens/{token}";

export async function askCreate(element: UsherTokens): Promise<void> {
  const { t, account, owner } = element;
  const held = owner === "" ? [] : await permissionsOf(account, owner);
  element.dialog.ask({
    title: t.createApiToken,
    body: (faults) =>
      html`<p class="muted">${t.apiTokenHint}</p>
        ${field({ name: "name", label: t.name, hint: t.tokenNameHint, isRequired: true }, faults)}
        ${field({ name: "expires_at", label: t.expires, type: "date", hint: t.tokenExpiryHint }, faults)}
        ${
          held.length === 0
            ? nothing
            : html`<details>
                <summary>${t.limitPermissions}</summary>
                ${held.map(
                  (name) =>
                    html`<label class="choice">
                      <input type="checkbox" name="permissions" value=${name} />
                      <span>${permissionTitle(element.rules, name, t)}</span>
                    </label>`,
                )}
              </details>`
        }`,
    confirm: t.createApiToken,
    act: async (form) => {
      const permissions = form.getAll("permissions").map(String);
      const body = {
        name: String(form.get("name")),
        ...(owner && { owner }),
        ...(form.get("expires_at") && { expires_at: String(form.get("expires_at")) }),
        ...(permissions.length > 0 && { permissions }),
      };
      const params = { path: { account } };
      await withProof(element, async () => {
        const { token } = await data(api().POST("/v1/accounts/{account}/api-tokens", { params, body }));
        show(element, "created", token, t.tokenCreated);
      });
    },
  });
}

export function askRotate(element: UsherTokens, token: ApiToken): void {
  const { t, account } = element;
  element.dialog.ask({
    title: t.replaceTokenNamed(token.name),
    body: () => html`<p>${t.replaceTokenMeans}</p>`,
    confirm: t.replaceToken,
    act: () =>
      withProof(element, async () => {
        const params = { path: { account, token: token.id } };
        const answer = await data(api().POST(`${TOKEN}/rotate`, { params, body: {} }));
        show(element, "rotated", answer.token, t.tokenReplaced);
      }),
  });
}

export function askReveal(element: UsherTokens, token: ApiToken): void {
  const { t, account } = element;
  element.dialog.ask({
    title: t.showTokenNamed(token.name),
    body: () => html`<p>${t.showTokenMeans}</p>`,
    confirm: t.showToken,
    act: () =>
      withProof(element, async () => {
        const answer = await data(api().POST(`${TOKEN}/reveal`, { params: { path: { account, token: token.id } } }));
        show(element, "revealed", answer.token, t.tokenShown);
      }),
  });
}

export function askRevoke(element: UsherTokens, token: ApiToken): void {
  const { t, account } = element;
  element.dialog.ask({
    title: t.revokeToken(token.name),
    body: () => html`<p>${t.revokeTokenMeans}</p>`,
    confirm: t.revoke,
    isDangerous: true,
    act: async () => {
      await api().DELETE(TOKEN, { params: { path: { account, token: token.id } } });
      element.list.remove(token.id);
      element.say(t.tokenRevoked);
      element.send("usher-tokens", { action: "revoked" });
    },
  });
}

function show(element: UsherTokens, action: string, secret: string, text: string): void {
  const { t } = element;
  const copy = () => navigator.clipboard.writeText(secret).then(() => element.say(t.copied));
  const isOnce = element.rules?.policies.api_tokens?.display !== "again";
  element.dialog.ask({
    title: t.apiToken,
    body: () =>
      html`<p>${isOnce ? t.keepToken : t.keepTokenSafe}</p>
        <code class="secret notice" tabindex="0">${secret}</code>
        <div class="actions start"><button type="button" @click=${copy}>${t.copy}</button></div>`,
  });
  element.say(text);
  element.send("usher-tokens", { action });
  void element.reload();
}

async function permissionsOf(account: string, user: string): Promise<string[]> {
  const params = { path: { account, user } };
  const access = await data(api().GET("/v1/accounts/{account}/users/{user}/access", { params })).catch(() => undefined);
  return access?.everywhere ?? [];
}
