// How soon a page behind a link is painted, beside pages with nothing on them, in the same run: one without a style, and
// the emptiest that the system itself has, which is for links that lead nowhere.
//
//     node build/paint.mjs [rounds]
//
// It fails if the first contentful paint takes more than one and a half times as long as the system's, by the median.

import { createServer } from "node:http";

import { launch } from "../tests/support/browser.mjs";
import { start } from "../tests/support/system.mjs";

const MOST = 1.5;
const rounds = Number(process.argv[2] ?? 31);

const empty = createServer((_, response) =>
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Empty</title><p>Empty</p>"),
);
await new Promise((done) => empty.listen(0, "127.0.0.1", done));
const system = await start();
const browser = await launch();
const pages = {
  bare: `http://127.0.0.1:${empty.address().port}/`,
  empty: `${system.pages}/links/nothing`,
  link: `${system.pages}/links/password-reset#token=ush_pwr_any`,
};
const took = { bare: [], empty: [], link: [] };
for (let round = 0; round < rounds; round += 1) {
  for (const [name, address] of Object.entries(pages)) took[name].push(await paint(address));
}
await browser.close();
system.stop();
empty.close();

const median = (times) => [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)];
const ratio = median(took.link) / median(took.empty);
for (const [name, times] of Object.entries(took)) console.log(`${name}: ${Math.round(median(times))} ms`);
console.log(`the link page takes ${ratio.toFixed(2)} times as long; at most ${MOST}`);
process.exitCode = ratio <= MOST ? 0 : 1;

/** The first contentful paint, in milliseconds, in a browser that knows nothing. */
async function paint(address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const time = await page.evaluate(
    () =>
      new Promise((done) => {
        const found = (list) => {
          const entry = list.getEntriesByName("first-contentful-paint")[0];
          if (entry) done(entry.startTime);
        };
        new PerformanceObserver(found).observe({ type: "paint", buffered: true });
      }),
  );
  await context.close();
  return time;
}
