// The words of the pages, in the language that the server has chosen.

import type { Words } from "./words/en.ts";

const LOADERS: Record<string, () => Promise<{ default: Words }>> = {
  fr: () => import("./words/fr.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
};

export const { default: words } = await (LOADERS[document.documentElement.lang] ?? (() => import("./words/en.ts")))();
