// What esbuild makes of the entry points.

import { createHash } from "node:crypto";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const web = fileURLToPath(new URL("..", import.meta.url));

/** The logical names of what pages load, and their sources. */
export const ENTRIES = {
  "console.js": "src/console/index.ts",
  "console.css": "src/console/page.css",
  "links.js": "src/links/index.ts",
  "links.css": "src/links/page.css",
};

const TYPES = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

/** How every script is made, for pages and for the package. */
export const OPTIONS = {
  absWorkingDir: web,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  conditions: ["production"],
  preserveSymlinks: true,
  // The client of clients/typescript has no packages of its own here.
  nodePaths: [`${web}node_modules`],
  logLevel: "warning",
  write: false,
};

/** The files by their names, and the manifest: what each entry is called, and what it imports before it can run. */
export async function bundle() {
  const result = await build({
    ...OPTIONS,
    entryPoints: Object.entries(ENTRIES).map(([name, source]) => ({ in: source, out: name.replace(/\.\w+$/, "") })),
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    splitting: true,
    metafile: true,
    outdir: "built",
  });
  const files = new Map();
  for (const { path, contents } of result.outputFiles.sort((one, other) => (one.path < other.path ? -1 : 1))) {
    files.set(basename(path), Buffer.from(contents));
  }
  return { files, manifest: { entries: entries(result.metafile), files: described(files) } };
}

function entries(metafile) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const found = {};
  for (const [name, source] of Object.entries(ENTRIES)) {
    const [file] = [...outputs].find(([, output]) => output.entryPoint === source);
    found[name] = { file, imports: [...imported(file, outputs)].sort() };
  }
  return found;
}

/** Everything that a script imports at once, directly or through another. */
function imported(file, outputs, found = new Set()) {
  for (const { path, kind } of outputs.get(file).imports) {
    const name = basename(path);
    if (kind !== "import-statement" || found.has(name)) continue;
    found.add(name);
    imported(name, outputs, found);
  }
  return found;
}

function described(files) {
  const described = {};
  for (const [name, content] of files) {
    const sha256 = createHash("sha256").update(content).digest("hex");
    described[name] = { content_type: TYPES[name.split(".").pop()], bytes: content.length, sha256 };
  }
  return described;
}
