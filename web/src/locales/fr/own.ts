// Words of one's own profile and credentials.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("fr");

export const own = {
  myProfile: "Mon profil",
  personalDetails: "Informations personnelles",
  namesByAdministrators: "Vos administrateurs modifient votre nom.",
  nameEverywhere: "Votre nom change dans tous les comptes qui vous laissent le modifier.",
  accounts: "Comptes",
  openAccount: "Ouvrir",
  inUse: "Utilisé",
  leave: "Quitter",
  leaveAccount: (name: string) => `Quitter ${name} ?`,
  leaveMeans:
    "Vous perdez l’accès aussitôt, et vos jetons d’API y prennent fin. Vous gardez votre mot de passe et vos autres comptes. Seul un administrateur peut vous inviter à nouveau.",
  accountLeft: (name: string) => `Vous avez quitté ${name}.`,

  security: "Sécurité",
  password: "Mot de passe",
  passwordHint: "Un long, que vous n’utilisez nulle part ailleurs. Un gestionnaire de mots de passe aide.",
  changePassword: "Changer le mot de passe",
  otherSessionsEnd: "Vos autres sessions prennent fin.",
  currentPassword: "Mot de passe actuel",
  newPassword: "Nouveau mot de passe",
  endApiTokens: "Terminer aussi les jetons d’API que je connais",
  passwordChanged: "Le mot de passe a été changé.",

  secondFactor: "Second facteur",
  secondFactorHint:
    "Un code d’une application sur votre téléphone, en plus du mot de passe : l’un sans l’autre n’ouvre rien.",
  secondFactorNotOffered: "Aucun de vos comptes n’en utilise.",
  onSince: "Activé depuis le",
  codesLeft: (count: number) =>
    plural(count, { one: "Il reste un code de secours.", other: "Il reste # codes de secours." }),
  setUp: "Configurer",
  setUpSecondFactor: "Configurer le second facteur",
  replaceSecondFactor: "Passer à un autre téléphone",
  scanCode: "Scannez ceci avec une application d’authentification, puis saisissez le code qu’elle montre.",
  qrCode: "Un code à scanner ; son texte est dessous",
  orEnterSecret: "Ou saisissez ceci dans l’application :",
  codeFromApp: "Code de l’application",
  codeOrRecovery: "Code de l’application, ou un code de secours",
  codeHint: "Six chiffres ; ou l’un des codes de secours que vous avez gardés.",
  turnOn: "Activer",
  turnOff: "Désactiver",
  turnOffSecondFactor: "Désactiver le second facteur ?",
  turnOffMeans: "Votre mot de passe seul ouvrira vos comptes. Vos autres sessions prennent fin.",
  secondFactorOn: "Le second facteur est activé.",
  secondFactorOff: "Le second facteur est désactivé.",
  recoveryCodes: "Codes de secours",
  newRecoveryCodes: "Nouveaux codes de secours",
  oldCodesEnd: "Les anciens ne fonctionneront plus.",
  keepCodes:
    "Chacun remplace l’application une fois, si vous perdez le téléphone. Gardez-les : ils ne seront plus montrés.",
  codesReplaced: "Il y a de nouveaux codes de secours.",

  sessions: "Sessions",
  thisSession: "Celle-ci",
  unknownDevice: "Appareil inconnu",
  endSession: "Terminer la session",
  endSessionMeans: (device: string) => `${device} devra se reconnecter.`,
  endOthers: "Terminer toutes les autres",
  endOthersMeans: "Tous vos appareils sauf celui-ci devront se reconnecter.",
  sessionEnded: "La session est terminée.",
} satisfies Partial<Words>;
