// The pictures of the documents, small:
//
//     node build/pictures/small.mjs <folder of all pictures>
//
// Chromium makes them, as it does the large ones.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "../../tests/support/browser.mjs";

const target = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));

/** What each shows: the picture, how high it is at most, and how large it becomes. */
const PICTURES = {
  users: { of: "users-active-1280-light", height: 860, scale: 0.75 },
  inviting: { of: "invite-review-1280-light", height: 720, scale: 0.75 },
  roles: { of: "user-edit-roles-1280-light", height: 800, scale: 0.75 },
  invitation: { of: "link-invitation-360-dark", height: 720, scale: 1 },
  phone: { of: "users-selected-360-dark", height: 720, scale: 1 },
};
const QUALITY = 0.82;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("node build/pictures/small.mjs <folder of all pictures>");
await mkdir(target, { recursive: true });
const browser = await launch();
const page = await browser.newPage();
let total = 0;
for (const [name, { of, height, scale }] of Object.entries(PICTURES)) {
  const picture = await readFile(join(folder, `${of}.png`), "base64");
  const small = Buffer.from(await page.evaluate(shrink, { picture, height, scale, quality: QUALITY }), "base64");
  await writeFile(join(target, `${name}.webp`), small);
  total += small.length;
}
await browser.close();
console.log(`${Object.keys(PICTURES).length} pictures, ${Math.ceil(total / 1000)} KB`);

/** In the page: the upper part of a picture as WebP. */
async function shrink({ picture, height, scale, quality }) {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * scale;
  canvas.height = Math.min(height, image.height) * scale;
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, image.width * scale, image.height * scale);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}
