// What a page says, and whether there is room for it.

/** What is not of the words: languages are called by their own names, and a time is what the browser makes of it. */
const BESIDES =
  "script, style, noscript, pre, select.language, select[aria-label^='Language /'], [lang]:not(html), time, code, svg";

/**
 * Every text of the page, in sight or for screen readers, that has neither marks of the language that tests use nor
 * comes from the API: words that were left out. `known` is what the API answered.
 */
export function untranslated(page, known) {
  return page.evaluate((data) => {
    const found = [];
    const isWord = (text) => /\p{L}{2}/u.test(text);
    // Between the marks of the words, and among what the API answered.
    const look = (text, where) => {
      const rest = text.replace(/\[[^\]]*\]/g, " ").replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, "");
      if (isWord(rest) && !data.known.includes(rest.toLowerCase())) found.push(`${where}: ${rest}`);
    };
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.closest(data.besides)) continue;
        for (const name of ["aria-label", "title", "alt"]) look(element.getAttribute(name) ?? "", name);
        for (const node of element.childNodes) if (node.nodeType === 3) look(node.data, element.localName);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document.body);
    return found;
  }, { known: known.toLowerCase(), besides: BESIDES });
}

/** Every element whose text is cut off: it is wider or higher than its element, which hides what goes beyond. */
export function cutOff(page) {
  return page.evaluate(() => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) walk(element.shadowRoot);
        const { overflowX, overflowY, clipPath } = getComputedStyle(element);
        // What only screen readers read is one pixel large.
        if (clipPath !== "none" || element.clientWidth <= 1) continue;
        const hides = (value) => value === "hidden" || value === "clip";
        const isCut =
          (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
        const text = element.textContent.trim();
        if (isCut && text.includes("[")) found.push(`${element.localName}: ${text}`);
      }
    };
    walk(document);
    return found;
  });
}

/** Everything that the API answers to a page from now on. */
export function answers(page) {
  const texts = [];
  page.on("response", (response) => {
    if (!new URL(response.url()).pathname.startsWith("/v1/")) return;
    texts.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(texts)).join("\n");
}
