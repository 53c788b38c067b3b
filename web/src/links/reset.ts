// A new password, and a second factor that is lost. Opening the page asks nothing of the API.

import { ask, token, type Answer } from "./ask.ts";
import { actions, link, p, show } from "./dom.ts";
import { choice, field, form } from "./form.ts";
import { words } from "./words.ts";

export function passwordReset(): void {
  const password = field({
    name: "password",
    label: words.newPassword,
    type: "password",
    autocomplete: "new-password",
    hint: words.passwordHint,
  });
  complete(
    words.reset,
    words.resetHint,
    [password, choice("keep_api_tokens", words.keepTokens)],
    words.resetDo,
    (typed) => {
      const body = { token, password: typed.get("password"), keep_api_tokens: typed.has("keep_api_tokens") };
      return ask("POST", "/v1/password-resets/complete", body, "omit");
    },
    words.resetDone,
  );
}

export function secondFactorReset(): void {
  const password = field({
    name: "password",
    label: words.password,
    type: "password",
    autocomplete: "current-password",
  });
  complete(
    words.removeFactor,
    words.removeHint,
    [password],
    words.removeDo,
    (typed) => ask("POST", "/v1/second-factor-resets/complete", { token, password: typed.get("password") }, "omit"),
    words.removeDone,
  );
}

function complete(
  title: string,
  hint: string,
  fields: HTMLElement[],
  label: string,
  act: (typed: FormData) => Promise<Answer>,
  done: string,
): void {
  if (!token) return show(title, p(words.incomplete, "notice bad"));
  show(
    title,
    p(hint),
    form(fields, label, async (typed) => {
      const answer = await act(typed);
      if (answer.ok) return show(words.done, p(done), actions(link(words.signIn, "/sign-in", "primary")));
      const isDead = answer.status === 404 || answer.status === 410;
      if (isDead)
        return show(
          title,
          p(answer.status === 410 ? words.oldLink : words.deadLink, "notice bad"),
          actions(link(words.signIn, "/sign-in", "button")),
        );
      return answer;
    }),
  );
}
