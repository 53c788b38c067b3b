// Makes the package of the elements in web/package: a script, its parts, and its types.

import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { OPTIONS } from "./bundle.mjs";

const target = fileURLToPath(new URL("../package/", import.meta.url));

const result = await build({
  ...OPTIONS,
  entryPoints: [{ in: "src/elements/index.ts", out: "elements" }],
  chunkNames: "part-[hash]",
  splitting: true,
  outdir: "package",
});
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const { path, contents } of result.outputFiles) await writeFile(join(target, basename(path)), contents);
await cp(fileURLToPath(new URL("../src/elements/package.d.ts", import.meta.url)), join(target, "elements.d.ts"));
console.log(`${result.outputFiles.length} files in web/package`);
