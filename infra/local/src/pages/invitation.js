"use strict";
// Opening the page only looks the invitation up; everything else waits for a click.
// Whatever the API answers enters the page as text.

const at = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
let found = {};
let challenge;

async function call(method, path, body, session) {
  const headers = { ...(body && { "content-type": "application/json" }), ...(session && { authorization: "Bearer " + session }) };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { ok: response.ok, status: response.status, body: text ? JSON.parse(text) : {} };
}

function show(id, visible = true) {
  at(id).hidden = !visible;
}

function write(id, text) {
  at(id).textContent = text;
  show(id);
}

function tell(text, bad = false, details = []) {
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

function refuse(answer) {
  const { title, detail, code, message, errors = [] } = answer.body;
  const text = detail || message || title || "it did not work";
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  tell(code ? sentence + " (" + code + ")." : sentence + ".", true, errors.map((one) => one.field + ": " + one.message));
}

// The calls, as someone would type them.

function quoted(text) {
  return "'" + text.replaceAll("'", "'\\''") + "'";
}

function curl(path, body, session) {
  return ["curl -sS " + quoted(location.origin + path), ...(session ? ['-H "authorization: Bearer ' + session + '"'] : []),
    "-H 'content-type: application/json'", "-d " + quoted(JSON.stringify(body))].join(" \\\n  ");
}

function showCalls(title, ...calls) {
  at("call-title").textContent = title;
  at("curl").textContent = calls.join("\n\n");
  show("call");
}

// What the page shows for each thing that an invitation can be.

function fact(name, value) {
  if (!value) return;
  const [term, description] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  description.textContent = value;
  at("facts").append(term, description);
}

function introduce() {
  document.title = "Your invitation to " + found.account_name;
  at("title").textContent = "Your invitation to join " + found.account_name;
  if (found.product_name !== found.account_name) write("product", found.product_name);
  fact("For", found.email);
  fact("Name", [found.given_name, found.family_name].filter(Boolean).join(" "));
  fact("From", found.inviter_name);
  const until = new Date(found.expires_at);
  fact(found.status === "expired" ? "Expired" : "Until", until.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC");
  show("facts");
  show("lead", false);
  if (found.support_address) write("support", "Questions? Write to " + found.support_address + ".");
}

function accepting() {
  const form = at("accept");
  const names = found.names_wanted ? { given_name: form.given_name.value, family_name: form.family_name.value } : {};
  return { token, ...names, ...(found.password_wanted && { password: form.password.value }) };
}

function offerAcceptance() {
  const form = at("accept");
  show("names", found.names_wanted);
  form.username.value = found.email;
  if (!found.password_wanted) {
    at("password-label").textContent = "You have a password here already; sign in with it to accept";
    at("submit").textContent = "Sign in and accept";
    form.password.autocomplete = "current-password";
  }
  show("accept");
  const names = found.names_wanted ? { given_name: "…", family_name: "…" } : {};
  if (found.password_wanted) {
    showCalls("The call that this link stands for", curl("/v1/invitations/accept", { token, ...names, password: "…" }));
  } else {
    showCalls("The calls that this link stands for; the second one where the first answers a challenge",
      curl("/v1/sessions", { email: found.email, password: "…" }),
      curl("/v1/sessions/second-factor", { challenge: "…", code: "…" }),
      curl("/v1/invitations/accept", { token, ...names }, "$session"));
  }
}

function offerNewLink() {
  tell("This invitation has expired. A new link would go to " + found.email + ".", true);
  show("expired");
  showCalls("The call that this link stands for", curl("/v1/invitations/request-new", { token }));
}

async function lookUp() {
  if (!token) {
    at("lead").textContent = "This address is not complete. Copy the whole link from the mail.";
    return;
  }
  const answer = await call("POST", "/v1/invitations/lookup", { token });
  if (!answer.ok) {
    if (answer.status !== 404) return refuse(answer);
    at("lead").textContent = "This link leads nowhere. It may be incomplete, or a later mail may hold a newer one.";
    showCalls("The call that says so", curl("/v1/invitations/lookup", { token }));
    return;
  }
  found = answer.body;
  introduce();
  if (found.status === "pending") return offerAcceptance();
  if (found.status === "expired") return offerNewLink();
  tell({
    accepted: "This invitation has been accepted. There is nothing left to do but to sign in.",
    declined: "This invitation has been declined.",
    revoked: "This invitation has been taken back.",
  }[found.status] ?? "This invitation is " + found.status + ".", found.status !== "accepted");
  showCalls("The call that says so", curl("/v1/invitations/lookup", { token }));
}

// What the buttons do.

async function finish(act, done) {
  const buttons = [...document.querySelectorAll("main .actions button")];
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const answer = await act();
    if (!answer.ok) return refuse(answer);
    show("accept", false);
    show("expired", false);
    show("call", false);
    tell(done(answer.body));
  } catch {
    tell("Usher does not answer. Try again.", true);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

/** What is typed is a recovery code unless it is six digits. */
function secondStep(challenge) {
  const typed = at("accept").code.value.trim();
  return { challenge, ...(/^[0-9]{6}$/.test(typed) ? { code: typed } : { recovery_code: typed }) };
}

/** Signs in. Whoever has a second factor is asked for it, until a challenge is answered or over. */
async function signIn() {
  if (!challenge) {
    const answer = await call("POST", "/v1/sessions", { email: found.email, password: at("accept").password.value });
    challenge = answer.body.second_factor?.challenge;
    if (!challenge) return answer;
    show("second-step");
    at("accept").code.required = true;
    at("accept").code.focus();
    return { ok: false, body: { detail: "now the code of your second factor" } };
  }
  const answer = await call("POST", "/v1/sessions/second-factor", secondStep(challenge));
  if (answer.ok || answer.body.code === "challenge_over") {
    challenge = undefined;
    at("accept").code.value = "";
    at("accept").code.required = false;
    show("second-step", false);
  }
  return answer;
}

/** Signs in for as long as the acceptance takes. */
async function signInAndAccept() {
  const signedIn = await signIn();
  if (!signedIn.ok) return signedIn;
  const session = signedIn.body.token;
  const answer = await call("POST", "/v1/invitations/accept", accepting(), session);
  await call("DELETE", "/v1/sessions/current", undefined, session);
  return answer;
}

at("accept").addEventListener("submit", (event) => {
  event.preventDefault();
  const accept = found.password_wanted ? () => call("POST", "/v1/invitations/accept", accepting()) : signInAndAccept;
  finish(accept, (user) => "Done. You are a user of " + user.account_name + ", " + user.status +
    (user.status === "pending" ? " until you sign in for the first time." : ". You can sign in now."));
});
at("decline").addEventListener("click", () =>
  finish(() => call("POST", "/v1/invitations/decline", { token }), () => "You have declined. Nothing else happens."));
at("request-new").addEventListener("click", () =>
  finish(() => call("POST", "/v1/invitations/request-new", { token }), () => "A new link is on its way to " + found.email + ". This one is of no use any more."));
at("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(at("curl").textContent);
  at("copy").textContent = "Copied";
});
window.addEventListener("hashchange", () => location.reload());
lookUp().catch(() => { at("lead").textContent = "Usher does not answer. Load the page again."; });
