// The elements on their own: each alone is held to its budget, and all together make the package for other portals.

import { basename } from "node:path";

import { build } from "esbuild";

import { ELEMENT_BUDGET, size } from "./budgets.mjs";
import { OPTIONS } from "./bundle.mjs";

/** The elements by their names, and their sources. */
export const ELEMENTS = {
  "usher-account": "src/elements/account/element.ts",
  "usher-audit": "src/elements/audit/element.ts",
  "usher-invitations": "src/elements/invitations/element.ts",
  "usher-invite": "src/elements/invite/element.ts",
  "usher-profile": "src/elements/me/profile.ts",
  "usher-roles": "src/elements/roles/element.ts",
  "usher-security": "src/elements/me/security.ts",
  "usher-tokens": "src/elements/tokens/element.ts",
  "usher-units": "src/elements/units/element.ts",
  "usher-user": "src/elements/user/element.ts",
  "usher-users": "src/elements/users/element.ts",
};

/** The size of each element if a page shows it alone. */
export async function elementSizes() {
  const measured = Object.entries(ELEMENTS).map(async ([entry, source]) => {
    const result = await build({ ...OPTIONS, entryPoints: [source], splitting: true, metafile: true, outdir: "alone" });
    const outputs = new Map(Object.entries(result.metafile.outputs).map(([path, output]) => [basename(path), output]));
    const [main] = [...outputs].find(([, output]) => output.entryPoint === source);
    const needed = [
      main,
      ...outputs
        .get(main)
        .imports.filter(isStatic)
        .map(({ path }) => basename(path)),
    ];
    const contents = new Map(result.outputFiles.map(({ path, contents }) => [basename(path), contents]));
    const bytes = needed.map((name) => size(Buffer.from(contents.get(name)))).reduce((sum, one) => sum + one, 0);
    return { entry, bytes, budget: ELEMENT_BUDGET };
  });
  return Promise.all(measured);
}

const isStatic = ({ kind }) => kind === "import-statement";
