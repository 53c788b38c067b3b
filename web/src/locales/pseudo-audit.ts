// The words of the audit trail with marks on every letter.

import { actions as en } from "./en/audit.ts";
import { pseudo } from "./pseudo.ts";

export const actions = pseudo(en) as Record<string, string>;
