"use strict";
// Everything from an email enters the page as text, or as the document of a frame that may run no script.

const list = document.getElementById("list");
const view = document.getElementById("mail");
const filter = document.getElementById("filter");
const mails = [];
let shown = null;

function element(name, text, properties = {}) {
  const node = Object.assign(document.createElement(name), properties);
  if (text !== undefined) node.textContent = text;
  return node;
}

function link(address) {
  return element("a", address, { href: address, target: "_blank", rel: "noopener noreferrer" });
}

function time(at) {
  return at.slice(0, 19).replace("T", " ") + " UTC";
}

function show(mail) {
  shown = mail.id;
  const facts = element("dl");
  const fact = (name, ...values) => {
    const value = element("dd");
    value.append(...values);
    facts.append(element("dt", name), value);
  };
  fact("From", mail.from);
  fact("To", mail.to.join(", "));
  if (mail.reply_to.length) fact("Reply to", mail.reply_to.join(", "));
  fact("Sent", time(mail.at));
  mail.links.forEach((address) => fact("Link", link(address)));

  const frame = element("iframe", undefined, { title: "The email as HTML" });
  // Without allow-scripts and allow-same-origin: links open in a new tab, and nothing else works.
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  frame.setAttribute("referrerpolicy", "no-referrer");
  const inline = (whole, name) => mail.inline[name] ?? whole;
  frame.srcdoc = '<base target="_blank">' + mail.html.replace(/cid:([\w-]+)/g, inline);

  const text = element("pre");
  let rest = mail.text;
  for (const address of mail.links) {
    const at = rest.indexOf(address);
    if (at < 0) continue;
    text.append(rest.slice(0, at), link(address));
    rest = rest.slice(at + address.length);
  }
  text.append(rest);

  const parts = [element("h2", mail.subject), facts];
  if (mail.html) parts.push(frame);
  const plain = element("details", undefined, { open: !mail.html });
  plain.append(element("summary", "Plain text"), text);
  view.replaceChildren(...parts, plain);
  mark();
}

function mark() {
  for (const button of list.querySelectorAll("button")) {
    button.setAttribute("aria-current", String(button.dataset.id === shown));
  }
}

function matches(mail) {
  const wanted = filter.value.trim().toLowerCase();
  return mail.to.some((address) => address.toLowerCase().includes(wanted));
}

function entry(mail) {
  const button = element("button", undefined, { type: "button", onclick: () => show(mail) });
  button.dataset.id = mail.id;
  button.append(element("b", mail.subject), element("span", mail.to.join(", ")), element("span", time(mail.at)));
  const item = element("li");
  item.append(button);
  return item;
}

function redraw() {
  list.replaceChildren(...mails.filter(matches).map(entry).reverse());
  mark();
}

async function poll() {
  try {
    const last = mails.at(-1);
    const query = last ? "?after=" + encodeURIComponent(last.id) : "";
    const fresh = await (await fetch("/api/messages" + query)).json();
    for (const mail of fresh) {
      mails.push(mail);
      if (matches(mail)) list.prepend(entry(mail));
    }
    if (shown === null && mails.length) show(mails.at(-1));
    const clock = await (await fetch("/api/clock")).json();
    document.getElementById("now").textContent = time(clock.now);
  } catch {
    document.getElementById("now").textContent = "not running";
  }
}

async function follow() {
  await poll();
  setTimeout(follow, 1000);
}

filter.addEventListener("input", redraw);
for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    await fetch("/api/clock/advance", { method: "POST", body: JSON.stringify({ by: button.dataset.advance }) }).catch(() => {});
    button.disabled = false;
  });
}
follow();
