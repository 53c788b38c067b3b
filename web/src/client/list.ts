// A list of which the server gives one page after another.

import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Page } from "./types.ts";

/** So many pages in a row may be empty before the list shows what it has: filters can leave all of a page out. */
const EMPTY_PAGES = 5;

/** Shows one page of a list. `read` asks the server for the page after a cursor. */
export class List<Row extends { id: string }> implements ReactiveController {
  rows: Row[] = [];
  state: "loading" | "ready" | "failed" = "loading";
  error: unknown;
  #after: string | null | undefined;
  #cursors: (string | undefined)[] = [undefined];
  #asked = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly read: (after: string | undefined) => Promise<Page<Row>>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {}

  get hasNext(): boolean {
    return this.#after != null;
  }

  get hasPrevious(): boolean {
    return this.#cursors.length > 1;
  }

  /** Begins again at the first page. */
  restart(): Promise<void> {
    this.#cursors = [undefined];
    return this.reload();
  }

  next(): Promise<void> {
    this.#cursors.push(this.#after ?? undefined);
    return this.reload();
  }

  previous(): Promise<void> {
    this.#cursors.pop();
    return this.reload();
  }

  /** Reads the page again. An answer that comes after a later question is dropped. */
  async reload(): Promise<void> {
    const asked = ++this.#asked;
    this.state = "loading";
    this.host.requestUpdate();
    try {
      const page = await this.#filled(this.#cursors.at(-1));
      if (asked !== this.#asked) return;
      this.rows = page.data;
      this.#after = page.page.after;
      this.state = "ready";
    } catch (error) {
      if (asked !== this.#asked) return;
      this.error = error;
      this.state = "failed";
    }
    this.host.requestUpdate();
  }

  /** Puts what was changed in the place of what was read: the list itself follows a moment later. */
  replace(row: Row): void {
    this.rows = this.rows.map((one) => (one.id === row.id ? row : one));
    this.host.requestUpdate();
  }

  remove(id: string): void {
    this.rows = this.rows.filter((one) => one.id !== id);
    this.host.requestUpdate();
  }

  async #filled(after: string | undefined): Promise<Page<Row>> {
    let page = await this.read(after);
    for (let more = 1; more < EMPTY_PAGES && page.data.length === 0 && page.page.after != null; more += 1) {
      page = await this.read(page.page.after);
    }
    return page;
  }
}
