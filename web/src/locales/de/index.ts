import type { Words } from "../en/index.ts";
import { access } from "./access.ts";
import { account } from "./account.ts";
import { common } from "./common.ts";
import { invite } from "./invite.ts";
import { own } from "./own.ts";
import { people } from "./people.ts";

export const words: Words = { tag: "de", ...common, ...people, ...invite, ...access, ...account, ...own };
