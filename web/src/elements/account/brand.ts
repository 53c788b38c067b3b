// The look of an account: what it is, how it looks by day and by night, and a form for it.

import { html, nothing, type TemplateResult } from "lit";

import { served, UsherError } from "../../client/connection.ts";
import type { Account, FieldFault } from "../../client/types.ts";
import { brandWords } from "../../locales/brand.ts";
import { field } from "../parts/field.ts";

/** So many bytes the API takes. */
const LARGEST = 32 * 1024;

/** What the form has beside its fields: the picture that was chosen. */
export interface Draft {
  colour: string;
  /** As a `data:` URL, or the address of the one that is there; empty for none. */
  logo: string;
  /** What is wrong with the file. */
  fault: string;
}

export function brandCard(account: Account, edit: (() => void) | undefined): TemplateResult {
  const { accent_colour, accent_by_day: day, accent_by_night: night, logo } = account.brand;
  const address = logo == null ? "" : served(logo);
  const t = brandWords();
  return html`<section class="card" aria-labelledby="brand">
    <div class="head">
      <h2 id="brand">${t.brand}</h2>
      ${edit ? html`<button type="button" class="small" @click=${edit}>${t.editBrand}</button>` : nothing}
    </div>
    <dl class="facts">
      <dt>${t.accentColour}</dt>
      <dd>${accent_colour ?? t.usualLook}</dd>
      <dt>${t.logo}</dt>
      <dd>${logo == null ? "—" : html`<img class="logo" src=${address} alt=${t.logoOf(account.product_name)} />`}</dd>
    </dl>
    <div class="previews">
      ${preview(account.product_name, address, day ?? "", "light")}
      ${preview(account.product_name, address, night ?? "", "dark")}
    </div>
  </section>`;
}

/** A page in small. It is a picture: nothing in it can be pressed. */
function preview(product: string, logo: string, accent: string, scheme: "light" | "dark"): TemplateResult {
  const t = brandWords();
  return html`<div class="preview ${scheme}" .style=${accent && `--_preview: ${accent}`}>
    <p class="preview-head">${logo && html`<img class="logo" src=${logo} alt="" />`} <strong>${product}</strong></p>
    <p><span class="preview-button">${t.previewButton}</span> <span class="preview-link">${t.previewLink}</span></p>
  </div>`;
}

/** What is wrong with the fields. How much a contrast is, the message alone says. */
function faultsOf(error: unknown): Map<string, string> {
  const { faults } = brandWords();
  const told = ({ field, code, message }: FieldFault): [string, string] => {
    const amount = /is ([\d.]+) : 1/.exec(message)?.[1] ?? "";
    return [field, (faults[code] ?? message).replace("{amount}", amount)];
  };
  return new Map(error instanceof UsherError ? error.problem?.errors?.map(told) : []);
}

export function brandForm(account: Account, draft: Draft, error: unknown): TemplateResult {
  const t = brandWords();
  const faults = faultsOf(error);
  const isColour = /^#[0-9a-f]{6}$/i.test(draft.colour);
  // A colour that was refused is not shown on: it cannot be read.
  const shown = isColour && !faults.has("brand.accent_colour") ? draft.colour : "";
  const fault = draft.fault || faults.get("brand.logo");
  const accent = { name: "brand.accent_colour", label: t.accentColour, value: draft.colour, hint: t.accentHint };
  return html`
    <div class="colour">
      ${field(accent, faults)}
      <input type="color" aria-label=${t.pickColour} data-picker .value=${isColour ? draft.colour : "#2451c4"} />
    </div>
    <div class="field">
      <label for="logo">${t.logo}</label>
      <input
        id="logo"
        type="file"
        accept="image/png,image/webp"
        aria-invalid=${fault ? "true" : nothing}
        aria-describedby=${fault ? "logo-hint logo-fault" : "logo-hint"}
      />
      <span class="hint" id="logo-hint">${t.logoHint}</span>
      ${fault ? html`<span class="fault" id="logo-fault">${fault}</span>` : nothing}
    </div>
    ${draft.logo && html`<button type="button" class="small" data-remove>${t.removeLogo}</button>`}
    <div class="previews">${preview(account.product_name, draft.logo, shown, "light")}</div>
  `;
}

/** What is asked of the API: what has not changed is left out. */
export function changeOf(account: Account, draft: Draft): { accent_colour: string | null; logo?: string | null } {
  const accent_colour = draft.colour.trim() || null;
  const [, file] = draft.logo.split(";base64,");
  if (file !== undefined) return { accent_colour, logo: file };
  return draft.logo === "" && account.brand.logo != null ? { accent_colour, logo: null } : { accent_colour };
}

/** Reads a file that was chosen. One of which something is wrong is told of, and left aside. */
export async function chosen(file: File): Promise<Partial<Draft>> {
  const t = brandWords();
  if (!["image/png", "image/webp"].includes(file.type)) return { fault: t.faults["invalid_picture"] ?? "" };
  if (file.size > LARGEST) return { fault: t.faults["picture_too_large"] ?? "" };
  const reader = new FileReader();
  const read = new Promise((done, failed) => Object.assign(reader, { onload: done, onerror: failed }));
  reader.readAsDataURL(file);
  await read;
  return { logo: String(reader.result), fault: "" };
}
