// Showing again that it is oneself, for what a stolen session must not be able to do.

import { html, nothing } from "lit";

import { api, data, UsherError } from "../../client/connection.ts";
import type { Words } from "../../locales/index.ts";
import { proven } from "../me/second-factor.ts";
import type { Dialog } from "./dialog.ts";
import { field } from "./field.ts";

/** Asks for the password if the session has not shown it lately, and goes on with what was typed. */
export async function withProof(element: { t: Words; dialog: Dialog }, act: () => Promise<void>): Promise<void> {
  const { t } = element;
  try {
    await act();
  } catch (error) {
    if (!(error instanceof UsherError) || error.code !== "proof_required") throw error;
    const me = await data(api().GET("/v1/me"));
    element.dialog.ask({
      title: t.proveTitle,
      body: (faults) =>
        html`<p class="muted">${t.proveFirst}</p>
          ${field({ name: "password", label: t.password, type: "password", autocomplete: "current-password" }, faults)}
          ${
            me.second_factor.enabled
              ? field({ name: "code", label: t.codeOrRecovery, autocomplete: "one-time-code" }, faults)
              : nothing
          }`,
      confirm: t.next,
      act: async (form) => {
        await api().POST("/v1/me/proof", { body: proven(form) });
        await act();
      },
    });
  }
}
