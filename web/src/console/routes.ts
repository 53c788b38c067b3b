// Where one is in the console. Everything stands in the fragment: what people search for reaches no server's log
// (docs/decisions/0093).

export const SCREENS = [
  "users",
  "invite",
  "invitations",
  "user",
  "roles",
  "units",
  "account",
  "tokens",
  "audit",
  "me",
  "security",
] as const;

export type Screen = (typeof SCREENS)[number];

export interface Route {
  account: string;
  screen: Screen;
  /** The id of what is shown, if it is one thing. */
  id: string;
  filters: Record<string, string>;
}

/** Reads `#/acc_…/users?status=active`. What cannot be read leads to the list of users. */
export function routeOf(fragment: string): Route {
  const [path = "", query = ""] = fragment.replace(/^#/, "").split("?");
  const [, account = "", screen = "", id = ""] = path.split("/");
  return {
    account,
    screen: SCREENS.find((one) => one === screen) ?? "users",
    id,
    filters: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function addressOf({
  account,
  screen,
  id = "",
  filters = {},
}: Partial<Route> & { account: string; screen: Screen }): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== "")).toString();
  return `#/${account}/${screen}${id && `/${id}`}${query && `?${query}`}`;
}
