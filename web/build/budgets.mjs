// How large what a page loads may be, compressed with brotli: every script that runs before the page can be used. The
// pages behind links wait for the words of one language as well.

import { compressed } from "./compress.mjs";

const KB = 1000;
const BUDGETS = { "links.js": 8 * KB, "console.js": 60 * KB };
export const ELEMENT_BUDGET = 25 * KB;

/** The size of each entry with all that it imports at once. */
export function sizes(files, manifest) {
  return Object.entries(BUDGETS).map(([entry, budget]) => {
    const { file, imports } = manifest.entries[entry];
    const atOnce = [file, ...imports].map((name) => size(files.get(name))).reduce((sum, one) => sum + one, 0);
    const words = entry === "links.js" ? [...files].filter(([name]) => isWords(name, files.get(file))) : [];
    const bytes = atOnce + Math.max(0, ...words.map(([, content]) => size(content)));
    return { entry, bytes, budget };
  });
}

/** Whether the script of the links imports this file when it knows the language. */
function isWords(name, links) {
  return links.includes(`import("./${name}")`);
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
