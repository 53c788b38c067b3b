// Where a person goes who is signed in: to a second factor that is asked for, to one of their accounts, on into it.

import { ask, returnTo, type Answer } from "./ask.ts";
import { actions, button, h, p, show } from "./dom.ts";
import { field, form } from "./form.ts";
import { words } from "./words.ts";

interface Account {
  id: string;
  name: string;
  product_name: string;
  second_factor_required: boolean;
  suspended: boolean;
}

/** Where one is led on to: by the address of the page, or by the invitation. The server has looked at both. */
let place = returnTo;

export function leadOnTo(address: string): void {
  place = address;
}

type Next = () => Promise<Answer | void> | void;

/** Goes on into an account, or asks into which. */
export async function goOn(account?: string, password?: string): Promise<Answer | void> {
  const me = await ask("GET", "/v1/me");
  if (me.code === "second_factor_required") return setUp(password, () => goOn(account));
  if (!me.ok) return me;
  const open = (me.body.accounts as Account[]).filter(({ suspended }) => !suspended);
  const one = open.find(({ id }) => id === account) ?? (open.length === 1 ? open[0] : undefined);
  if (one) return enter(one, password);
  if (open.length === 0) return show(words.noAccount, p(words.noAccountHint));
  const choices = open.map((each) => h("li", {}, choice(each, password)));
  show(words.chooseAccount, h("ul", { class: "choices" }, ...choices));
}

function choice(account: Account, password?: string): HTMLElement {
  const chosen = button("", () => void enter(account, password), "choose");
  chosen.append(
    h("strong", {}, account.name),
    account.product_name === account.name ? "" : h("span", {}, account.product_name),
  );
  return chosen;
}

async function enter(account: Account, password?: string): Promise<Answer | void> {
  if (account.second_factor_required)
    return setUp(password, () => enter({ ...account, second_factor_required: false }));
  const answer = await ask("POST", "/v1/sessions/switch", { account: account.id });
  if (!answer.ok) return answer;
  location.assign(place ?? `/console#/${account.id}/users?status=active`);
}

/** Sets a second factor up, and then goes on. */
export async function setUp(password: string | undefined, next: Next): Promise<Answer | void> {
  if (password === undefined) return askPassword(next);
  const begun = await ask("POST", "/v1/me/second-factor", { password });
  if (!begun.ok) return begun;
  const picture = `data:image/svg+xml,${encodeURIComponent(begun.body.qr_svg)}`;
  const code = field({
    name: "code",
    label: words.code,
    autocomplete: "one-time-code",
    inputmode: "numeric",
    hint: words.codeHint,
  });
  show(
    words.setUp,
    p(words.setUpHint),
    h("img", { class: "qr", src: picture, alt: words.qr, width: 192, height: 192 }),
    h("details", {}, h("summary", {}, words.noCamera), h("p", {}, h("code", {}, begun.body.secret))),
    form([code], words.confirm, async (typed) => {
      const confirmed = await ask("POST", "/v1/me/second-factor/confirm", { code: typed.get("code") });
      if (confirmed.code === "no_pending_second_factor" || confirmed.code === "too_many_attempts")
        return setUp(password, next);
      if (!confirmed.ok) return confirmed;
      return keepCodes(confirmed.body.recovery_codes, next);
    }),
  );
}

function askPassword(next: Next): void {
  const password = field({
    name: "password",
    label: words.password,
    type: "password",
    autocomplete: "current-password",
  });
  show(
    words.setUp,
    p(words.setUpPassword),
    form([password], words.goOn, (typed) => setUp(String(typed.get("password")), next)),
  );
}

/** Shows the recovery codes, once. */
function keepCodes(codes: string[], next: Next): void {
  const text = codes.join("\n");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`;
  const copy = button(
    words.copy,
    () => void navigator.clipboard.writeText(text).then(() => (copy.textContent = words.copied)),
  );
  show(
    words.recoveryCodes,
    p(words.recoveryCodesHint),
    h("ul", { class: "codes" }, ...codes.map((code) => h("li", {}, h("code", {}, code)))),
    actions(copy, h("a", { class: "button", href: file, download: "recovery-codes.txt" }, words.download)),
    form([], words.kept, async () => next()),
  );
}
