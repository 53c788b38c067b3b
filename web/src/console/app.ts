// The frame: who is signed in, which account is in use, where one can go, and the screen.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { forgetRules } from "../client/account.ts";
import { api, configure, data, UsherError, type Place } from "../client/connection.ts";
import type { Me, MyAccount } from "../client/types.ts";
import { failed, loading } from "../elements/parts/states.ts";
import { base } from "../elements/styles/index.ts";
import { locale, words } from "../locales/index.ts";
import { bar, nav } from "./nav.ts";
import { addressOf, routeOf, type Route } from "./routes.ts";
import { screen } from "./screens.ts";
import { SignIn } from "./sign-in.ts";
import { frame } from "./styles.ts";

/** The page for signing in, which leads back here. */
const SIGN_IN = "/sign-in";

/** What can be read on the colour of every account: the API has looked at it. */
const ON_ACCENT = "light-dark(#ffffff, #0c1330)";

@customElement("usher-console")
export class UsherConsole extends LitElement {
  static override styles = [...base, frame];

  @state() me: Me | undefined;
  @state() route: Route = routeOf(location.hash);
  @state() private error: unknown;

  readonly #signIn = new SignIn(this);

  override connectedCallback(): void {
    super.connectedCallback();
    configure({ href: (place) => this.#address(place), signIn: () => this.#signInAgain() });
    addEventListener("hashchange", this.#moved);
    locale.addEventListener("change", this.#render);
    void this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#moved);
    locale.removeEventListener("change", this.#render);
  }

  override render(): TemplateResult {
    const { account } = this;
    return html`${bar(this, account)}
      <div class=${account ? "body" : "body alone"}>
        ${account ? nav(account, this.route) : nothing}
        <main tabindex="-1">${this.#main(account)}</main>
      </div>
      ${this.#signIn.render()}`;
  }

  /** Everything within has the colours of the account. */
  override updated(): void {
    const { accent_by_day: day, accent_by_night: night } = this.account?.brand ?? {};
    const colours = { "--usher-accent": `light-dark(${day}, ${night})`, "--usher-on-accent": ON_ACCENT };
    for (const [name, value] of Object.entries(colours)) {
      if (day) this.style.setProperty(name, value);
      else this.style.removeProperty(name);
    }
  }

  /** The account in use: that of the address, or the first that is open. */
  get account(): MyAccount | undefined {
    const accounts = this.me?.accounts ?? [];
    return (
      accounts.find(({ id }) => id === this.route.account) ??
      accounts.find(({ suspended }) => !suspended) ??
      accounts[0]
    );
  }

  async read(): Promise<void> {
    this.error = undefined;
    try {
      this.me = await data(api().GET("/v1/me"));
      this.#title();
    } catch (error) {
      // Without a second factor that is asked for, nothing is open: the page for signing in sets one up.
      if (error instanceof UsherError && error.code === "second_factor_required") location.replace(SIGN_IN);
      this.error = error;
    }
  }

  openAccount(account: string): void {
    forgetRules();
    location.hash = addressOf({ account, screen: this.route.screen === "user" ? "users" : this.route.screen });
  }

  /** Keeps what a list is limited to in the address, without a step of the browser's history for each letter. */
  keep(filters: Record<string, string>): void {
    const { screen, id } = this.route;
    const account = this.account?.id ?? "";
    history.replaceState(null, "", addressOf({ account, screen, id, filters }));
    this.route = { ...this.route, filters };
  }

  async signOut(): Promise<void> {
    await api()
      .DELETE("/v1/sessions/current")
      .catch(() => undefined);
    location.replace(SIGN_IN);
  }

  /** Who was here goes on here; who was not signs in on the page for it. */
  async #signInAgain(): Promise<boolean> {
    if (this.me) return this.#signIn.again(this.me.email);
    location.replace(SIGN_IN);
    return false;
  }

  #main(account: MyAccount | undefined): TemplateResult {
    const t = words();
    if (this.error !== undefined) {
      const isSignedOut = this.error instanceof UsherError && this.error.status === 401;
      return isSignedOut ? html`<p>${t.signedOut}</p>` : failed(this.error, t, () => void this.read());
    }
    if (!this.me) return html`<div class="card">${loading(t)}</div>`;
    if (!account)
      return html`<div class="notice empty">
        <p class="title">${t.noAccount}</p>
        <p>${t.noAccountHint}</p>
      </div>`;
    return screen(this, account);
  }

  #address(place: Place): string {
    const id = place.screen === "user" ? place.user : "";
    const filters =
      place.screen === "user" ? {} : (place.filters ?? (place.screen === "users" ? { status: "active" } : {}));
    return addressOf({ account: this.account?.id ?? "", screen: place.screen, id, filters });
  }

  /** The focus goes to the heading of the new screen, as on a page that was loaded. */
  readonly #moved = (): void => {
    const before = this.route;
    this.route = routeOf(location.hash);
    this.#title();
    if (before.screen === this.route.screen && before.id === this.route.id) return;
    void this.updateComplete.then(() => {
      scrollTo(0, 0);
      this.renderRoot.querySelector("main")?.focus();
    });
  };

  /** Leads past the bar and the navigation. */
  skip(): void {
    this.renderRoot.querySelector("main")?.focus();
  }

  readonly #render = (): void => this.requestUpdate();

  #title(): void {
    const { account } = this;
    document.title = [words().screens[this.route.screen], account?.name, account?.product_name]
      .filter(Boolean)
      .join(" · ");
  }
}
