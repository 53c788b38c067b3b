// Deutsch.

import type { Words } from "./en.ts";

const words: Words = {
  questions: "Fragen?",
  working: "Einen Moment …",
  show: "Zeigen",
  hide: "Verbergen",
  cancel: "Abbrechen",
  back: "Zurück",
  goOn: "Weiter",
  confirm: "Bestätigen",
  copy: "Kopieren",
  copied: "Kopiert",
  download: "Herunterladen",
  tryAgain: "Noch einmal versuchen",
  required: "Bitte ausfüllen.",
  failed: "Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.",
  tooOften: "Zu viele Versuche.",
  wait: (seconds) =>
    seconds > 90 ? `Wieder möglich in ${Math.ceil(seconds / 60)} Minuten` : `Wieder möglich in ${seconds} Sekunden`,

  invitation: "Ihre Einladung",
  join: (account) => `Einladung zu ${account}`,
  for: "Für",
  name: "Name",
  from: "Von",
  expires: "Gültig bis",
  givenName: "Vorname",
  familyName: "Nachname",
  ownNames: "Die Namen aus meinem anderen Konto verwenden",
  email: "E-Mail-Adresse",
  password: "Passwort",
  newPassword: "Neues Passwort",
  passwordHint:
    "Mindestens 15 Zeichen, oder 8, wo ein zweiter Faktor verlangt wird. " +
    "Gut sind einige Wörter, die nicht zusammengehören.",
  accept: "Einladung annehmen",
  signInAndAccept: "Anmelden und annehmen",
  knownHere: "Sie haben hier bereits ein Passwort. Melden Sie sich damit an, um anzunehmen.",
  someoneElse: (is, wanted) => `Sie sind als ${is} angemeldet, aber diese Einladung ist für ${wanted}.`,
  switchTo: (email) => `Abmelden und weiter als ${email}`,
  stay: "Angemeldet bleiben",
  decline: "Ablehnen",
  declineTitle: "Einladung ablehnen?",
  declineHint: (account) => `Sie werden kein Benutzer von ${account}. Man kann Sie wieder einladen.`,
  declined: "Sie haben abgelehnt",
  declinedHint: (account) => `Sie sind kein Benutzer von ${account}. Sie können diese Seite schließen.`,
  alreadyAccepted: "Diese Einladung wurde bereits angenommen. Sie können sich anmelden.",
  revoked: "Diese Einladung wurde zurückgezogen. Fragen Sie die Person, die sie geschickt hat.",
  expiredHint: (email) => `Diese Einladung ist abgelaufen. Sie können sich eine neue an ${email} schicken lassen.`,
  lapsed: (account) =>
    `Die Person, die Sie eingeladen hat, kann Ihnen diesen Zugang nicht ` +
    `mehr geben. Die Administratoren von ${account} können Sie neu einladen.`,
  requestNew: "Neue Einladung anfordern",
  sent: "Ein neuer Link ist unterwegs",
  sentHint: (email) => `Öffnen Sie die E-Mail an ${email}. Dieser Link gilt nicht mehr.`,
  asked: "Die Administratoren wissen Bescheid",
  askedHint: (account, email) =>
    `Wenn die Administratoren von ${account} Sie wieder einladen, geht eine E-Mail an ${email}.`,
  incomplete: "Diese Adresse ist unvollständig. Kopieren Sie den ganzen Link aus der E-Mail.",
  deadLink: "Dieser Link gilt nicht. Er wurde schon benutzt, durch einen neueren ersetzt, oder ein Teil fehlt.",
  oldLink: "Dieser Link ist abgelaufen. Fordern Sie einen neuen an.",

  signIn: "Anmelden",
  signOut: "Abmelden",
  signedInAs: (email) => `Sie sind als ${email} angemeldet.`,
  security: "Passwort und zweiter Faktor",
  forgotten: "Passwort vergessen?",
  forgottenHint: "Wir schicken Ihnen einen Link, mit dem Sie ein neues festlegen können.",
  sendLink: "Link schicken",
  linkSent: "Sehen Sie in Ihr Postfach",
  linkSentHint: (email) => `Falls ${email} hier ein Passwort hat, ist ein Link unterwegs. Er gilt eine Stunde.`,
  secondStep: "Zweiter Schritt",
  code: "Code",
  codeHint: "Sechs Ziffern aus Ihrer Authenticator-App.",
  recoveryCode: "Wiederherstellungscode",
  recoveryHint: "Einer von denen, die Sie beim Einrichten aufbewahrt haben. Jeder gilt einmal.",
  useRecovery: "Wiederherstellungscode verwenden",
  useCode: "Code aus der App verwenden",
  chooseAccount: "Konto auswählen",
  noAccount: "Sie sind in keinem Konto",
  noAccountHint: "Bitten Sie einen Administrator um eine Einladung.",

  setUp: "Zweiten Faktor einrichten",
  setUpHint:
    "Er wird hier verlangt. Scannen Sie das Bild mit einer " +
    "Authenticator-App und geben Sie den Code ein, den sie zeigt.",
  setUpPassword: "Hier wird ein zweiter Faktor verlangt. Zeigen Sie zuerst, dass Sie es sind.",
  qr: "QR-Code für Ihre Authenticator-App",
  noCamera: "Keine Kamera? Geben Sie diesen Schlüssel ein",
  recoveryCodes: "Bewahren Sie die Wiederherstellungscodes auf",
  recoveryCodesHint:
    "Mit ihnen können Sie sich anmelden, wenn Sie Ihr Telefon verlieren. Sie werden nur jetzt gezeigt.",
  kept: "Ich habe sie aufbewahrt",

  reset: "Neues Passwort festlegen",
  resetHint: "Sie werden überall abgemeldet. Ihren zweiten Faktor behalten Sie, wenn Sie einen haben.",
  resetDo: "Passwort festlegen",
  resetDone: "Sie haben ein neues Passwort. Sie wurden überall abgemeldet und können sich jetzt damit anmelden.",
  keepTokens:
    "Meine API-Tokens behalten. Sonst gelten sie nicht mehr, weil jemand das alte Passwort gekannt haben kann.",
  removeFactor: "Zweiten Faktor entfernen",
  removeHint: "Für den Fall, dass Sie das Gerät verloren haben, das Ihre Codes zeigt. Sie werden überall abgemeldet.",
  removeDo: "Zweiten Faktor entfernen",
  removeDone: "Ihr zweiter Faktor ist entfernt. Wird einer verlangt, richten Sie beim Anmelden einen ein.",
  done: "Fertig",

  problems: {
    unreachable: "Es kommt keine Antwort. Prüfen Sie, ob Sie online sind, und versuchen Sie es noch einmal.",
    unavailable: "Das hat gerade nicht geklappt. Versuchen Sie es gleich noch einmal.",
    wrong_credentials: "Die Adresse oder das Passwort ist falsch.",
    wrong_password: "Das Passwort ist falsch.",
    wrong_code: "Der Code ist falsch oder wurde schon benutzt. Warten Sie auf den nächsten.",
    challenge_over: "Das hat zu lange gedauert oder war zu oft falsch. Beginnen Sie noch einmal.",
    account_suspended: "Dieses Konto ist zurzeit geschlossen.",
    deactivated_everywhere: "Ihr Zugang ist deaktiviert. Fragen Sie Ihren Administrator.",
    rate_limited: "Zu viele Versuche. Versuchen Sie es später noch einmal.",
    invitation_not_pending: "Diese Einladung kann nicht mehr angenommen werden.",
    invalid_fields: "Etwas stimmt noch nicht.",
    second_factor_off: "Kein Konto erlaubt hier einen zweiten Faktor.",
  },
  faults: {
    weak_password:
      "Dieses Passwort ist zu kurz, zu häufig, oder enthält Namen, die man erraten kann. Nehmen Sie ein anderes.",
    password_unchanged: "Das ist das alte Passwort.",
    invalid_email: "Das ist keine E-Mail-Adresse.",
    invalid_code: "Ein Code hat sechs Ziffern.",
    too_long: "Das ist zu lang.",
  },
};

export default words;
