// Signing in: the password, the second step, and what to do without either.

import { ask, type Answer } from "./ask.ts";
import { button, link, p, show, type Child } from "./dom.ts";
import { field, form } from "./form.ts";
import { goOn } from "./go-on.ts";
import { words } from "./words.ts";

export interface SignIn {
  /** Whose password is asked for; without it, the address is asked for as well. */
  email?: string;
  /** The token of an invitation that is to be accepted with it. */
  invitation?: string;
  label: string;
  show: (...children: Child[]) => void;
  extra?: Child[];
  others?: Child[];
  done: (typed: FormData, password: string) => Promise<Answer | void>;
}

/** Asks for the password. */
export function signIn(about: SignIn, note?: string): void {
  const { email, invitation, label, extra = [], others = [] } = about;
  const fields = [
    note !== undefined && p(note, "notice bad"),
    field({
      name: "email",
      label: words.email,
      type: "email",
      autocomplete: "username",
      value: email,
      readonly: email !== undefined,
    }),
    field({ name: "password", label: words.password, type: "password", autocomplete: "current-password" }),
    ...extra,
  ];
  const forgotten = button(words.forgotten, () => forgottenPassword(about), "quiet");
  about.show(
    form(
      fields,
      label,
      async (typed) => {
        const password = String(typed.get("password"));
        const who = { email: String(typed.get("email")).trim(), password };
        const answer = await ask("POST", "/v1/sessions", { ...who, invitation, cookie: true });
        if (answer.body.second_factor) return secondStep(about, typed, answer.body.second_factor.challenge);
        return answer.ok ? about.done(typed, password) : answer;
      },
      ...others,
      forgotten,
    ),
  );
}

/** Asks for a code of the app, or for a recovery code. */
function secondStep(about: SignIn, typed: FormData, challenge: string, isRecovery = false): void {
  const code = isRecovery
    ? field({ name: "recovery_code", label: words.recoveryCode, autocomplete: "off", hint: words.recoveryHint })
    : field({
        name: "code",
        label: words.code,
        autocomplete: "one-time-code",
        inputmode: "numeric",
        hint: words.codeHint,
      });
  const other = button(
    isRecovery ? words.useCode : words.useRecovery,
    () => secondStep(about, typed, challenge, !isRecovery),
    "quiet",
  );
  show(
    words.secondStep,
    form(
      [code],
      words.goOn,
      async (entered) => {
        const name = isRecovery ? "recovery_code" : "code";
        const body = { challenge, [name]: entered.get(name), invitation: about.invitation, cookie: true };
        const answer = await ask("POST", "/v1/sessions/second-factor", body);
        if (answer.code === "challenge_over") return signIn(about, words.problems["challenge_over"]);
        return answer.ok ? about.done(typed, String(typed.get("password"))) : answer;
      },
      other,
    ),
  );
  document.querySelector<HTMLInputElement>("form input")?.focus();
}

function forgottenPassword(about: SignIn): void {
  const address = field({
    name: "email",
    label: words.email,
    type: "email",
    autocomplete: "username",
    value: about.email,
  });
  show(
    words.forgotten,
    p(words.forgottenHint),
    form(
      [address],
      words.sendLink,
      async (typed) => {
        const email = String(typed.get("email")).trim();
        const answer = await ask("POST", "/v1/password-resets", { email });
        if (!answer.ok) return answer;
        return show(words.linkSent, p(words.linkSentHint(email)));
      },
      button(words.back, () => signIn(about), "quiet"),
    ),
  );
}

/** The page for signing in. Who is signed in already goes on, or out. */
export async function signInPage(): Promise<void> {
  const current = await ask("GET", "/v1/sessions/current");
  const ask_ = (): void =>
    signIn({
      label: words.signIn,
      show: (...children) => show(words.signIn, ...children),
      done: (_, password) => goOn(undefined, password),
    });
  if (!current.ok) return ask_();
  show(
    words.signIn,
    p(words.signedInAs(current.body.email)),
    form(
      [],
      words.goOn,
      () => goOn(),
      button(words.signOut, async () => {
        await ask("DELETE", "/v1/sessions/current");
        ask_();
      }),
    ),
    p(""),
    link(words.security, "/console#//security"),
  );
}
