// Words of roles, permissions and what someone may do.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("fr");

export const access = {
  roles: "Rôles",
  roleNumber: (number: number) => `Rôle ${number}`,
  noRole: "Aucun rôle",
  addRole: "Ajouter un rôle",
  removeRole: "Retirer ce rôle",
  roleStays: "Vous ne pouvez pas donner ce rôle : il reste tel quel.",
  everywhere: "partout",
  inAccount: "Dans le compte",
  allUnits: "Tout, aussi ce qui viendra",
  onlyThese: "Seulement :",
  whichUnits: (noun: string) => `${noun} : où cela vaut`,
  noUnitsYet: "Il n’y en a pas encore.",
  moreUnits: "Il y en a plus que cette liste ; l’API les accepte toutes.",
  andMore: (count: number) => `${count} autres`,
  additionalPermissions: "Droits supplémentaires",
  addedPermissions: (count: number) => plural(count, { one: "et un droit", other: "et # droits" }),
  endDate: "Dernier jour (facultatif)",
  endDateHint: "Sans date, il n’y a pas de fin.",
  endDateLatest: "Vous ne pouvez pas le donner plus longtemps que vous ne l’avez.",

  ownOnly: "seulement les siens",
  own: "les siens",
  actions: {
    create: "Créer",
    read: "Lire",
    update: "Modifier",
    delete: "Supprimer",
    use: "Utiliser",
    manage: "Gérer",
  } as Record<string, string>,
  permission: "Droit",
  permissions: "Droits",
  allPermissions: "Tous les droits",
  levels: "Niveaux",
  levelNames: { none: "aucun", view: "voir", edit: "modifier", full: "complet" },
  canBeAdded: "peut s’ajouter",
  managesUsers: "Gère les utilisateurs",
  usersWithRole: (title: string) => `Utilisateurs avec le rôle ${title}`,
  rolesAreFixed: "Les rôles sont ceux du portail, les mêmes pour tous les comptes.",
  rolesCanBeChanged: "Les rôles de ce compte peuvent être changés avec l’API.",
  listUsersOfRole: "« Peut s’ajouter » marque ce qui peut être donné à un seul utilisateur du rôle.",

  mayDo: "Ce que cette personne peut faire",
  mayDoNothing: "Rien : aucun rôle ne lui donne un droit maintenant.",
  mayDoNothingYet: "Rien pour le moment : seuls les utilisateurs actifs ont des droits.",
  accessChanges: "Cela change quand un rôle prend fin :",
  mayThey: "Peut-elle faire ceci ?",
  anywhere: "N’importe où",
  check: "Vérifier",
  reasons: {
    role_allows: "Un de ses rôles le permet.",
    added_permission_allows: "Un droit ajouté à son rôle le permet.",
    permission_not_held: "Aucun de ses rôles ne le permet.",
    unit_not_reached: "C’est permis ailleurs, mais pas là.",
    not_owner: "C’est permis seulement pour ce qui lui appartient.",
    grant_ended: "Le rôle qui le permettait a pris fin.",
    user_not_active: "Seuls les utilisateurs actifs ont des droits.",
    unit_retired: "Cette partie du compte est fermée.",
    token_limited: "Le jeton d’API est limité.",
  } as Record<string, string>,
} satisfies Partial<Words>;
