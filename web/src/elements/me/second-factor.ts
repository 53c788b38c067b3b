// One's own second factor: setting it up with a code to scan, recovery codes, and turning it off.

import { html, nothing, type TemplateResult } from "lit";

import { api, data } from "../../client/connection.ts";
import type { Me } from "../../client/types.ts";
import { field } from "../parts/field.ts";
import { time } from "../parts/time.ts";
import { password } from "./password.ts";
import { showCodes } from "./recovery-codes.ts";
import type { UsherSecurity } from "./security.ts";

export function secondFactorCard(element: UsherSecurity, me: Me): TemplateResult {
  const { t } = element;
  const { enabled, confirmed_at, recovery_codes_left } = me.second_factor;
  const isOffered = me.accounts.some(({ second_factor }) => second_factor !== "off");
  const isRequired = me.accounts.some(({ second_factor }) => second_factor === "required");
  return html`<section class="card" aria-labelledby="second-factor">
    <div class="head">
      <h2 id="second-factor">${t.secondFactor}</h2>
      <span class="badge ${enabled ? "good" : "warn"}">${enabled ? t.on : t.off}</span>
    </div>
    <p class="muted">
      ${enabled ? html`${t.onSince} ${time(confirmed_at)}. ${t.codesLeft(recovery_codes_left)}` : t.secondFactorHint}
    </p>
    <div class="actions start">
      ${
        enabled
          ? html`<button type="button" @click=${() => renewCodes(element)}>${t.newRecoveryCodes}</button>
              <button type="button" @click=${() => begin(element, true)}>${t.replaceSecondFactor}</button>
              ${
                isRequired
                  ? nothing
                  : html`<button type="button" class="warning" @click=${() => turnOff(element)}>${t.turnOff}</button>`
              }`
          : isOffered
            ? html`<button type="button" class="primary" @click=${() => begin(element, false)}>${t.setUp}</button>`
            : html`<span class="muted">${t.secondFactorNotOffered}</span>`
      }
    </div>
  </section>`;
}

/** What proves that the person asks: the password, and a code if they have a second factor. */
function proof(element: UsherSecurity, withCode: boolean, faults: Map<string, string>): TemplateResult {
  const { t } = element;
  return html`${password("password", t.password, "current-password", faults)}
  ${
    withCode
      ? field({ name: "code", label: t.codeOrRecovery, autocomplete: "one-time-code", hint: t.codeHint }, faults)
      : nothing
  }`;
}

/** Six digits are a code of the app; anything else is a recovery code. */
export function proven(form: FormData): { password: string; code?: string; recovery_code?: string } {
  const given = String(form.get("code") ?? "").trim();
  const isCode = /^[\d\s-]{6,8}$/.test(given);
  return {
    password: String(form.get("password")),
    ...(given !== "" && (isCode ? { code: given } : { recovery_code: given })),
  };
}

function begin(element: UsherSecurity, withCode: boolean): void {
  const { t } = element;
  element.dialog.ask({
    title: withCode ? t.replaceSecondFactor : t.setUpSecondFactor,
    body: (faults) =>
      html`<p class="muted">${t.proveFirst}</p>
        ${proof(element, withCode, faults)}`,
    confirm: t.next,
    act: async (form) => {
      const { secret, qr_svg } = await data(api().POST("/v1/me/second-factor", { body: proven(form) }));
      scan(element, secret, qr_svg);
    },
  });
}

function scan(element: UsherSecurity, secret: string, svg: string): void {
  const { t } = element;
  // An image runs no script, whatever is in it.
  const image = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  element.dialog.ask({
    title: t.setUpSecondFactor,
    body: (faults) =>
      html`<p>${t.scanCode}</p>
        <img class="qr" src=${image} alt=${t.qrCode} width="200" height="200" />
        <p class="small">${t.orEnterSecret} <code class="secret">${secret.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
        ${field({ name: "code", label: t.codeFromApp, autocomplete: "one-time-code", isRequired: true }, faults)}`,
    confirm: t.turnOn,
    act: async (form) => {
      const code = String(form.get("code")).trim();
      const { recovery_codes } = await data(api().POST("/v1/me/second-factor/confirm", { body: { code } }));
      showCodes(element, recovery_codes);
      await element.changed("second_factor", t.secondFactorOn);
    },
  });
}

function renewCodes(element: UsherSecurity): void {
  const { t } = element;
  element.dialog.ask({
    title: t.newRecoveryCodes,
    body: (faults) =>
      html`<p>${t.oldCodesEnd}</p>
        ${proof(element, true, faults)}`,
    confirm: t.newRecoveryCodes,
    act: async (form) => {
      const { recovery_codes } = await data(api().POST("/v1/me/second-factor/recovery-codes", { body: proven(form) }));
      showCodes(element, recovery_codes);
      await element.changed("recovery_codes", t.codesReplaced);
    },
  });
}

function turnOff(element: UsherSecurity): void {
  const { t } = element;
  element.dialog.ask({
    title: t.turnOffSecondFactor,
    body: (faults) =>
      html`<p>${t.turnOffMeans}</p>
        ${proof(element, true, faults)}`,
    confirm: t.turnOff,
    isDangerous: true,
    act: async (form) => {
      await api().POST("/v1/me/second-factor/disable", { body: proven(form) });
      await element.changed("second_factor", t.secondFactorOff);
    },
  });
}
