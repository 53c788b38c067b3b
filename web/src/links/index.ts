// The pages behind the links of emails, and the page for signing in. Opening one changes nothing.

import { invitation } from "./invitation.ts";
import { passwordReset, secondFactorReset } from "./reset.ts";
import { signInPage } from "./sign-in.ts";
import { main } from "./dom.ts";

const PAGES: Record<string, () => unknown> = {
  invitation,
  "password-reset": passwordReset,
  "second-factor-reset": secondFactorReset,
  "sign-in": signInPage,
};

void PAGES[main.dataset["page"] ?? ""]?.();
// Another link that is opened in the same tab differs in its fragment alone.
addEventListener("hashchange", () => location.reload());
