// How large what a page loads may be, compressed with brotli: every script that runs before the page can be used.

import { compressed } from "./compress.mjs";

const KB = 1000;
const BUDGETS = { "links.js": 8 * KB, "console.js": 60 * KB };
export const ELEMENT_BUDGET = 25 * KB;

/** The size of each entry with all that it imports at once. */
export function sizes(files, manifest) {
  return Object.entries(BUDGETS).map(([entry, budget]) => {
    const { file, imports } = manifest.entries[entry];
    const bytes = [file, ...imports].map((name) => size(files.get(name))).reduce((sum, one) => sum + one, 0);
    return { entry, bytes, budget };
  });
}

/** The size of a file as a browser gets it. */
export function size(content) {
  return new Map(compressed(content)).get(".br").length;
}

export function overBudget(measured) {
  return measured
    .filter(({ bytes, budget }) => bytes > budget)
    .map(({ entry, bytes, budget }) => `${entry} has ${bytes} bytes, more than its ${budget}`);
}
