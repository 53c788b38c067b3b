// What the pages of the links have in common. Whatever the API answers enters a page as text.

export const at = (id) => document.getElementById(id);
export const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

export async function call(method, path, body, session) {
  const headers = { ...(body && { "content-type": "application/json" }), ...(session && { authorization: "Bearer " + session }) };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { ok: response.ok, status: response.status, body: text ? JSON.parse(text) : {} };
}

export function show(id, visible = true) {
  at(id).hidden = !visible;
}

export function write(id, text) {
  at(id).textContent = text;
  show(id);
}

/** Shows an outcome, and below it a list of what is to be corrected. */
export function tell(text, bad = false, details = []) {
  const list = document.createElement("ul");
  for (const detail of details) {
    const item = document.createElement("li");
    item.textContent = detail;
    list.append(item);
  }
  at("outcome").className = bad ? "outcome bad" : "outcome";
  at("outcome").replaceChildren(text, ...(details.length ? [list] : []));
  show("outcome");
}

/** Shows why the API refused. */
export function refuse({ body: { title, detail, code, message, errors = [] } }) {
  const text = detail || message || title || "something went wrong";
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  tell(code ? sentence + " (" + code + ")." : sentence + ".", true, errors.map((one) => one.field + ": " + one.message));
}

function quoted(text) {
  return "'" + text.replaceAll("'", "'\\''") + "'";
}

/** A call as someone would type it. */
export function curl(path, body, session) {
  return ["curl -sS " + quoted(location.origin + path), ...(session ? ['-H "authorization: Bearer ' + session + '"'] : []),
    "-H 'content-type: application/json'", "-d " + quoted(JSON.stringify(body))].join(" \\\n  ");
}

export function showCalls(title, ...calls) {
  at("call-title").textContent = title;
  at("curl").textContent = calls.join("\n\n");
  show("call");
}

/** Does what a button asks for, with every button off meanwhile. */
export async function busily(act) {
  const buttons = [...document.querySelectorAll("main .actions button")];
  buttons.forEach((button) => { button.disabled = true; });
  try {
    await act();
  } catch {
    tell("Usher did not answer. Try again.", true);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

at("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(at("curl").textContent);
  at("copy").textContent = "Copied";
});
window.addEventListener("hashchange", () => location.reload());
