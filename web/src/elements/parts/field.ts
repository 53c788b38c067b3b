// A field with its label, a hint, and what is wrong with it.

import { html, nothing, type TemplateResult } from "lit";

import type { Words } from "../../locales/index.ts";

export interface Field {
  name: string;
  label: string;
  value?: string;
  type?: string;
  autocomplete?: AutoFill;
  hint?: string;
  isRequired?: boolean;
  /** Makes the id unique where a form is there several times. */
  id?: string;
}

export function field(of: Field, faults: Map<string, string> = new Map()): TemplateResult {
  const { name, label, value = "", type = "text", autocomplete = "off", hint, isRequired = false, id = name } = of;
  const fault = faults.get(name);
  const described = [hint === undefined ? "" : `${id}-hint`, fault === undefined ? "" : `${id}-fault`];
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${name}
      type=${type}
      value=${value}
      autocomplete=${autocomplete}
      ?required=${isRequired}
      aria-invalid=${fault === undefined ? nothing : "true"}
      aria-describedby=${described.join(" ").trim() || nothing}
    />
    ${hint === undefined ? nothing : html`<span class="hint" id="${id}-hint">${hint}</span>`}
    ${fault === undefined ? nothing : html`<span class="fault" id="${id}-fault">${fault}</span>`}
  </div>`;
}

/** The two fields of a name. `isOwn` lets the browser fill in that of the person who sits before it. */
export function namesFields(
  t: Words,
  names: { given_name: string | null; family_name: string | null } | undefined,
  faults: Map<string, string>,
  isOwn = false,
): TemplateResult {
  const one = (name: "given_name" | "family_name", label: string, autocomplete: AutoFill) =>
    field({ name, label, value: names?.[name] ?? "", autocomplete: isOwn ? autocomplete : "off" }, faults);
  return html`<div class="pair">
    ${one("given_name", t.givenName, "given-name")} ${one("family_name", t.familyName, "family-name")}
  </div>`;
}
