// Words of the lists of users and invitations, and of one user.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("fr");

export const people = {
  users: "Utilisateurs",
  searchUsers: "Chercher par nom ou adresse",
  searchAddress: "Chercher par adresse",
  anyRole: "Tous les rôles",
  anyUnit: "Toutes",
  anyStatus: "Tous les états",
  anyDelivery: "Tous",
  external: "Externe",
  tabs: {
    active: "Utilisateurs actifs",
    pending: "Invitations en attente",
    deactivated: "Utilisateurs désactivés",
    external: "Utilisateurs externes",
    all: "Tous",
  },
  userStatus: { active: "Actif", pending: "En attente", deactivated: "Désactivé" },
  nobody: {
    active: "Pas encore d’utilisateurs actifs",
    pending: "Aucune invitation en attente",
    deactivated: "Aucun utilisateur désactivé",
    external: "Aucun utilisateur externe",
    all: "Pas encore d’utilisateurs",
  },
  nobodyHint: {
    active: "Invitez des personnes : elles apparaissent ici dès qu’elles ont accepté.",
    pending: "Les personnes que vous invitez sont ici jusqu’à ce qu’elles acceptent.",
    deactivated: "Les utilisateurs que vous désactivez restent ici et peuvent revenir.",
    external: "Les personnes d’un autre compte qui ont été invitées dans celui-ci sont ici.",
    all: "Invitez les premières personnes.",
  },
  nobodyFound: "Personne trouvé",
  nobodyFoundHint: "Vérifiez l’orthographe, ou effacez les filtres.",
  selectAll: "Sélectionner toute la page",
  select: (email: string) => `Sélectionner ${email}`,
  selected: (count: number) => plural(count, { one: "# sélectionné", other: "# sélectionnés" }),
  clearSelection: "Annuler la sélection",
  nothingToDo: "Il n’y a plus rien à faire pour les utilisateurs sélectionnés. Relisez la liste.",
  notForAll: (count: number) =>
    plural(count, {
      one: "Cela n’a pas fonctionné pour un utilisateur",
      other: "Cela n’a pas fonctionné pour # utilisateurs",
    }),

  changeRole: "Changer le rôle",
  changeRoleSeveral: (count: number) =>
    plural(count, { one: "Changer le rôle d’un utilisateur", other: "Changer le rôle de # utilisateurs" }),
  changeRoleMeans: "Ce qu’ils ont maintenant est remplacé dès leur prochaine requête.",
  changedSeveral: (count: number) =>
    plural(count, { one: "Le rôle d’un utilisateur a été changé.", other: "Le rôle de # utilisateurs a été changé." }),
  deactivate: "Désactiver",
  deactivateConfirm: "Désactiver l’utilisateur",
  deactivateUser: (name: string) => `Désactiver ${name} ?`,
  deactivateSeveral: (count: number) =>
    plural(count, { one: "Désactiver un utilisateur ?", other: "Désactiver # utilisateurs ?" }),
  deactivateMeans:
    "L’accès à ce compte prend fin aussitôt, avec les sessions et les jetons d’API qui en dépendent. " +
    "Une invitation ouverte ne fonctionne plus. La fiche reste, et l’utilisateur peut être réactivé.",
  rolesAreTaken: "Ces rôles sont retirés :",
  rolesAreKept: "Les rôles restent notés et valent à nouveau après la réactivation.",
  deactivatedSeveral: (count: number) =>
    plural(count, { one: "Un utilisateur désactivé.", other: "# utilisateurs désactivés." }),
  userDeactivated: "Utilisateur désactivé.",
  reactivate: "Réactiver",
  reactivateUser: (name: string) => `Réactiver ${name} ?`,
  reactivateSeveral: (count: number) =>
    plural(count, { one: "Réactiver un utilisateur ?", other: "Réactiver # utilisateurs ?" }),
  reactivateMeans: "L’accès revient aussitôt. Qui n’a jamais accepté d’invitation en reçoit une nouvelle.",
  comesBackWith: "L’utilisateur revient avec ces rôles :",
  reactivatedSeveral: (count: number) =>
    plural(count, { one: "Un utilisateur réactivé.", other: "# utilisateurs réactivés." }),
  userReactivated: "Utilisateur réactivé.",
  removeUser: "Retirer l’utilisateur",
  removeUserNamed: (name: string) => `Retirer ${name} ?`,
  removeMeans:
    "L’utilisateur quitte ce compte aussitôt, avec ses sessions et les jetons d’API qui en dépendent. " +
    "C’est définitif ; le journal reste.",
  canBeInvitedAgain: "La même adresse peut être invitée à nouveau à tout moment.",

  lastActive: "Dernière activité",
  invitations: "Invitations",
  invitation: "Invitation",
  emailDelivery: "E-mail",
  sentBy: "Invité par",
  invitationStatus: {
    pending: "En attente",
    lapsed: "Caduque",
    accepted: "Acceptée",
    declined: "Refusée",
    revoked: "Révoquée",
    expired: "Expirée",
  },
  deliveryStatus: {
    unsent: "Non envoyé",
    queued: "En file",
    sent: "Envoyé",
    delivered: "Remis",
    failed: "Échoué",
    suppressed: "Retenu",
    bounced: "Refusé",
    complained: "Signalé indésirable",
  },
  noInvitations: "Pas encore d’invitations",
  noInvitationsHint: "Chaque invitation est ici, avec ce qu’est devenu son e-mail.",
  resend: "Renvoyer",
  resendInvitation: "Renvoyer l’invitation",
  resendMeans: (email: string) =>
    `${email} reçoit un nouveau lien. Les précédents ne fonctionnent plus. Vous répondez de ce que l’invitation donne.`,
  resendSeveral: (count: number) =>
    plural(count, { one: "Renvoyer une invitation ?", other: "Renvoyer # invitations ?" }),
  resentSeveral: (count: number) => plural(count, { one: "Une invitation envoyée.", other: "# invitations envoyées." }),
  invitationSent: (email: string) => `Une nouvelle invitation est en route vers ${email}.`,
  revoke: "Révoquer",
  revokeInvitation: "Révoquer l’invitation",
  revokeMeans: (email: string) =>
    `Le lien de ${email} cesse aussitôt de fonctionner, et la personne quitte la liste des utilisateurs.`,
  invitationRevoked: (email: string) => `L’invitation de ${email} a été révoquée.`,
  newLinkAskedFor: "Un nouveau lien a été demandé :",
  lapsedMeans: "L’inviteur ne peut plus donner ce que l’invitation donne. Renvoyez-la pour en répondre vous-même.",

  overview: "Vue d’ensemble",
  activeSince: "Actif depuis",
  editName: "Modifier le nom",
  nameChanged: "Le nom a été modifié.",
  editRoles: "Modifier les rôles",
  rolesBind: "Un changement vaut dès la prochaine requête de l’utilisateur.",
  rolesChanged: "Les rôles ont été modifiés.",
  noSuchUser: "Cet utilisateur n’existe pas",
  noSuchUserHint: "Il a peut-être été retiré, ou vous ne pouvez pas le voir.",
  accessToAccount: "Accès au compte",
  isDeactivated: "Cet utilisateur est désactivé : il n’a pas d’accès, et la fiche est gardée.",
  leavingHint: "Ce qui est fait ici prend effet aussitôt.",
  signingIn: "Connexion",
  credentialsHint: "Seul le propriétaire de la boîte aux lettres voit ou choisit un mot de passe.",
  resetCredentials: "Réinitialiser les identifiants",
  resetMeans: (email: string) =>
    `Des liens partent vers ${email} et fonctionnent une heure. Tant qu’aucun n’est utilisé, rien ne change.`,
  resetWhat: "Quoi réinitialiser",
  resetPassword: "Un lien pour choisir un nouveau mot de passe",
  resetSecondFactor: "Un lien pour retirer le second facteur",
  sendLinks: "Envoyer les liens",
  resetSent: (sent: { password: boolean; second_factor: boolean }) =>
    sent.password && sent.second_factor ? "Deux liens sont en route." : "Un lien est en route.",
  invitationSentInstead: "La personne n’a pas encore accepté : l’invitation est renvoyée.",
  endSessions: "Terminer les sessions",
  endSessionsMeans: (name: string) =>
    `${name} doit se reconnecter pour utiliser ce compte. Les sessions dans d’autres comptes restent.`,
  sessionsEnded: "Les sessions sont terminées.",
  trailOf: (name: string) => `Ce qui a été fait à ${name}`,
} satisfies Partial<Words>;
