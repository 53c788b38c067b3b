// Words of one's own profile and credentials.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("de");

export const own = {
  myProfile: "Mein Profil",
  personalDetails: "Angaben zur Person",
  namesByAdministrators: "Ihren Namen ändert die Verwaltung.",
  nameEverywhere: "Ihr Name ändert sich in jedem Konto, in dem Sie ihn ändern dürfen.",
  accounts: "Konten",
  openAccount: "Öffnen",
  inUse: "In Verwendung",
  leave: "Verlassen",
  leaveAccount: (name: string) => `${name} verlassen?`,
  leaveMeans:
    "Sie verlieren sofort den Zugang, und Ihre API-Token dort enden. Ihr Passwort und Ihre anderen Konten behalten Sie. Nur ein Administrator kann Sie wieder einladen.",
  accountLeft: (name: string) => `Sie haben ${name} verlassen.`,

  security: "Sicherheit",
  password: "Passwort",
  passwordHint: "Ein langes, das Sie sonst nirgends verwenden. Ein Passwortmanager hilft.",
  changePassword: "Passwort ändern",
  otherSessionsEnd: "Ihre anderen Sitzungen enden damit.",
  currentPassword: "Jetziges Passwort",
  newPassword: "Neues Passwort",
  endApiTokens: "Auch die API-Token beenden, die ich kenne",
  passwordChanged: "Das Passwort wurde geändert.",

  secondFactor: "Zweiter Faktor",
  secondFactorHint: "Ein Code aus einer App auf Ihrem Telefon, neben dem Passwort: eines allein öffnet nichts.",
  secondFactorNotOffered: "Keines Ihrer Konten verwendet einen.",
  onSince: "Ein seit",
  codesLeft: (count: number) => plural(count, { one: "Ein Ersatzcode ist übrig.", other: "# Ersatzcodes sind übrig." }),
  setUp: "Einrichten",
  setUpSecondFactor: "Zweiten Faktor einrichten",
  replaceSecondFactor: "Auf ein anderes Telefon",
  scanCode: "Scannen Sie dies mit einer Authenticator-App und geben Sie den Code ein, den sie zeigt.",
  qrCode: "Ein Code zum Scannen; sein Text steht darunter",
  orEnterSecret: "Oder geben Sie dies in die App ein:",
  codeFromApp: "Code aus der App",
  codeOrRecovery: "Code aus der App, oder ein Ersatzcode",
  codeHint: "Sechs Ziffern; oder einer der aufbewahrten Ersatzcodes.",
  turnOn: "Einschalten",
  turnOff: "Ausschalten",
  turnOffSecondFactor: "Zweiten Faktor ausschalten?",
  turnOffMeans: "Dann öffnet Ihr Passwort allein Ihre Konten. Ihre anderen Sitzungen enden.",
  secondFactorOn: "Der zweite Faktor ist eingeschaltet.",
  secondFactorOff: "Der zweite Faktor ist ausgeschaltet.",
  recoveryCodes: "Ersatzcodes",
  newRecoveryCodes: "Neue Ersatzcodes",
  oldCodesEnd: "Die alten gelten dann nicht mehr.",
  keepCodes:
    "Jeder ersetzt die App einmal, falls das Telefon weg ist. Bewahren Sie sie auf: sie werden nicht mehr gezeigt.",
  codesReplaced: "Es gibt neue Ersatzcodes.",

  sessions: "Sitzungen",
  thisSession: "Diese",
  unknownDevice: "Unbekanntes Gerät",
  endSession: "Sitzung beenden",
  endSessionMeans: (device: string) => `${device} muss sich wieder anmelden.`,
  endOthers: "Alle anderen beenden",
  endOthersMeans: "Alle Ihre Geräte außer diesem müssen sich wieder anmelden.",
  sessionEnded: "Die Sitzung wurde beendet.",
} satisfies Partial<Words>;
