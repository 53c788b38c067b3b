// Recovery codes, which are shown once.

import { html } from "lit";

import type { UsherSecurity } from "./security.ts";

export function showCodes(element: UsherSecurity, codes: string[]): void {
  const { t } = element;
  const text = codes.join("\n");
  const copy = () => navigator.clipboard.writeText(text).then(() => element.say(t.copied));
  element.dialog.ask({
    title: t.recoveryCodes,
    body: () =>
      html`<p>${t.keepCodes}</p>
        <ul class="codes">
          ${codes.map((code) => html`<li><code>${code}</code></li>`)}
        </ul>
        <div class="actions start"><button type="button" @click=${copy}>${t.copy}</button></div>`,
  });
}
