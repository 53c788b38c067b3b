// How many users each tab has, as far as one page tells it.

import type { ReactiveControllerHost } from "lit";

import { api, data } from "../../client/connection.ts";
import { TABS } from "./toolbar.ts";

/** The largest page. What goes beyond is shown with a plus. */
const LIMIT = 100;

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
    const counted = TABS.filter(({ name }) => name !== "all").map(async ({ name, filters }) => {
      const query = { limit: LIMIT, ...(filters.status ? { status: filters.status } : { external: true }) };
      const page = await data(api().GET("/v1/accounts/{account}/users", { params: { path: { account }, query } }));
      return [name, page.page.after == null ? String(page.data.length) : `${page.data.length}+`] as const;
    });
    const done = await Promise.all(counted.map((one) => one.catch(() => undefined)));
    this.found = Object.fromEntries(done.filter((one) => one !== undefined));
    this.host.requestUpdate();
  }
}
