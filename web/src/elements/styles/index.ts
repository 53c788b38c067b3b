import { controls } from "./controls.ts";
import { layout } from "./layout.ts";
import { table } from "./table.ts";
import { tokens } from "./tokens.ts";

/** What every element looks like. */
export const base = [tokens, controls, layout, table];
