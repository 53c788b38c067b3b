// Words of roles, permissions and what someone may do.

import { plurals } from "../plural.ts";

const plural = plurals("en");

export const access = {
  roles: "Roles",
  roleNumber: (number: number) => `Role ${number}`,
  noRole: "No role",
  addRole: "Add a role",
  removeRole: "Take this role away",
  roleStays: "You cannot give this role, so it stays as it is.",
  everywhere: "everywhere",
  inAccount: "In the account",
  allUnits: "All, also future ones",
  onlyThese: "Only these:",
  whichUnits: (noun: string) => `${noun}: where it applies`,
  noUnitsYet: "There are none yet.",
  moreUnits: "There are more than are listed here; the API takes them all.",
  andMore: (count: number) => `${count} more`,
  additionalPermissions: "Additional permissions",
  addedPermissions: (count: number) => plural(count, { one: "and one permission", other: "and # permissions" }),
  endDate: "Last day (optional)",
  endDateHint: "Without one, it has no end.",
  endDateLatest: "You cannot give it for longer than you hold it.",

  ownOnly: "own only",
  own: "own",
  actions: {
    create: "Create",
    read: "Read",
    update: "Update",
    delete: "Delete",
    use: "Use",
    manage: "Manage",
  } as Record<string, string>,
  permission: "Permission",
  permissions: "Permissions",
  allPermissions: "All permissions",
  levels: "Levels",
  levelNames: { none: "none", view: "view", edit: "edit", full: "full" },
  canBeAdded: "can be added",
  managesUsers: "Manages users",
  usersWithRole: (title: string) => `Users with the role ${title}`,
  rolesAreFixed: "The roles are the portal's, and the same for every account.",
  rolesCanBeChanged: "The roles of this account can be changed with the API.",
  listUsersOfRole: "“Can be added” marks what can be given to one user of the role.",

  mayDo: "What they may do",
  mayDoNothing: "Nothing: no role gives them a permission now.",
  mayDoNothingYet: "Nothing at the moment: only active users may do anything.",
  accessChanges: "This changes when a role ends:",
  mayThey: "May they do this?",
  anywhere: "Anywhere",
  check: "Check",
  /** Why something is allowed or not, by the code of the reason. */
  reasons: {
    role_allows: "A role that they hold allows it.",
    added_permission_allows: "A permission that was added to their role allows it.",
    permission_not_held: "No role that they hold allows it.",
    unit_not_reached: "They may do it elsewhere, but not there.",
    not_owner: "They may do it only with what is their own.",
    grant_ended: "The role that allowed it has ended.",
    user_not_active: "Only active users may do anything.",
    unit_retired: "That part of the account is retired.",
    token_limited: "The API token is limited.",
  } as Record<string, string>,
};
