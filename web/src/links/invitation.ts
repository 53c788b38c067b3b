// An invitation: for someone new, for someone who has a password here, and where it can no longer be accepted.

import { ask, token, type Answer } from "./ask.ts";
import { actions, brand, button, h, link, p, show, speak, type Brand, type Child } from "./dom.ts";
import { choice, confirm, field, form, problem } from "./form.ts";
import { goOn, leadOnTo, setUp } from "./go-on.ts";
import { signIn } from "./sign-in.ts";
import { words } from "./words.ts";

interface Invitation extends Brand {
  status: "pending" | "accepted" | "declined" | "expired" | "lapsed" | "revoked";
  email: string;
  expires_at: string;
  account_name: string;
  inviter_name: string | null;
  locale: string;
  message: string | null;
  return_to: string | null;
  given_name: string | null;
  family_name: string | null;
  names_required: boolean;
  names_allowed: boolean;
  password_required: boolean;
}

/** Looks at what the link is for. */
export async function invitation(): Promise<void> {
  if (!token) return show(words.invitation, p(words.incomplete, "notice bad"));
  const [found, session] = await Promise.all([
    ask("POST", "/v1/invitations/lookup", { token }),
    ask("GET", "/v1/sessions/current"),
  ]);
  if (!found.ok) {
    const why = found.status === 404 ? words.deadLink : problem(found)[0];
    const again = found.status !== 404 && actions(button(words.tryAgain, () => void invitation()));
    return show(words.invitation, p(why ?? "", "notice bad"), again);
  }
  const one: Invitation = found.body;
  if (speak(one.locale)) return;
  if (one.return_to) leadOnTo(one.return_to);
  brand(one);
  if (one.status !== "pending") return over(one);
  const signedInAs: string | undefined = session.ok ? session.body.email : undefined;
  if (signedInAs !== undefined && signedInAs !== one.email) return someoneElse(one, signedInAs);
  if (one.password_required) return someoneNew(one);
  if (signedInAs === undefined) return someoneKnown(one);
  return signedIn(one);
}

function introduce(one: Invitation, ...children: Child[]): void {
  const name = [one.given_name, one.family_name].filter(Boolean).join(" ");
  const facts: [string, string | null][] = [
    [words.for, one.email],
    [words.name, name],
    [words.from, one.inviter_name],
    [words.message, one.message],
  ];
  const known = facts.filter(([, value]) => value);
  const list = h("dl", {}, ...known.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]), ...until(one));
  show(words.join(one.account_name), list, ...children);
}

function until({ expires_at }: Invitation): Node[] {
  const when = new Date(expires_at).toLocaleString(document.documentElement.lang, {
    dateStyle: "long",
    timeStyle: "short",
  });
  return [h("dt", {}, words.expires), h("dd", {}, h("time", { datetime: expires_at, title: expires_at }, when))];
}

function someoneNew(one: Invitation): void {
  const names = one.names_required && [
    field({ name: "given_name", label: words.givenName, autocomplete: "given-name", value: one.given_name }),
    field({ name: "family_name", label: words.familyName, autocomplete: "family-name", value: one.family_name }),
  ];
  const fields = [
    ...(names ? [h("div", { class: "pair" }, ...names)] : []),
    // For the password manager, which keeps it with the password.
    h("input", { type: "hidden", name: "username", autocomplete: "username", value: one.email }),
    field({
      name: "password",
      label: words.newPassword,
      type: "password",
      autocomplete: "new-password",
      hint: words.passwordHint,
    }),
  ];
  introduce(
    one,
    form(
      fields,
      words.accept,
      async (typed) => {
        const password = String(typed.get("password"));
        const accepted = await accept({ password, ...typedNames(typed) }, "omit");
        if (!accepted.ok) return accepted;
        await ask("POST", "/v1/sessions", { email: one.email, password, cookie: true });
        return goOn(accepted.body.account, password);
      },
      decline(one),
    ),
  );
}

function typedNames(typed: FormData): Record<string, unknown> {
  if (typed.get("own_names")) return { own_names: true };
  const names = ["given_name", "family_name"].filter((name) => typed.get(name));
  return Object.fromEntries(names.map((name) => [name, typed.get(name)]));
}

/** Signs in, and accepts with that. */
function someoneKnown(one: Invitation): void {
  signIn({
    email: one.email,
    invitation: token,
    label: words.signInAndAccept,
    show: (...children) => introduce(one, p(words.knownHere), ...children),
    extra: names(one),
    others: [decline(one)],
    done: (typed, password) => acceptSignedIn(typed, password),
  });
}

function signedIn(one: Invitation): void {
  introduce(
    one,
    form(names(one), words.accept, (typed) => acceptSignedIn(typed), decline(one)),
  );
}

/** Names that someone known gives: those that they have elsewhere, or others. */
function names(one: Invitation): Child[] {
  if (!one.names_allowed) return [];
  const fields = [
    field({
      name: "given_name",
      label: words.givenName,
      autocomplete: "given-name",
      value: one.given_name,
      optional: true,
    }),
    field({
      name: "family_name",
      label: words.familyName,
      autocomplete: "family-name",
      value: one.family_name,
      optional: true,
    }),
  ];
  const pair = h("div", { class: "pair" }, ...fields);
  const own = choice("own_names", words.ownNames);
  own.addEventListener("change", () => (pair.hidden = !!own.querySelector("input")?.checked));
  return [pair, own];
}

async function acceptSignedIn(typed: FormData, password?: string): Promise<Answer | void> {
  const accepted = await accept(typedNames(typed));
  if (accepted.code === "second_factor_required") return setUp(password, () => acceptSignedIn(typed));
  if (!accepted.ok) return accepted;
  return goOn(accepted.body.account, password);
}

/** Accepts. If the invitation is something else by now, the page shows what. */
async function accept(body: object, credentials?: RequestCredentials): Promise<Answer> {
  const answer = await ask("POST", "/v1/invitations/accept", { token, ...body }, credentials);
  if ([404, 409, 410].includes(answer.status) && answer.code !== "contended") await invitation();
  return answer;
}

function someoneElse(one: Invitation, email: string): void {
  introduce(
    one,
    p(words.someoneElse(email, one.email), "notice"),
    form(
      [],
      words.switchTo(one.email),
      async () => {
        const ended = await ask("DELETE", "/v1/sessions/current");
        return ended.ok || ended.status === 401 ? invitation() : ended;
      },
      link(words.stay, "/console", "button"),
    ),
  );
}

function decline(one: Invitation): HTMLElement {
  return button(
    words.decline,
    () =>
      confirm(words.declineTitle, words.declineHint(one.account_name), words.decline, async () => {
        const answer = await ask("POST", "/v1/invitations/decline", { token });
        if (answer.ok) show(words.declined, p(words.declinedHint(one.account_name)));
        else if (answer.status !== 0 && answer.status < 429) await invitation();
        return answer;
      }),
    "quiet",
  );
}

function over(one: Invitation): void {
  if (one.status === "accepted")
    return introduce(one, p(words.alreadyAccepted), actions(link(words.signIn, "/sign-in", "primary")));
  if (one.status === "declined" || one.status === "revoked") return introduce(one, p(words[one.status], "notice"));
  const text = one.status === "lapsed" ? words.lapsed(one.account_name) : words.expiredHint(one.email);
  introduce(
    one,
    p(text, "notice"),
    form([], words.requestNew, async () => {
      const answer = await ask("POST", "/v1/invitations/request-new", { token });
      if (!answer.ok) return answer;
      const isSent = answer.body.outcome === "link_sent";
      return show(
        isSent ? words.sent : words.asked,
        p(isSent ? words.sentHint(one.email) : words.askedHint(one.account_name, one.email)),
      );
    }),
  );
}
