// Instants, in the reader's zone and language, with the exact instant in the title.

import { html, nothing, type TemplateResult } from "lit";

import { locale } from "../../locales/index.ts";

/** An instant as a date, or with the time of day. */
export function time(instant: string | null | undefined, withTime = false): TemplateResult | typeof nothing {
  if (instant == null) return nothing;
  const date = new Date(instant);
  const style: Intl.DateTimeFormatOptions = { dateStyle: "medium", ...(withTime && { timeStyle: "short" as const }) };
  const exact = new Intl.DateTimeFormat(locale.tag, { dateStyle: "full", timeStyle: "long" }).format(date);
  const short = new Intl.DateTimeFormat(locale.tag, style).format(date);
  return html`<time datetime=${instant} title=${`${exact} (${instant})`}>${short}</time>`;
}
