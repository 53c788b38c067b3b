// All elements, and how a portal shows them.

export { configure, type Place, type Settings } from "../client/connection.ts";
export { useLocale, LOCALES } from "../locales/index.ts";
export { UsherAccount } from "./account/element.ts";
export { UsherAudit } from "./audit/element.ts";
export { UsherInvitations } from "./invitations/element.ts";
export { UsherInvite } from "./invite/element.ts";
export { UsherProfile } from "./me/profile.ts";
export { UsherRoles } from "./roles/element.ts";
export { UsherSecurity } from "./me/security.ts";
export { UsherTokens } from "./tokens/element.ts";
export { UsherUnits } from "./units/element.ts";
export { UsherUser } from "./user/element.ts";
export { UsherUsers } from "./users/element.ts";
