// The words of the screens. English is always there; other languages are loaded when they are needed.

import { en, type Words } from "./en/index.ts";

export type { Words };

/** The languages that people can choose, by their own names. */
export const LOCALES: Record<string, string> = { en: "English", fr: "Français", de: "Deutsch", es: "Español" };

/** What a language has; that of tests makes its words of others. */
interface Language {
  words: Words;
  changed?: (words: object) => object;
}

const LOADERS: Record<string, () => Promise<Language>> = {
  fr: () => import("./fr/index.ts"),
  de: () => import("./de/index.ts"),
  es: () => import("./es/index.ts"),
  // Longer, with marks on every letter: for tests that nothing is cut off, and that no word was left out.
  "en-XA": () => import("./pseudo.ts"),
};

/** Says `change` when there are other words. */
class Current extends EventTarget {
  tag = "en";
  words: Words = en;
  changed: Language["changed"];
}

export const locale = new Current();

export const words = (): Words => locale.words;

/** Takes the words of a language; of English if there are none. */
export async function useLocale(tag: string): Promise<void> {
  const load = LOADERS[tag];
  const language: Language = load ? await load() : { words: en };
  locale.words = language.words;
  locale.changed = language.changed;
  locale.tag = load ? tag : "en";
  locale.dispatchEvent(new Event("change"));
}

const KEPT = "usher-language";

/** The language that was chosen here, or the first of the browser's that there is. */
export function preferred(): string {
  const chosen = new URLSearchParams(location.search).get("lang") ?? kept();
  const wanted = [chosen ?? [], navigator.languages]
    .flat()
    .map((tag) => (tag in LOADERS ? tag : (tag.split("-")[0] ?? "")));
  return wanted.find((tag) => tag === "en" || tag in LOADERS) ?? "en";
}

/** Takes a language, and keeps it for the next time. */
export async function choose(tag: string): Promise<void> {
  try {
    localStorage.setItem(KEPT, tag);
  } catch {
    // Where nothing can be kept, it is chosen for now.
  }
  await useLocale(tag);
  document.documentElement.lang = tag;
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
