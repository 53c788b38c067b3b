// The bar at the top, and the places that the caller may go to.

import { html, nothing, type TemplateResult } from "lit";

import type { MyAccount } from "../client/types.ts";
import { choose, LOCALES, locale, words } from "../locales/index.ts";
import type { UsherConsole } from "./app.ts";
import { addressOf, SCREENS, type Route, type Screen } from "./routes.ts";
import { isFor } from "./screens.ts";
import { options } from "../elements/parts/options.ts";

export function bar(app: UsherConsole, account: MyAccount | undefined): TemplateResult {
  const t = words();
  const accounts = app.me?.accounts ?? [];
  const switched = (event: Event) => app.openAccount((event.target as HTMLSelectElement).value);
  const language = (event: Event) => choose((event.target as HTMLSelectElement).value);
  return html`<header>
    <button type="button" class="skip" @click=${() => app.skip()}>${t.skip}</button>
    <a
      class="product"
      href=${account ? addressOf({ account: account.id, screen: "users", filters: { status: "active" } }) : "#"}
    >
      ${account?.brand.logo ? html`<img class="logo" src=${account.brand.logo} alt="" />` : nothing}
      <span>${account?.product_name ?? "Usher"}</span>
    </a>
    ${
      accounts.length > 1
        ? html`<select class="accounts" aria-label=${t.accountInUse} @change=${switched}>
            ${options(
              accounts.map(({ id, name }) => [id, name]),
              account?.id,
            )}
          </select>`
        : html`<span class="account-name">${account?.name ?? ""}</span>`
    }
    <span class="space"></span>
    <select class="language" aria-label=${t.language} @change=${language}>
      ${options(Object.entries(LOCALES), locale.tag)}
    </select>
    ${app.me ? html`<button type="button" class="small" @click=${() => app.signOut()}>${t.signOut}</button>` : nothing}
  </header>`;
}

/** Screens to which others lead. */
const WITHIN: Screen[] = ["invite", "user"];
const OWN: Screen[] = ["me", "security"];

export function nav(account: MyAccount, route: Route): TemplateResult {
  const t = words();
  const places = SCREENS.filter((screen) => !WITHIN.includes(screen) && isFor(screen, account));
  const link = (screen: Screen) => {
    const isHere = route.screen === screen || (screen === "users" && ["user", "invite"].includes(route.screen));
    const filters = screen === "users" ? { status: "active" } : {};
    return html`<li>
      <a href=${addressOf({ account: account.id, screen, filters })} aria-current=${isHere ? "page" : nothing}>
        ${t.screens[screen]}
      </a>
    </li>`;
  };
  return html`<nav class="side" aria-label=${t.navigation}>
    <ul>
      ${places.filter((screen) => !OWN.includes(screen)).map(link)}
    </ul>
    <ul>
      ${OWN.map(link)}
    </ul>
  </nav>`;
}
