// Forms: what is missing is told at its field, and what the API says as well.

import type { Answer, Fault } from "./ask.ts";
import { actions, button, h, main, say, type Child } from "./dom.ts";
import { words } from "./words.ts";

export interface Field {
  name: string;
  label: string;
  type?: string;
  autocomplete?: string;
  hint?: string;
  value?: string | null | undefined;
  optional?: boolean;
  readonly?: boolean;
  inputmode?: string;
}

/** A field with its label, what helps, and a place for what is wrong. */
export function field({ name, label, hint, value, optional, readonly, type = "text", ...rest }: Field): HTMLElement {
  const about = `${name}-about`;
  const input = h("input", {
    id: name,
    name,
    type,
    value: value ?? "",
    "aria-describedby": about,
    required: !optional,
    readonly: !!readonly,
    maxlength: type === "text" ? 80 : 256,
    autocapitalize: type === "text" ? undefined : "none",
    spellcheck: "false",
    ...rest,
  });
  return h(
    "div",
    { class: "field" },
    h("label", { for: name }, label),
    type === "password" ? h("div", { class: "secret" }, input, reveal(input)) : input,
    h("div", { id: about, class: "hint" }, h("span", { class: "fault" }), hint),
  );
}

/** Shows what is typed, and hides it again. */
function reveal(input: HTMLInputElement): HTMLElement {
  const toggle = button(
    words.show,
    () => {
      const isShown = input.type === "text";
      input.type = isShown ? "password" : "text";
      toggle.setAttribute("aria-pressed", String(!isShown));
      toggle.textContent = isShown ? words.show : words.hide;
    },
    "quiet",
  );
  toggle.setAttribute("aria-pressed", "false");
  toggle.setAttribute("aria-controls", input.id);
  return toggle;
}

export const choice = (name: string, label: string): HTMLElement =>
  h("label", { class: "choice" }, h("input", { type: "checkbox", name }), h("span", {}, label));

/** A form whose button does something. What comes back as refused is told, and nothing that was typed is lost. */
export function form(
  children: Child[],
  label: string,
  act: (typed: FormData) => Promise<Answer | void>,
  ...others: Child[]
): HTMLFormElement {
  const told = h("div", { role: "alert" });
  const submit = h("button", { class: "primary" }, label);
  const node = h("form", { novalidate: true }, ...children, told, actions(submit, ...others));
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.replaceChildren();
    if (!isComplete(node)) return;
    const typed = new FormData(node);
    const isOver = busy(node, submit);
    const answer = await act(typed).finally(isOver);
    if (answer && !answer.ok) refuse(node, told, submit, answer);
  });
  return node;
}

const inputs = (node: HTMLFormElement): HTMLInputElement[] => [...node.querySelectorAll("input")];

/** Whether nothing is missing; if something is, it has the focus. */
function isComplete(node: HTMLFormElement): boolean {
  for (const input of inputs(node)) mark(input, input.required && !input.value.trim() ? words.required : "");
  return focusFault(node);
}

function mark(input: HTMLInputElement, fault: string): void {
  input.toggleAttribute("aria-invalid", !!fault);
  if (fault) input.setAttribute("aria-invalid", "true");
  const place = document.getElementById(`${input.name}-about`)?.querySelector(".fault");
  if (place) place.textContent = fault;
}

function focusFault(node: HTMLFormElement): boolean {
  const wrong = inputs(node).find((input) => input.getAttribute("aria-invalid") === "true");
  wrong?.focus();
  return !wrong;
}

function busy(node: HTMLFormElement, submit: HTMLButtonElement): () => void {
  const label = submit.textContent;
  const all = [...node.querySelectorAll("button")];
  for (const one of all) one.disabled = true;
  submit.textContent = words.working;
  return () => {
    for (const one of all) one.disabled = false;
    submit.textContent = label;
  };
}

function refuse(node: HTMLFormElement, told: HTMLElement, submit: HTMLButtonElement, answer: Answer): void {
  const faults: Fault[] = answer.body.errors ?? [];
  const known = faults.filter(({ field: name, code, message }) => {
    const input = inputs(node).find((one) => one.name === name);
    if (input) mark(input, words.faults[code] ?? sentence(message));
    return input;
  });
  if (known.length > 0 && !focusFault(node)) return;
  told.replaceChildren(h("p", { class: "notice bad" }, ...problem(answer)));
  if (answer.status === 429 && answer.wait > 0) countDown(submit, answer.wait);
  else
    inputs(node)
      .find(({ type, readOnly }) => type === "password" && !readOnly)
      ?.select();
}

/** What the API says, in the reader's language if it has words for it. */
export function problem({ code, body, wait }: Answer): string[] {
  if (code === "rate_limited" && wait > 0) return [words.tooOften];
  const own = words.problems[code];
  return [own ?? sentence(body.detail ?? words.failed)];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

/** Keeps the button off for as long as it is of no use, and says how long that is. */
function countDown(submit: HTMLButtonElement, seconds: number): void {
  const label = submit.textContent;
  const until = Date.now() + seconds * 1000;
  submit.disabled = true;
  say(words.wait(seconds));
  const tick = (): void => {
    const left = Math.ceil((until - Date.now()) / 1000);
    submit.textContent = left > 0 ? words.wait(left) : label;
    submit.disabled = left > 0;
    if (left > 0) setTimeout(tick, 250);
    else say(label ?? "");
  };
  tick();
}

/** Asks before something that cannot be undone. */
export function confirm(title: string, text: string, label: string, act: () => Promise<Answer | void>): void {
  const close = (): void => dialog.close();
  // What had the focus before may be gone with the page that it was on.
  const closed = (): void => {
    dialog.remove();
    if (document.activeElement === document.body) main.querySelector("h1")?.focus();
  };
  const dialog = h(
    "dialog",
    { "aria-labelledby": "asked", onclose: closed },
    h("h2", { id: "asked" }, title),
    h("p", {}, text),
    form(
      [],
      label,
      async () => {
        const answer = await act();
        if (!answer || answer.ok) close();
        return answer;
      },
      button(words.cancel, close),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
