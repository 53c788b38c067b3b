// Opening the page asks nothing of the API; everything waits for a click.

import { at, busily, call, curl, refuse, show, showCalls, tell, token } from "./page.js";

const { path, done } = document.querySelector("main").dataset;

// Only the page for a password asks what becomes of API tokens.
function body(password) {
  const keep = at("complete").keep_api_tokens;
  return keep ? { token, password, keep_api_tokens: keep.checked } : { token, password };
}

async function complete() {
  const answer = await call("POST", path, body(at("complete").password.value));
  if (answer.status === 404) return tell("This link does not work. It may have been used already, or replaced by a newer one.", true);
  if (!answer.ok) return refuse(answer);
  show("complete", false);
  show("call", false);
  tell(done);
}

at("complete").addEventListener("submit", (event) => {
  event.preventDefault();
  busily(complete);
});

if (token) {
  show("complete");
  showCalls("The same as an API call", curl(path, body("…")));
} else {
  at("lead").textContent = "This address is incomplete. Copy the whole link from the email.";
}
