// The types of the package, for portals that show elements.

/** Something that has a screen, to which elements lead. */
export type Place =
  | { screen: "user"; user: string }
  | { screen: "users" | "invite" | "invitations" | "roles" | "units" | "audit"; filters?: Record<string, string> };

export interface Settings {
  /** The origin of the API, without a slash at the end; the page's own by default. */
  url?: string;
  /** Gives the token of the user's session; a new one if the last has expired. */
  getToken?: (why: { expired: boolean }) => string | Promise<string>;
  /** Where another screen is. Without it, elements send an `usher-open` event. */
  href?: (place: Place) => string;
  /** Signs in again when the session is over; whether that went well. Not asked where there is a `getToken`. */
  signIn?: () => Promise<boolean>;
}

/** Says how the elements of this page reach Usher. */
export function configure(settings: Settings): void;

/** Takes the words of a language: `en`, `fr`, `de` or `es`. */
export function useLocale(tag: string): Promise<void>;

/** The languages by their own names. */
export const LOCALES: Record<string, string>;

/** The events of elements, by their names. All bubble, and leave shadow roots. */
export interface UsherEvents {
  "usher-open": CustomEvent<Place>;
  "usher-filters": CustomEvent<Record<string, string>>;
  "usher-changed": CustomEvent<{ action: string; users?: { id: string }[]; invitations?: { id: string }[] }>;
  "usher-removed": CustomEvent<{ user: string }>;
  "usher-invited": CustomEvent<{ count: number }>;
  "usher-units": CustomEvent<{ unit: { id: string; name: string } }>;
  "usher-tokens": CustomEvent<{ action: string }>;
  "usher-account": CustomEvent<{ account: string }>;
  "usher-account-changed": CustomEvent<{ id: string; name: string }>;
  "usher-left": CustomEvent<{ account: string }>;
  "usher-profile": CustomEvent<{ email: string }>;
  "usher-credentials": CustomEvent<{ what: string }>;
}

/** What every element has. */
export interface UsherElement extends HTMLElement {
  account: string;
}

declare global {
  interface GlobalEventHandlersEventMap extends UsherEvents {}

  interface HTMLElementTagNameMap {
    "usher-account": UsherElement & { mayUpdate: boolean };
    "usher-audit": UsherElement & { target: string; filters: Record<string, string> };
    "usher-invitations": UsherElement & { filters: Record<string, string> };
    "usher-invite": UsherElement;
    "usher-profile": UsherElement;
    "usher-roles": UsherElement;
    "usher-security": UsherElement;
    "usher-tokens": UsherElement & { owner: string; mayCreate: boolean };
    "usher-units": UsherElement & { mayCreate: boolean };
    "usher-user": UsherElement & { user: string };
    "usher-users": UsherElement & { filters: Record<string, string> };
  }
}
