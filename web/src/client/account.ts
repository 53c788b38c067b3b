// What screens need to know of an account, read once for each.

import { api, data } from "./connection.ts";
import type { AccessModel, GrantableRole, Resolved, Unit } from "./types.ts";

export interface Rules {
  model: Resolved;
  policies: NonNullable<AccessModel["policies"]>;
  /** What a part of the account is called, as a heading; empty if it has none. */
  noun: string;
  /** Whether a grant says in which units it applies. */
  choosesUnits: boolean;
  toInvite: GrantableRole[];
  toUpdate: GrantableRole[];
  units: Unit[];
  /** Whether there are more units than were read. */
  moreUnits: boolean;
}

const known = new Map<string, Promise<Rules>>();

/** The account's roles and units, and what the caller may give. */
export function rulesOf(account: string): Promise<Rules> {
  const found = known.get(account) ?? read(account);
  known.set(account, found);
  found.catch(() => known.delete(account));
  return found;
}

/** Reads them again the next time: after a change of units, or of oneself. */
export const forgetRules = (): void => known.clear();

async function read(account: string): Promise<Rules> {
  const params = { path: { account } };
  const [model, document, grantable] = await Promise.all([
    data(api().GET("/v1/accounts/{account}/access-model/resolved", { params })),
    data(api().GET("/v1/accounts/{account}/access-model", { params })),
    data(api().GET("/v1/accounts/{account}/access/grantable-roles", { params })),
  ]);
  const reach = document.units?.reach ?? "none";
  const [units, moreUnits] = reach === "none" ? [[], false] : await firstUnits(account);
  return {
    model,
    policies: document.policies as NonNullable<AccessModel["policies"]>,
    noun: reach === "none" ? "" : titled(document.units?.noun ?? ""),
    choosesUnits: reach === "selected",
    toInvite: grantable.to_invite,
    toUpdate: grantable.to_update,
    units,
    moreUnits,
  };
}

const titled = (noun: string): string => noun.charAt(0).toLocaleUpperCase() + noun.slice(1);

/** Up to 500 units. An account with more is told so. */
async function firstUnits(account: string): Promise<[Unit[], boolean]> {
  const units: Unit[] = [];
  let after: string | null | undefined;
  for (let page = 0; page < 5; page += 1) {
    const query = { limit: 100, ...(after != null && { after }) };
    const answer = await data(api().GET("/v1/accounts/{account}/units", { params: { path: { account }, query } }));
    units.push(...answer.data);
    after = answer.page.after;
    if (after == null) break;
  }
  return [units, after != null];
}

export const roleTitle = (rules: Rules | undefined, role: string): string =>
  rules?.model.roles.find((one) => one.name === role)?.title ?? role;

export const unitName = (rules: Rules | undefined, unit: string): string =>
  rules?.units.find((one) => one.id === unit)?.name ?? unit;
