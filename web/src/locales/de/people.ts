// Words of the lists of users and invitations, and of one user.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("de");

export const people = {
  users: "Benutzer",
  searchUsers: "Nach Name oder Adresse suchen",
  searchAddress: "Nach Adresse suchen",
  anyRole: "Jede Rolle",
  anyUnit: "Alle",
  anyStatus: "Jeder Status",
  anyDelivery: "Alle",
  external: "Extern",
  tabs: {
    active: "Aktive Benutzer",
    pending: "Offene Einladungen",
    deactivated: "Deaktivierte Benutzer",
    external: "Externe Benutzer",
    all: "Alle",
  },
  userStatus: { active: "Aktiv", pending: "Offen", deactivated: "Deaktiviert" },
  nobody: {
    active: "Noch keine aktiven Benutzer",
    pending: "Keine offenen Einladungen",
    deactivated: "Keine deaktivierten Benutzer",
    external: "Keine externen Benutzer",
    all: "Noch keine Benutzer",
  },
  nobodyHint: {
    active: "Laden Sie jemanden ein: wer beigetreten ist, erscheint hier.",
    pending: "Wen Sie einladen, der steht hier, bis er beigetreten ist.",
    deactivated: "Wen Sie deaktivieren, der behält hier seinen Platz und kann zurückkommen.",
    external: "Hier stehen Personen eines anderen Kontos, die in dieses eingeladen wurden.",
    all: "Laden Sie die ersten Personen ein.",
  },
  nobodyFound: "Niemand gefunden",
  nobodyFoundHint: "Prüfen Sie die Schreibweise, oder setzen Sie die Filter zurück.",
  selectAll: "Alle auf dieser Seite auswählen",
  select: (email: string) => `${email} auswählen`,
  selected: (count: number) => plural(count, { one: "# ausgewählt", other: "# ausgewählt" }),
  clearSelection: "Auswahl aufheben",
  nothingToDo: "Für die Ausgewählten ist nichts mehr zu tun. Lesen Sie die Liste neu.",
  notForAll: (count: number) =>
    plural(count, { one: "Bei einer Person ging es nicht", other: "Bei # Personen ging es nicht" }),

  changeRole: "Rolle ändern",
  changeRoleSeveral: (count: number) =>
    plural(count, { one: "Die Rolle einer Person ändern", other: "Die Rolle von # Personen ändern" }),
  changeRoleMeans: "Was sie jetzt haben, wird ersetzt, ab ihrer nächsten Anfrage.",
  changedSeveral: (count: number) =>
    plural(count, { one: "Die Rolle einer Person wurde geändert.", other: "Die Rolle von # Personen wurde geändert." }),
  deactivate: "Deaktivieren",
  deactivateConfirm: "Benutzer deaktivieren",
  deactivateUser: (name: string) => `${name} deaktivieren?`,
  deactivateSeveral: (count: number) =>
    plural(count, { one: "Eine Person deaktivieren?", other: "# Personen deaktivieren?" }),
  deactivateMeans:
    "Der Zugang zu diesem Konto endet sofort, mit den Sitzungen hier und den zugehörigen API-Token. " +
    "Eine offene Einladung gilt nicht mehr. Der Eintrag bleibt und kann reaktiviert werden.",
  rolesAreTaken: "Diese Rollen werden entzogen:",
  rolesAreKept: "Die Rollen bleiben vermerkt und gelten nach dem Reaktivieren wieder.",
  deactivatedSeveral: (count: number) =>
    plural(count, { one: "Eine Person deaktiviert.", other: "# Personen deaktiviert." }),
  userDeactivated: "Benutzer deaktiviert.",
  reactivate: "Reaktivieren",
  reactivateUser: (name: string) => `${name} reaktivieren?`,
  reactivateSeveral: (count: number) =>
    plural(count, { one: "Eine Person reaktivieren?", other: "# Personen reaktivieren?" }),
  reactivateMeans: "Der Zugang besteht sofort wieder. Wer nie eine Einladung angenommen hat, bekommt eine neue.",
  comesBackWith: "Die Person kommt mit diesen Rollen zurück:",
  reactivatedSeveral: (count: number) =>
    plural(count, { one: "Eine Person reaktiviert.", other: "# Personen reaktiviert." }),
  userReactivated: "Benutzer reaktiviert.",
  removeUser: "Benutzer entfernen",
  removeUserNamed: (name: string) => `${name} entfernen?`,
  removeMeans:
    "Die Person verlässt dieses Konto sofort, mit den Sitzungen hier und den zugehörigen API-Token. " +
    "Das ist endgültig; das Protokoll bleibt.",
  canBeInvitedAgain: "Dieselbe Adresse kann jederzeit wieder eingeladen werden.",

  lastActive: "Zuletzt aktiv",
  invitations: "Einladungen",
  invitation: "Einladung",
  emailDelivery: "E-Mail",
  sentBy: "Eingeladen von",
  invitationStatus: {
    pending: "Offen",
    lapsed: "Hinfällig",
    accepted: "Angenommen",
    declined: "Abgelehnt",
    revoked: "Zurückgezogen",
    expired: "Abgelaufen",
  },
  deliveryStatus: {
    unsent: "Nicht gesendet",
    queued: "Wartet",
    sent: "Gesendet",
    delivered: "Zugestellt",
    failed: "Fehlgeschlagen",
    suppressed: "Zurückgehalten",
    bounced: "Abgewiesen",
    complained: "Als Spam gemeldet",
  },
  noInvitations: "Noch keine Einladungen",
  noInvitationsHint: "Hier steht jede Einladung, und was aus ihrer E-Mail wurde.",
  resend: "Erneut senden",
  resendInvitation: "Einladung erneut senden",
  resendMeans: (email: string) =>
    `${email} bekommt einen neuen Link. Frühere gelten nicht mehr. Sie stehen für das ein, was die Einladung gibt.`,
  resendSeveral: (count: number) =>
    plural(count, { one: "Eine Einladung erneut senden?", other: "# Einladungen erneut senden?" }),
  resentSeveral: (count: number) =>
    plural(count, { one: "Eine Einladung gesendet.", other: "# Einladungen gesendet." }),
  invitationSent: (email: string) => `Eine neue Einladung ist unterwegs an ${email}.`,
  revoke: "Widerrufen",
  revokeInvitation: "Einladung zurückziehen",
  revokeMeans: (email: string) => `Der Link von ${email} gilt sofort nicht mehr, und die Person verlässt die Liste.`,
  invitationRevoked: (email: string) => `Die Einladung an ${email} wurde zurückgezogen.`,
  newLinkAskedFor: "Ein neuer Link wurde erbeten:",
  lapsedMeans:
    "Wer eingeladen hat, kann nicht mehr geben, was die Einladung gibt. Senden Sie sie erneut und stehen dafür ein.",

  overview: "Überblick",
  activeSince: "Aktiv seit",
  editName: "Name ändern",
  nameChanged: "Der Name wurde geändert.",
  editRoles: "Rollen ändern",
  rolesBind: "Eine Änderung gilt ab der nächsten Anfrage der Person.",
  rolesChanged: "Die Rollen wurden geändert.",
  noSuchUser: "Diese Person gibt es nicht",
  noSuchUserHint: "Vielleicht wurde sie entfernt, oder Sie dürfen sie nicht sehen.",
  accessToAccount: "Zugang zum Konto",
  isDeactivated: "Diese Person ist deaktiviert: sie hat keinen Zugang, und der Eintrag bleibt.",
  leavingHint: "Was hier geschieht, gilt sofort.",
  signingIn: "Anmeldung",
  credentialsHint: "Nur wem das Postfach gehört, sieht oder setzt je ein Passwort.",
  resetCredentials: "Zugangsdaten zurücksetzen",
  resetMeans: (email: string) =>
    `Links gehen an ${email} und gelten eine Stunde. Bis einer verwendet wird, ändert sich nichts.`,
  resetWhat: "Was zurückgesetzt wird",
  resetPassword: "Ein Link für ein neues Passwort",
  resetSecondFactor: "Ein Link, der den zweiten Faktor entfernt",
  sendLinks: "Links senden",
  resetSent: (sent: { password: boolean; second_factor: boolean }) =>
    sent.password && sent.second_factor ? "Zwei Links sind unterwegs." : "Ein Link ist unterwegs.",
  invitationSentInstead: "Die Person hat noch nicht angenommen, also geht die Einladung erneut hinaus.",
  endSessions: "Sitzungen beenden",
  endSessionsMeans: (name: string) =>
    `${name} muss sich für dieses Konto wieder anmelden. Sitzungen in anderen Konten bleiben.`,
  sessionsEnded: "Die Sitzungen wurden beendet.",
  trailOf: (name: string) => `Was mit ${name} geschah`,
} satisfies Partial<Words>;
