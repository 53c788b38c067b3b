// One dialog of an element at a time: it asks, does, and shows what went wrong without closing.

import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";

import type { Words } from "../../locales/index.ts";
import { faultsOf, told } from "./faults.ts";

export interface Question {
  title: string;
  /** What is asked, and what follows. Gets what is wrong with fields. */
  body: (faults: Map<string, string>) => unknown;
  /** The name of the button that does it; without one, there is nothing to do but to close. */
  confirm?: string;
  /** Whether something is lost by it. */
  isDangerous?: boolean;
  /** Does it. The form has what was filled in. */
  act?: (form: FormData) => Promise<void>;
  wide?: boolean;
}

/** Holds the dialog of an element. */
export class Dialog implements ReactiveController {
  #question: Question | undefined;
  #error: unknown;
  #isBusy = false;

  constructor(private readonly host: ReactiveControllerHost & { readonly renderRoot: ParentNode }) {
    host.addController(this);
  }

  /** Shows the dialog as soon as it is there. */
  hostUpdated(): void {
    const dialog = this.host.renderRoot.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }

  ask(question: Question): void {
    this.#question = question;
    this.#error = undefined;
    this.#isBusy = false;
    this.host.requestUpdate();
  }

  /** The browser has given the focus back to what opened the dialog. If that is gone, the heading gets it. */
  close(): void {
    this.#question = undefined;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => {
      const isLost = document.activeElement === document.body;
      if (isLost) this.host.renderRoot.querySelector<HTMLElement>("h1, h2")?.focus();
    });
  }

  render(t: Words): TemplateResult | typeof nothing {
    const question = this.#question;
    if (question === undefined) return nothing;
    const faults = faultsOf(this.#error, t);
    return html`<dialog
      class=${question.wide ? "wide" : ""}
      aria-labelledby="dialog-title"
      @close=${() => this.close()}
      @cancel=${(event: Event) => this.#isBusy && event.preventDefault()}
    >
      <form @submit=${(event: SubmitEvent) => this.#submit(event, question)} novalidate>
        <h2 id="dialog-title">${question.title}</h2>
        <div class="stack">${question.body(faults)}</div>
        <div role="alert">
          ${this.#error !== undefined ? html`<p class="said fault">${told(this.#error, t)}</p>` : nothing}
        </div>
        <div class="actions">
          <button type="button" @click=${closed}>${question.confirm ? t.cancel : t.close}</button>
          ${
            question.confirm
              ? html`<button
                  type="submit"
                  class=${question.isDangerous ? "danger" : "primary"}
                  ?disabled=${this.#isBusy}
                >
                  ${this.#isBusy ? t.working : question.confirm}
                </button>`
              : nothing
          }
        </div>
      </form>
    </dialog>`;
  }

  async #submit(event: SubmitEvent, question: Question): Promise<void> {
    event.preventDefault();
    if (this.#isBusy || question.act === undefined) return;
    const form = event.target as HTMLFormElement;
    this.#isBusy = true;
    this.host.requestUpdate();
    try {
      await question.act(new FormData(form));
      // The act may have asked the next question.
      if (this.#question === question) {
        form.closest("dialog")?.close();
        this.close();
      }
    } catch (error) {
      this.#error = error;
    }
    this.#isBusy = false;
    this.host.requestUpdate();
  }
}

function closed(event: Event): void {
  (event.target as HTMLElement).closest("dialog")?.close();
}
