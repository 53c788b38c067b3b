// The pages of the portal. Each shows one of Usher's elements; what is shown is in the fragment of the address.

import { configure, useLocale } from "/elements/elements.js";

const ELEMENTS = {
  users: "usher-users",
  invite: "usher-invite",
  invitations: "usher-invitations",
  user: "usher-user",
  roles: "usher-roles",
  units: "usher-units",
  audit: "usher-audit",
  profile: "usher-profile",
};

const place = document.querySelector("main");
const news = document.getElementById("news");

const signIn = () => location.assign("/sign-in");

/** The token of the user's session. One that has expired ends the portal's session as well. */
async function getToken({ expired }) {
  const answer = expired ? undefined : await fetch("/usher-token");
  if (answer?.ok) return (await answer.json()).token;
  signIn();
  return new Promise(() => undefined);
}

/** Where in the portal a screen is. */
function href({ screen, user, filters = {} }) {
  const query = new URLSearchParams(filters).toString();
  return `#${screen}${user ? `/${user}` : ""}${query && `?${query}`}`;
}

const me = await fetch("/me").then((answer) => (answer.ok ? answer.json() : signIn()));
document.getElementById("who").textContent = `${me.email} · ${me.name}`;
configure({ url: me.usher, getToken, href });
await useLocale(document.documentElement.lang);

function show() {
  const [path, query] = location.hash.slice(1).split("?");
  const [screen, user] = path.split("/");
  const element = document.createElement(ELEMENTS[screen] ?? ELEMENTS.users);
  element.account = me.account;
  if (user) element.user = user;
  if (query) element.filters = Object.fromEntries(new URLSearchParams(query));
  place.replaceChildren(element);
}

// What happens in an element, the portal hears.
addEventListener("usher-invited", ({ detail }) => (news.textContent = `Brightbill welcomes ${detail.count} more.`));
addEventListener("usher-filters", ({ detail }) => {
  const [screen] = location.hash.slice(1).split("?");
  history.replaceState(null, "", href({ screen: screen || "users", filters: detail }));
});
addEventListener("hashchange", show);
document.getElementById("sign-out").addEventListener("click", async () => {
  await fetch("/sign-out", { method: "POST" });
  signIn();
});
show();
