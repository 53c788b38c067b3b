// Permissions in words.

import type { Rules } from "../../client/account.ts";
import type { Words } from "../../locales/index.ts";

/** A permission such as `orders:read:own`, as a person reads it: "Orders: read, own only". */
export function permissionTitle(rules: Rules | undefined, permission: string, t: Words): string {
  const [resource = "", action = "", own] = permission.split(":");
  const known = rules?.model.resources.find((one) => one.name === resource);
  const title = known?.title ?? resource.replaceAll("_", " ");
  const verb = known?.actions.find((one) => one.name === action)?.title ?? actionTitle(action, t);
  return own === undefined ? `${title}: ${verb}` : `${title}: ${verb}, ${t.ownOnly}`;
}

export const actionTitle = (action: string, t: Words): string => t.actions[action] ?? action.replaceAll("_", " ");
