// Builds the pages into functions/pages/built, which the function embeds:
//
//     node build/build.mjs            writes the files
//     node build/build.mjs --check    builds again and compares with what is committed
//
// A file has the hash of what it holds in its name, and never changes under that name. manifest.json says which file is
// which, and what a page has to load. Beside each file is the same compressed.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { bundle } from "./bundle.mjs";
import { compressed } from "./compress.mjs";
import { overBudget, sizes } from "./budgets.mjs";
import { elementSizes } from "./elements.mjs";

const built = fileURLToPath(new URL("../../functions/pages/built/", import.meta.url));

const { files, manifest } = await bundle();
const measured = [...sizes(files, manifest), ...(await elementSizes())];
for (const { entry, bytes, budget } of measured) console.log(`${entry}: ${bytes} of ${budget} bytes, compressed`);
const faults = overBudget(measured);
if (process.argv.includes("--check")) faults.push(...(await differences()));
else if (faults.length === 0) await write();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Every file by its name: scripts, the manifest, and what is compressed. */
function everything() {
  const all = new Map(files);
  all.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  for (const [name, content] of files) for (const [ending, bytes] of compressed(content)) all.set(name + ending, bytes);
  return all;
}

async function write() {
  await rm(built, { recursive: true, force: true });
  await mkdir(built, { recursive: true });
  for (const [name, content] of everything()) await writeFile(join(built, name), content);
  console.log(`${files.size} files in functions/pages/built`);
}

/** What is committed and would not be built, and the other way round. */
async function differences() {
  const all = everything();
  const committed = new Set(await readdir(built));
  const faults = [...committed].filter((name) => !all.has(name)).map((name) => `${name} is no longer built`);
  for (const [name, content] of all) {
    if (!committed.has(name)) faults.push(`${name} is not committed: npm run build`);
    else if (!plain(name, content).equals(plain(name, await readFile(join(built, name)))))
      faults.push(`${name} differs`);
  }
  if (faults.length === 0) console.log(`${basename(built)}: ${committed.size} files are as they are built`);
  return faults;
}

/** What a file says: other versions of Node compress in other ways. */
function plain(name, content) {
  if (name.endsWith(".gz")) return gunzipSync(content);
  if (name.endsWith(".br")) return brotliDecompressSync(content);
  return content;
}
