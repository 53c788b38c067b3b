import { access } from "./access.ts";
import { account } from "./account.ts";
import { common } from "./common.ts";
import { invite } from "./invite.ts";
import { own } from "./own.ts";
import { people } from "./people.ts";

/** The words in English, and the form of those of all languages. */
export const en = { tag: "en", ...common, ...people, ...invite, ...access, ...account, ...own };

export type Words = typeof en;
export const words = en;
