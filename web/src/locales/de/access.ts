// Words of roles, permissions and what someone may do.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("de");

export const access = {
  roles: "Rollen",
  roleNumber: (number: number) => `Rolle ${number}`,
  noRole: "Keine Rolle",
  addRole: "Rolle hinzufügen",
  removeRole: "Diese Rolle entziehen",
  roleStays: "Diese Rolle können Sie nicht geben, also bleibt sie, wie sie ist.",
  everywhere: "überall",
  inAccount: "Im Konto",
  allUnits: "Alle, auch künftige",
  onlyThese: "Nur diese:",
  whichUnits: (noun: string) => `${noun}: wo es gilt`,
  noUnitsYet: "Es gibt noch keine.",
  moreUnits: "Es gibt mehr, als hier stehen; die API nimmt sie alle.",
  andMore: (count: number) => `${count} weitere`,
  additionalPermissions: "Zusätzliche Rechte",
  addedPermissions: (count: number) => plural(count, { one: "und ein Recht", other: "und # Rechte" }),
  endDate: "Letzter Tag (freiwillig)",
  endDateHint: "Ohne Tag endet es nicht.",
  endDateLatest: "Länger, als Sie es selbst haben, können Sie es nicht geben.",

  ownOnly: "nur eigene",
  own: "eigene",
  actions: {
    create: "Anlegen",
    read: "Lesen",
    update: "Ändern",
    delete: "Löschen",
    use: "Verwenden",
    manage: "Verwalten",
  } as Record<string, string>,
  permission: "Recht",
  permissions: "Rechte",
  allPermissions: "Alle Rechte",
  levels: "Stufen",
  levelNames: { none: "keine", view: "ansehen", edit: "ändern", full: "voll" },
  canBeAdded: "kann hinzukommen",
  managesUsers: "Verwaltet Benutzer",
  usersWithRole: (title: string) => `Benutzer mit der Rolle ${title}`,
  rolesAreFixed: "Die Rollen sind die des Portals und in jedem Konto gleich.",
  rolesCanBeChanged: "Die Rollen dieses Kontos können mit der API geändert werden.",
  listUsersOfRole: "„Kann hinzukommen“ bezeichnet, was einer einzelnen Person der Rolle gegeben werden kann.",

  mayDo: "Was diese Person darf",
  mayDoNothing: "Nichts: keine Rolle gibt ihr zurzeit ein Recht.",
  mayDoNothingYet: "Zurzeit nichts: nur aktive Benutzer dürfen etwas.",
  accessChanges: "Das ändert sich, wenn eine Rolle endet:",
  mayThey: "Darf sie das?",
  anywhere: "Irgendwo",
  check: "Prüfen",
  reasons: {
    role_allows: "Eine ihrer Rollen erlaubt es.",
    added_permission_allows: "Ein Recht, das zu ihrer Rolle hinzukam, erlaubt es.",
    permission_not_held: "Keine ihrer Rollen erlaubt es.",
    unit_not_reached: "Anderswo ist es erlaubt, dort nicht.",
    not_owner: "Es ist nur bei Eigenem erlaubt.",
    grant_ended: "Die Rolle, die es erlaubte, ist zu Ende.",
    user_not_active: "Nur aktive Benutzer dürfen etwas.",
    unit_retired: "Dieser Teil des Kontos ist stillgelegt.",
    token_limited: "Das API-Token ist beschränkt.",
  } as Record<string, string>,
} satisfies Partial<Words>;
