// A person who has a keyboard and nothing else.

import assert from "node:assert/strict";

/** So many stops a screen may have before what is wanted. */
const STOPS = 80;

/** What has the focus, through shadow roots: its name, and whether it is seen to have it. */
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    // Past the last stop, the browser itself has the focus.
    if (element === document.body) return { name: "", isSeen: true };
    const label = element.labels?.[0]?.textContent || element.textContent;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return {
      name: (element.getAttribute("aria-label") ?? label).replace(/\s+/g, " ").trim(),
      isSeen: outlineStyle !== "none" || boxShadow !== "none",
    };
  });
}

/** Waits until what is named so has the focus: it comes back a moment after a dialog is gone. */
export async function hasFocus(page, name) {
  const until = Date.now() + 15_000;
  let { name: found } = await focused(page);
  while (found !== name && Date.now() < until) ({ name: found } = await focused(page));
  assert.equal(found, name, "something else has the focus");
}

/** Presses Tab until what is named so has the focus; each stop on the way is seen to have it. */
export async function tabTo(page, name) {
  const passed = [];
  for (let at = 0; at < STOPS; at += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    passed.push(stop.name);
    assert.ok(stop.isSeen, `${stop.name} has the focus, and nobody sees it`);
    if (name instanceof RegExp ? name.test(stop.name) : stop.name === name) return;
  }
  assert.fail(`no ${name} among ${passed.join(" | ")}`);
}

/** Goes to a field, and fills it in. */
export async function type(page, name, text) {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

/** Goes to a button or a link, and presses it. */
export async function enter(page, name) {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}
