// Opening the page only looks the invitation up; everything else waits for a click.

import { at, busily, call, curl, refuse, show, showCalls, tell, token, write } from "./page.js";

let found = {};
let challenge;

// What the page shows for each thing that an invitation can be.

// What the end of an invitation means, as long as it means anything.
const ENDS = { pending: "Expires", expired: "Expired" };
const WHEN = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" };

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
  const end = ENDS[found.status];
  if (end) fact(end, new Date(found.expires_at).toLocaleString("en-GB", WHEN) + " UTC");
  show("facts");
  show("lead", false);
  if (found.support_address) write("support", "Questions? Write to " + found.support_address + ".");
}

function accepting() {
  const form = at("accept");
  const typed = found.names_required ? { given_name: form.given_name.value, family_name: form.family_name.value } : {};
  const names = form.own_names.checked ? { own_names: true } : typed;
  return { token, ...names, ...(found.password_required && { password: form.password.value }) };
}

function offerAcceptance() {
  const form = at("accept");
  show("names", found.names_required);
  form.username.value = found.email;
  if (!found.password_required) {
    at("password-label").textContent = "You already have a password here; sign in with it to accept";
    at("submit").textContent = "Sign in and accept";
    form.password.autocomplete = "current-password";
    show("own-names", found.names_allowed);
  }
  show("accept");
  const names = found.names_required ? { given_name: "…", family_name: "…" } : {};
  if (found.password_required) {
    showCalls("The same as an API call", curl("/v1/invitations/accept", { token, ...names, password: "…" }));
  } else {
    showCalls("The same as API calls; the second only if the first answers with a challenge",
      curl("/v1/sessions", { email: found.email, password: "…", invitation: token }),
      curl("/v1/sessions/second-factor", { challenge: "…", code: "…", invitation: token }),
      curl("/v1/invitations/accept", { token, ...names }, "$session"));
  }
}

function offerNewLink() {
  tell(found.status === "lapsed"
    ? "This invitation no longer works: the person who sent it can no longer give you this access. Ask the administrators of " + found.account_name + " for a new invitation."
    : "This invitation has expired. If you request a new link, it is sent to " + found.email + ".", true);
  show("expired");
  showCalls("The same as an API call", curl("/v1/invitations/request-new", { token }));
}

async function lookUp() {
  if (!token) {
    at("lead").textContent = "This address is incomplete. Copy the whole link from the email.";
    return;
  }
  const answer = await call("POST", "/v1/invitations/lookup", { token });
  if (!answer.ok) {
    if (answer.status !== 404) {
      show("lead", false);
      return refuse(answer);
    }
    at("lead").textContent = "This link does not work. It may be incomplete, or replaced by a newer one.";
    showCalls("The same as an API call", curl("/v1/invitations/lookup", { token }));
    return;
  }
  found = answer.body;
  introduce();
  if (found.status === "pending") return offerAcceptance();
  if (["expired", "lapsed"].includes(found.status)) return offerNewLink();
  tell({
    accepted: "This invitation has already been accepted. You can sign in.",
    declined: "This invitation has been declined.",
    revoked: "This invitation has been withdrawn.",
  }[found.status] ?? "This invitation is " + found.status + ".", found.status !== "accepted");
  showCalls("The same as an API call", curl("/v1/invitations/lookup", { token }));
}

// What the buttons do.

/** Does what a button asks for. An answer that asks for something more keeps the form. */
function finish(act, done) {
  busily(async () => {
    const answer = await act();
    if (answer.asks) return tell(answer.asks);
    if (!answer.ok) return refuse(answer);
    show("accept", false);
    show("expired", false);
    show("call", false);
    tell(done(answer.body));
  });
}

/** What is typed is a recovery code unless it has six digits alone. */
function secondStep(challenge) {
  const typed = at("accept").code.value;
  return { challenge, invitation: token, ...(/^[0-9]{6}$/.test(typed.replace(/[^0-9a-z]/gi, "")) ? { code: typed } : { recovery_code: typed }) };
}

/** Signs in. A user with a second factor is asked for it, until a challenge is answered or over. */
async function signIn() {
  if (!challenge) {
    const answer = await call("POST", "/v1/sessions", { email: found.email, password: at("accept").password.value, invitation: token });
    challenge = answer.body.second_factor?.challenge;
    if (!challenge) return answer;
    show("second-step");
    at("accept").code.required = true;
    at("accept").code.focus();
    return { asks: "Enter a code of your second factor to continue." };
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
  const accept = found.password_required ? () => call("POST", "/v1/invitations/accept", accepting()) : signInAndAccept;
  finish(accept, (user) => user.status === "pending"
    ? "Done. You get access to " + user.account_name + " when you sign in for the first time."
    : "Done. You now have access to " + user.account_name + ". You can sign in.");
});
at("accept").own_names.addEventListener("change", (event) => show("names", found.names_required && !event.target.checked));
at("decline").addEventListener("click", () =>
  finish(() => call("POST", "/v1/invitations/decline", { token }), () => "You have declined the invitation."));
at("request-new").addEventListener("click", () =>
  finish(() => call("POST", "/v1/invitations/request-new", { token }), (asked) => asked.outcome === "link_sent"
    ? "A new link has been sent to " + found.email + ". This one no longer works."
    : "The administrators of " + found.account_name + " can now see that you want a new invitation. If one of them sends it, it goes to " + found.email + "."));
lookUp().catch(() => { at("lead").textContent = "Usher did not answer. Reload the page."; });
