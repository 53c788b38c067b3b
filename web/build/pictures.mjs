// Renders every screen and page in its states, at two widths, light and dark:
//
//     node build/pictures.mjs <folder> [part of a name]
//
// It needs what the tests need: Chromium, and `cargo build --workspace --locked`. index.html shows all of them.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { launch } from "../tests/support/browser.mjs";
import { start } from "../tests/support/system.mjs";
import { scenery } from "./pictures/scenery.mjs";
import { links } from "./pictures/links.mjs";
import { screens } from "./pictures/screens.mjs";

const WIDTHS = [1280, 360];
const SCHEMES = ["light", "dark"];

const [folder, part = ""] = process.argv.slice(2);
if (folder === undefined) throw new Error("node build/pictures.mjs <folder> [part of a name]");
await mkdir(folder, { recursive: true });

const system = await start();
const browser = await launch();
const made = [];
try {
  const scene = await scenery(system, browser);
  for (const [name, prepare] of Object.entries({ ...links(scene), ...screens(scene) })) {
    if (!name.includes(part)) continue;
    const page = await prepare();
    await shoot(name, page);
  }
} finally {
  await browser.close();
  system.stop();
}
await writeFile(join(folder, "index.html"), index());
console.log(`${made.length} pictures in ${folder}`);

/** One state in each width and scheme, as far as the page goes. */
async function shoot(name, page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width > 1000 ? 800 : 720 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const file = `${name}-${width}-${colorScheme}.png`;
      const isDialog = (await page.getByRole("dialog").count()) > 0;
      await page.screenshot({ path: join(folder, file), fullPage: !isDialog });
      made.push(file);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: WIDTHS[0], height: 800 });
}

function index() {
  const figures = made.map(
    (file) => `<figure><img src="${file}" loading="lazy" width="320" /><figcaption>${file}</figcaption></figure>`,
  );
  const style = "body { display: flex; flex-wrap: wrap; gap: 1rem; font: 12px sans-serif } figure { margin: 0 }";
  return `<!doctype html><title>Pictures</title><style>${style}</style>${figures.join("\n")}\n`;
}
