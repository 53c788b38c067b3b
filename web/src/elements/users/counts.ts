// How many users each tab has, in one request, counted no further than the API does.

import type { ReactiveControllerHost } from "lit";

import { api, data } from "../../client/connection.ts";

export class Counts {
  found: Record<string, string> = {};
  #isRead = false;

  constructor(private readonly host: ReactiveControllerHost) {}

  forget(): void {
    this.#isRead = false;
  }

  /** Counts after the list is shown, so that nobody waits for it. */
  async read(account: string): Promise<void> {
    if (this.#isRead || account === "") return;
    this.#isRead = true;
    const path = "/v1/accounts/{account}/users/counts";
    const counts = await data(api().GET(path, { params: { path: { account } } })).catch(() => ({}));
    const shown = Object.entries(counts).map(([tab, { count, more }]) => [tab, `${count}${more ? "+" : ""}`]);
    this.found = Object.fromEntries(shown);
    this.host.requestUpdate();
  }
}
