// Words of one's own profile and credentials.

import { plurals } from "../plural.ts";

const plural = plurals("en");

export const own = {
  myProfile: "My profile",
  personalDetails: "Personal details",
  namesByAdministrators: "Your administrators edit your name.",
  nameEverywhere: "Your name changes in every account that lets you edit it.",
  accounts: "Accounts",
  openAccount: "Open",
  inUse: "In use",
  leave: "Leave",
  leaveAccount: (name: string) => `Leave ${name}?`,
  leaveMeans:
    "You lose access at once, and your API tokens there end. You keep your password and your other accounts. Only an administrator can invite you again.",
  accountLeft: (name: string) => `You have left ${name}.`,

  security: "Security",
  password: "Password",
  passwordHint: "A long one that you use nowhere else. A password manager helps.",
  changePassword: "Change password",
  otherSessionsEnd: "Your other sessions end with it.",
  currentPassword: "Current password",
  newPassword: "New password",
  endApiTokens: "End the API tokens that I know as well",
  passwordChanged: "The password was changed.",

  secondFactor: "Second factor",
  secondFactorHint: "A code from an app on your phone, beside the password: who has only one of them does not get in.",
  secondFactorNotOffered: "None of your accounts uses one.",
  onSince: "On since",
  codesLeft: (count: number) =>
    plural(count, { one: "One recovery code is left.", other: "# recovery codes are left." }),
  setUp: "Set up",
  setUpSecondFactor: "Set up the second factor",
  replaceSecondFactor: "Move to another phone",
  scanCode: "Scan this with an authenticator app, then enter the code that it shows.",
  qrCode: "A code to scan; its text is below",
  orEnterSecret: "Or type this into the app:",
  codeFromApp: "Code from the app",
  codeOrRecovery: "Code from the app, or a recovery code",
  codeHint: "Six digits; or one of the recovery codes that you have kept.",
  turnOn: "Turn on",
  turnOff: "Turn off",
  turnOffSecondFactor: "Turn off the second factor?",
  turnOffMeans: "Your password alone opens your accounts then. Your other sessions end.",
  secondFactorOn: "The second factor is on.",
  secondFactorOff: "The second factor is off.",
  recoveryCodes: "Recovery codes",
  newRecoveryCodes: "New recovery codes",
  oldCodesEnd: "The old ones no longer work then.",
  keepCodes:
    "Each of them replaces the app once, if you lose your phone. Keep them in a safe place: they are not shown again.",
  codesReplaced: "There are new recovery codes.",

  sessions: "Sessions",
  thisSession: "This one",
  unknownDevice: "Unknown device",
  endSession: "End session",
  endSessionMeans: (device: string) => `${device} has to sign in again.`,
  endOthers: "End all others",
  endOthersMeans: "All your devices but this one have to sign in again.",
  sessionEnded: "The session was ended.",
};
