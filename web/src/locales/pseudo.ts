// English with marks on every letter, and longer by a third.

import { en, type Words } from "./en/index.ts";

const MARKED: Record<string, string> = {
  a: "å",
  c: "ç",
  e: "é",
  i: "î",
  n: "ñ",
  o: "ö",
  u: "û",
  y: "ý",
  A: "Å",
  C: "Ç",
  E: "É",
  I: "Î",
  N: "Ñ",
  O: "Ö",
  U: "Û",
};

function marked(text: string): string {
  const letters = text.replace(/[a-z]/gi, (letter) => MARKED[letter] ?? letter);
  return `[${letters}${"~".repeat(Math.ceil(text.length / 3))}]`;
}

/** The same with marks on every letter of every text in it. */
export function pseudo(value: unknown): unknown {
  if (typeof value === "string") return marked(value);
  if (typeof value === "function") return (...given: unknown[]) => marked(String(value(...given)));
  return Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, pseudo(one)]));
}

export const changed = (words: object): object => pseudo(words) as object;

export const words: Words = { ...(pseudo(en) as Words), tag: "en" };
