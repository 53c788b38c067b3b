// The words of the audit trail, which no other screen needs.

import { locale } from "./index.ts";

const LOADERS: Record<string, () => Promise<{ actions: Record<string, string> }>> = {
  en: () => import("./en/audit.ts"),
  fr: () => import("./fr/audit.ts"),
  de: () => import("./de/audit.ts"),
  es: () => import("./es/audit.ts"),
  "en-XA": () => import("./pseudo-audit.ts"),
};

/** What each action is called, in the language of the screens. */
export async function actionNames(): Promise<Record<string, string>> {
  return (await LOADERS[locale.tag]?.())?.actions ?? {};
}
