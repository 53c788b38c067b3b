// Words of the screen that invites people.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("fr");

const lasts = (lifetime: string): string => {
  const count = Number.parseInt(lifetime, 10);
  if (lifetime.endsWith("d")) return plural(count, { one: "# jour", other: "# jours" });
  if (lifetime.endsWith("h")) return plural(count, { one: "# heure", other: "# heures" });
  return plural(count, { one: "# minute", other: "# minutes" });
};

export const invite = {
  inviteUsers: "Inviter des utilisateurs",
  mayNotInvite: "Vous ne pouvez pas inviter",
  mayNotInviteHint: "Demandez à un administrateur du compte de le faire, ou de vous le permettre.",
  whoToInvite: "Qui",
  addresses: "Adresses e-mail",
  addressesHint: "Une ou plusieurs, comme vous les avez : par ligne, avec virgules ou points-virgules, ou d’un e-mail.",
  orFile: "Ou un tableau (CSV)",
  fileHint: "Déposez-le ici ou choisissez-le. Colonnes libres, avec virgules, points-virgules ou tabulations.",
  setPermissions: "Définir les droits",
  setPermissionsHint: "Pour toute la liste. À l’étape suivante, une personne peut recevoir autre chose.",
  nothingIsSentYet: "Rien n’est encore envoyé.",
  linkLasts: (lifetime: string) => `Une invitation vaut ${lasts(lifetime)}.`,
  noAddresses: "Saisissez au moins une adresse e-mail.",
  emptyFile: "Ce fichier est vide.",
  columnsOfFile: "Ce que contiennent les colonnes",
  columnsHint: (count: number) => plural(count, { one: "Le fichier a une ligne.", other: "Le fichier a # lignes." }),
  firstRowIsHeader: "La première ligne nomme les colonnes",
  column: (number: number) => `Colonne ${number}`,
  notUsed: "Non utilisée",
  emptyColumn: "vide",
  checkBeforeSending: "Vérifiez avant d’envoyer",
  checking: "Vérification…",
  readyAndNot: (ready: number, attention: number) =>
    `${plural(ready, { one: "# personne sera invitée", other: "# personnes seront invitées" })}${
      attention === 0 ? "." : ` ; ${plural(attention, { one: "# ligne à revoir", other: "# lignes à revoir" })}.`
    }`,
  onlyAttention: "Seulement ce qui est à revoir",
  perRow: "Rôle par ligne",
  asForAll: "Comme pour tous",
  nothingNeedsAttention: "Rien à revoir.",
  removeRow: "Retirer",
  result: "Résultat",
  rowsOf: (from: number, to: number, count: number) => `${from} à ${to} sur ${count}`,
  willBeInvited: "Sera invité",
  verdicts: {
    invited: "Invité",
    already_invited: "Déjà invité",
    already_member: "Déjà utilisateur",
    deactivated: "Utilisateur désactivé",
    disposable_address: "Adresse jetable",
    duplicate: "Deux fois dans la liste",
    invalid: "Non valable",
    not_allowed: "Plus que vous ne pouvez donner",
    try_again: "Pas fait, à réessayer",
  },
  sendInvitations: (count: number) => plural(count, { one: "Envoyer l’invitation", other: "Envoyer # invitations" }),
  sending: (done: number, total: number) => `${done} sur ${total} envoyées`,
  invitationsSent: (count: number) =>
    plural(count, { one: "Une invitation est en route.", other: "# invitations sont en route." }),
  whatBecameOfIt: "Ce qui en est advenu",
  toPending: "Vers les invitations en attente",
  downloadResult: "Télécharger le résultat",
  mendTheRest: (count: number) =>
    plural(count, { one: "Corriger l’autre ligne", other: "Corriger les # autres lignes" }),
  inviteMore: "Inviter d’autres personnes",
} satisfies Partial<Words>;
