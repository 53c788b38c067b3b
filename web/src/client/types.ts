// The things of the API, by short names.

import type { components } from "../../../clients/typescript/src/schema.ts";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type UserAction = Schemas["UserAction"];
export type UserStatus = Schemas["UserStatus"];
export type Grant = Schemas["Grant"];
export type HeldGrant = Schemas["HeldGrant"];
export type UnitScope = Schemas["UnitScope"];
export type Unit = Schemas["Unit"];
export type GrantableRole = Schemas["GrantableRole"];
export type Invitation = Schemas["Invitation"];
export type InvitationStatus = Schemas["InvitationStatus"];
export type InvitationResult = Schemas["InvitationResult"];
export type Verdict = Schemas["InvitationVerdict"];
export type DeliveryStatus = Schemas["DeliveryStatus"];
export type AccessModel = Schemas["AccessModel"];
export type Resolved = Schemas["ResolvedAccessModel"];
export type ResolvedRole = Schemas["ResolvedRole"];
export type EffectiveAccess = Schemas["EffectiveAccess"];
export type Me = Schemas["Me"];
export type MyAccount = Schemas["MyAccount"];
export type Account = Schemas["Account"];
export type AccountChange = Schemas["UpdateAccountRequest"];
export type Session = Schemas["Session"];
export type ApiToken = Schemas["ApiToken"];
export type AuditAction = Schemas["AuditAction"];
export type Actor = Schemas["Actor"];
export type FieldFault = Schemas["FieldFault"];
export type Enrolment = Schemas["SecondFactorEnrolment"];

/** What was done. What `before` and `after` hold depends on the action. */
export interface AuditEvent {
  id: string;
  at: string;
  actor: Actor;
  action: string;
  target: string;
  source_ip: string | null;
  before?: unknown;
  after?: unknown;
}

/** A page of a list. */
export interface Page<T> {
  data: T[];
  page: { after?: string | null };
}
