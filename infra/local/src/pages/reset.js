"use strict";
// Opening the page asks nothing of the API; everything waits for a click.
// Whatever the API answers enters the page as text.

const at = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
const { path, done } = document.querySelector("main").dataset;

function tell(text, bad = false, details = []) {
  const list = document.createElement("ul");
  for (const detail of details) {
    const item = document.createElement("li");
    item.textContent = detail;
    list.append(item);
  }
  at("outcome").className = bad ? "outcome bad" : "outcome";
  at("outcome").replaceChildren(text, ...(details.length ? [list] : []));
  at("outcome").hidden = false;
}

function refuse(status, { detail, code, message, errors = [] }) {
  if (status === 404) return tell("This link leads nowhere. It may have been used, or a later mail may hold a newer one.", true);
  const text = detail || message || "it did not work";
  tell(text.charAt(0).toUpperCase() + text.slice(1) + (code ? " (" + code + ")." : "."), true, errors.map((one) => one.field + ": " + one.message));
}

async function complete(event) {
  event.preventDefault();
  at("submit").disabled = true;
  try {
    const body = JSON.stringify({ token, password: at("complete").password.value });
    const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body });
    const text = await response.text();
    if (!response.ok) return refuse(response.status, text ? JSON.parse(text) : {});
    at("complete").hidden = true;
    at("call").hidden = true;
    tell(done);
  } catch {
    tell("Usher does not answer. Try again.", true);
  } finally {
    at("submit").disabled = false;
  }
}

function quoted(text) {
  return "'" + text.replaceAll("'", "'\\''") + "'";
}

function begin() {
  if (!token) {
    at("lead").textContent = "This address is not complete. Copy the whole link from the mail.";
    return;
  }
  const call = ["curl -sS " + quoted(location.origin + path), "-H 'content-type: application/json'", "-d " + quoted(JSON.stringify({ token, password: "…" }))];
  at("curl").textContent = call.join(" \\\n  ");
  at("complete").hidden = false;
  at("call").hidden = false;
}

at("complete").addEventListener("submit", complete);
at("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(at("curl").textContent);
  at("copy").textContent = "Copied";
});
window.addEventListener("hashchange", () => location.reload());
begin();
