// The first step: who, and what they may do.

import { html, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { UsherInvite } from "./element.ts";

export function collect(element: UsherInvite, rules: Rules): TemplateResult {
  const { t } = element;
  const typed = (event: Event) => (element.text = (event.target as HTMLTextAreaElement).value);
  const chosen = (event: Event) => void element.file((event.target as HTMLInputElement).files?.[0]);
  const over = (event: DragEvent) => event.preventDefault();
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    void element.file(event.dataTransfer?.files[0]);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void element.next();
  };
  return html`<form class="stack" @submit=${submit}>
    <div class="columns">
      <section class="card" aria-labelledby="who">
        <h2 id="who">${t.whoToInvite}</h2>
        <div class="field">
          <label for="addresses">${t.addresses}</label>
          <textarea
            id="addresses"
            rows="7"
            spellcheck="false"
            autocapitalize="off"
            aria-describedby="addresses-hint"
            placeholder="grace@example.com&#10;Alan Turing &lt;alan@example.com&gt;"
            .value=${element.text}
            @input=${typed}
          ></textarea>
          <span class="hint" id="addresses-hint">${t.addressesHint}</span>
        </div>
        <div class="drop" @dragover=${over} @drop=${dropped}>
          <label for="file">${t.orFile}</label>
          <input id="file" type="file" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" @change=${chosen} />
          <span class="small muted">${t.fileHint}</span>
        </div>
      </section>
      <section class="card" aria-labelledby="permissions">
        <h2 id="permissions">${t.setPermissions}</h2>
        <p class="muted">${t.setPermissionsHint}</p>
        ${element.grants.render(t)}
      </section>
    </div>
    <div class="actions">
      <span class="small muted">${t.nothingIsSentYet} ${t.linkLasts(rules.policies.invitation?.lifetime ?? "")}</span>
      <button type="submit" class="primary">${t.next}</button>
    </div>
  </form>`;
}
