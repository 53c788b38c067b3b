// Which element shows which screen.

import { html, type TemplateResult } from "lit";

import type { MyAccount } from "../client/types.ts";
import { words } from "../locales/index.ts";
import type { UsherConsole } from "./app.ts";
import { addressOf, type Screen } from "./routes.ts";

/** Whether the caller holds a permission, in all units or in some. */
export const may = (account: MyAccount, permission: string): boolean => account.permissions?.[permission] !== undefined;

const anybody = (): boolean => true;
const readers = (account: MyAccount): boolean => may(account, "users:read");

/** For whom each screen is: who would be refused there is not led there. */
const FOR: Record<Screen, (account: MyAccount, id: string) => boolean> = {
  users: readers,
  invite: (account) => may(account, "users:invite"),
  invitations: readers,
  user: (account, id) => readers(account) || account.user?.id === id,
  roles: (account) => account.permissions !== undefined,
  units: (account) => may(account, "units:manage"),
  account: (account) => account.permissions !== undefined,
  tokens: (account) => may(account, "api_tokens:manage") || may(account, "api_tokens:manage:own"),
  audit: (account) => may(account, "audit:read"),
  me: anybody,
  security: anybody,
};

export const isFor = (screen: Screen, account: MyAccount, id = ""): boolean => FOR[screen](account, id);

export function screen(app: UsherConsole, account: MyAccount): TemplateResult {
  if (account.suspended) return closed(words().suspended, words().suspendedHint);
  const { screen, id, filters } = app.route;
  const isOwn = screen === "me" || screen === "security";
  if (account.second_factor_required && !isOwn) return secondFactor(account);
  const keep = (event: CustomEvent<Record<string, string>>) => app.keep(event.detail);
  const open = (event: CustomEvent<{ account: string }>) => app.openAccount(event.detail.account);
  const again = () => void app.read();
  const of = account.id;
  const screens: Record<Screen, () => TemplateResult> = {
    users: () => html`<usher-users account=${of} .filters=${filters} @usher-filters=${keep}></usher-users>`,
    invite: () => html`<usher-invite account=${of}></usher-invite>`,
    invitations: () =>
      html`<usher-invitations account=${of} .filters=${filters} @usher-filters=${keep}></usher-invitations>`,
    user: () => html`<usher-user account=${of} user=${id}></usher-user>`,
    roles: () => html`<usher-roles account=${of}></usher-roles>`,
    units: () => html`<usher-units account=${of} ?may-create=${may(account, "units:manage")}></usher-units>`,
    account: () =>
      html`<usher-account
        account=${of}
        ?may-update=${may(account, "account:update")}
        @usher-account-changed=${again}
      ></usher-account>`,
    tokens: () =>
      html`<usher-tokens
        account=${of}
        owner=${may(account, "api_tokens:manage") ? "" : (account.user?.id ?? "")}
        ?may-create=${account.user?.allowed_actions.includes("create_api_token")}
      ></usher-tokens>`,
    audit: () => html`<usher-audit account=${of} .filters=${filters} @usher-filters=${keep}></usher-audit>`,
    me: () => html`<usher-profile account=${of} @usher-account=${open} @usher-profile=${again} @usher-left=${again}></usher-profile>`,
    security: () => html`<usher-security account=${of} @usher-credentials=${again}></usher-security>`,
  };
  return screens[isFor(screen, account, id) ? screen : "me"]();
}

function secondFactor(account: MyAccount): TemplateResult {
  const t = words();
  return html`<div class="card">
    <div class="notice empty">
      <p class="title">${t.secondFactorNeeded(account.name)}</p>
      <p>${t.secondFactorHint}</p>
      <a class="primary" href=${addressOf({ account: account.id, screen: "security" })}>${t.setUpSecondFactor}</a>
    </div>
  </div>`;
}

function closed(title: string, hint: string): TemplateResult {
  return html`<div class="card">
    <div class="notice empty">
      <p class="title">${title}</p>
      <p>${hint}</p>
    </div>
  </div>`;
}
