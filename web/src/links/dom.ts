// Elements, and the page that they are on. Whatever the API answers enters it as text.

import { words } from "./words.ts";

export type Child = Node | string | false | null | undefined;

/** An element with attributes, listeners (`onclick`) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value as EventListener);
    else if (typeof value === "boolean") node.toggleAttribute(name, value);
    else if (value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child): child is Node | string => !!child));
  return node;
}

export const main = document.getElementById("page") ?? document.body;

const tell = h("div", { role: "status", class: "unseen" });
const top = h("header");
const bottom = h("footer");
document.body.prepend(top);
document.body.append(bottom, tell);

let isFirst = true;

/** Shows a page in the place of the one before, whose heading then has the focus. */
export function show(title: string, ...children: Child[]): void {
  document.title = title;
  const heading = h("h1", { tabindex: -1 }, title);
  main.replaceChildren(heading, ...children.filter((child): child is Node | string => !!child));
  if (!isFirst) heading.focus();
  isFirst = false;
}

/** Tells those who do not see the page. */
export function say(text: string): void {
  tell.textContent = text;
}

export const p = (text: string, kind = ""): HTMLElement => h("p", kind ? { class: kind } : {}, text);

export const button = (label: string, act: () => void, kind = "button"): HTMLButtonElement =>
  h("button", { type: "button", class: kind, onclick: act }, label);

export const link = (label: string, href: string, kind?: string): HTMLElement => h("a", { href, class: kind }, label);

export const actions = (...children: Child[]): HTMLElement => h("div", { class: "actions" }, ...children);

/** Whose page it is. */
export interface Brand {
  product_name: string;
  support_address: string | null;
  brand: { accent_by_day: string | null; accent_by_night: string | null; logo: string | null };
}

export function brand({ product_name, support_address, brand }: Brand): void {
  const { accent_by_day: day, accent_by_night: night, logo } = brand;
  if (day) document.documentElement.style.setProperty("--accent", `light-dark(${day},${night})`);
  top.replaceChildren(...(logo ? [h("img", { src: logo, alt: "", class: "logo" })] : []), p(product_name, "product"));
  const mail = support_address && link(support_address, `mailto:${support_address}`);
  bottom.replaceChildren(...(mail ? [h("p", {}, `${words.questions} `, mail)] : []), languages);
}

const NAMES = { en: "English", fr: "Français", de: "Deutsch", es: "Español" };

/** Loads the page again in another language, with the secret of the link, which is in no server's log. */
function choose(this: HTMLSelectElement): void {
  const query = new URLSearchParams(location.search);
  query.set("lang", this.value);
  location.replace(`${location.pathname}?${query}${location.hash}`);
}

/** Goes over to a language, unless another was chosen; whether the page is loaded again for that. */
export function speak(tag: string): boolean {
  if (tag === document.documentElement.lang || location.search.includes("lang=")) return false;
  languages.value = tag;
  choose.call(languages);
  return true;
}

const languages = h(
  "select",
  { "aria-label": "Language / Langue / Sprache / Idioma", onchange: choose },
  ...Object.entries(NAMES).map(([tag, name]) =>
    h("option", { value: tag, selected: tag === document.documentElement.lang }, name),
  ),
);
bottom.append(languages);
