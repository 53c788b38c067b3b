// Words of the screen that invites people.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("de");

const lasts = (lifetime: string): string => {
  const count = Number.parseInt(lifetime, 10);
  if (lifetime.endsWith("d")) return plural(count, { one: "# Tag", other: "# Tage" });
  if (lifetime.endsWith("h")) return plural(count, { one: "# Stunde", other: "# Stunden" });
  return plural(count, { one: "# Minute", other: "# Minuten" });
};

export const invite = {
  inviteUsers: "Benutzer einladen",
  mayNotInvite: "Sie können niemanden einladen",
  mayNotInviteHint: "Bitten Sie jemanden aus der Verwaltung darum.",
  whoToInvite: "Wen",
  addresses: "E-Mail-Adressen",
  addressesHint: "Eine oder viele, wie Sie sie haben: zeilenweise, mit Komma oder Semikolon, oder aus einer E-Mail.",
  orFile: "Oder eine Tabelle (CSV)",
  fileHint: "Hier ablegen oder auswählen. Beliebige Spalten, mit Komma, Semikolon oder Tabulator.",
  setPermissions: "Rechte festlegen",
  setPermissionsHint: "Für alle in dieser Liste. Im nächsten Schritt können Einzelne etwas anderes bekommen.",
  nothingIsSentYet: "Noch wird nichts gesendet.",
  linkLasts: (lifetime: string) => `Eine Einladung gilt ${lasts(lifetime)}.`,
  noAddresses: "Geben Sie mindestens eine E-Mail-Adresse ein.",
  emptyFile: "In dieser Datei steht nichts.",
  columnsOfFile: "Was in den Spalten steht",
  columnsHint: (count: number) => plural(count, { one: "Die Datei hat eine Zeile.", other: "Die Datei hat # Zeilen." }),
  firstRowIsHeader: "Die erste Zeile nennt die Spalten",
  column: (number: number) => `Spalte ${number}`,
  notUsed: "Nicht verwendet",
  emptyColumn: "leer",
  checkBeforeSending: "Prüfen vor dem Senden",
  checking: "Wird geprüft…",
  readyAndNot: (ready: number, attention: number) =>
    `${plural(ready, { one: "# Person wird eingeladen", other: "# Personen werden eingeladen" })}${
      attention === 0
        ? "."
        : `; ${plural(attention, { one: "# Zeile ist anzusehen", other: "# Zeilen sind anzusehen" })}.`
    }`,
  onlyAttention: "Nur, was anzusehen ist",
  perRow: "Rolle je Zeile",
  asForAll: "Wie alle",
  nothingNeedsAttention: "Es ist nichts anzusehen.",
  removeRow: "Entfernen",
  result: "Ergebnis",
  rowsOf: (from: number, to: number, count: number) => `${from} bis ${to} von ${count}`,
  willBeInvited: "Wird eingeladen",
  verdicts: {
    invited: "Eingeladen",
    already_invited: "Schon eingeladen",
    already_member: "Schon Benutzer",
    deactivated: "Deaktivierter Benutzer",
    disposable_address: "Wegwerfadresse",
    duplicate: "Zweimal in der Liste",
    invalid: "Ungültig",
    not_allowed: "Mehr, als Sie geben dürfen",
    try_again: "Nicht getan, noch einmal",
  },
  sendInvitations: (count: number) => plural(count, { one: "Einladung senden", other: "# Einladungen senden" }),
  sending: (done: number, total: number) => `${done} von ${total} gesendet`,
  invitationsSent: (count: number) =>
    plural(count, { one: "Eine Einladung ist unterwegs.", other: "# Einladungen sind unterwegs." }),
  whatBecameOfIt: "Was daraus wurde",
  toPending: "Zu den offenen Einladungen",
  downloadResult: "Ergebnis herunterladen",
  mendTheRest: (count: number) =>
    plural(count, { one: "Die andere Zeile verbessern", other: "Die anderen # Zeilen verbessern" }),
  inviteMore: "Weitere einladen",
} satisfies Partial<Words>;
