// Signing in at the portal: its back end asks Usher, and keeps the token.

const [first, second] = document.forms;
const fault = document.getElementById("fault");
const WORDS = { wrong_credentials: "The address or the password is wrong.", wrong_code: "The code is wrong." };
let challenge;

async function send(path, body) {
  fault.textContent = "";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) return (fault.textContent = WORDS[said.code] ?? "That did not work. Try again in a moment.");
  if (said.challenge === undefined) return location.assign("/");
  challenge = said.challenge;
  first.hidden = true;
  second.hidden = false;
  second.elements.code.focus();
}

first.addEventListener("submit", (event) => {
  event.preventDefault();
  void send("/sign-in", { email: first.elements.email.value, password: first.elements.password.value });
});
second.addEventListener("submit", (event) => {
  event.preventDefault();
  void send("/second-step", { challenge, code: second.elements.code.value });
});
