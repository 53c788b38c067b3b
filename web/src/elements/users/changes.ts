// The changes of one user.

import { api, data } from "../../client/connection.ts";
import type { Grant, Invitation, User } from "../../client/types.ts";

const USER = "/v1/accounts/{account}/users/{user}";
const INVITATION = "/v1/accounts/{account}/invitations/{invitation}";

export function deactivate(account: string, user: string): Promise<User> {
  return data(api().POST(`${USER}/deactivate`, { params: { path: { account, user } } }));
}

/** `grants` are what the user gets if they were taken away. */
export function reactivate(account: string, user: string, grants?: Grant[]): Promise<User> {
  const body = grants ? { grants } : {};
  return data(api().POST(`${USER}/reactivate`, { params: { path: { account, user } }, body }));
}

export async function remove(account: string, user: string): Promise<void> {
  await api().DELETE(USER, { params: { path: { account, user } } });
}

/** With `version`, only if nobody else has changed the user since. */
export function changeGrants(account: string, user: string, grants: Grant[], version?: string): Promise<User> {
  return change(account, user, { grants }, version);
}

export function change(
  account: string,
  user: string,
  body: { grants?: Grant[]; given_name?: string; family_name?: string },
  version?: string,
): Promise<User> {
  const header = version === undefined ? {} : { "If-Match": version };
  return data(api().PATCH(USER, { params: { path: { account, user }, header }, body }));
}

export function invitationOf(account: string, user: User): Promise<Invitation> {
  return data(api().GET(INVITATION, { params: { path: { account, invitation: user.invitation ?? "" } } }));
}

export function resend(account: string, invitation: string): Promise<Invitation> {
  return data(api().POST(`${INVITATION}/resend`, { params: { path: { account, invitation } } }));
}

export function revoke(account: string, invitation: string): Promise<Invitation> {
  return data(api().POST(`${INVITATION}/revoke`, { params: { path: { account, invitation } } }));
}
