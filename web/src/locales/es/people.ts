// Words of the lists of users and invitations, and of one user.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("es");

export const people = {
  users: "Usuarios",
  searchUsers: "Buscar por nombre o correo",
  searchAddress: "Buscar por correo",
  anyRole: "Cualquier rol",
  anyUnit: "Todas",
  anyStatus: "Cualquier estado",
  anyDelivery: "Todos",
  external: "Externo",
  tabs: {
    active: "Usuarios activos",
    pending: "Invitaciones pendientes",
    deactivated: "Usuarios desactivados",
    external: "Usuarios externos",
    all: "Todos",
  },
  userStatus: { active: "Activo", pending: "Pendiente", deactivated: "Desactivado" },
  nobody: {
    active: "Aún no hay usuarios activos",
    pending: "No hay invitaciones pendientes",
    deactivated: "No hay usuarios desactivados",
    external: "No hay usuarios externos",
    all: "Aún no hay usuarios",
  },
  nobodyHint: {
    active: "Invite a personas: aparecen aquí en cuanto aceptan.",
    pending: "Las personas que invite están aquí hasta que aceptan.",
    deactivated: "Los usuarios que desactive conservan su sitio aquí y pueden volver.",
    external: "Aquí están las personas de otra cuenta que fueron invitadas a esta.",
    all: "Invite a las primeras personas.",
  },
  nobodyFound: "No se encontró a nadie",
  nobodyFoundHint: "Compruebe la ortografía, o quite los filtros.",
  selectAll: "Seleccionar toda la página",
  select: (email: string) => `Seleccionar ${email}`,
  selected: (count: number) => plural(count, { one: "# seleccionado", other: "# seleccionados" }),
  clearSelection: "Quitar la selección",
  nothingToDo: "Ya no hay nada que hacer con los usuarios seleccionados. Lea la lista de nuevo.",
  notForAll: (count: number) =>
    plural(count, { one: "No funcionó para un usuario", other: "No funcionó para # usuarios" }),

  changeRole: "Cambiar rol",
  changeRoleSeveral: (count: number) =>
    plural(count, { one: "Cambiar el rol de un usuario", other: "Cambiar el rol de # usuarios" }),
  changeRoleMeans: "Lo que tienen ahora se sustituye desde su próxima petición.",
  changedSeveral: (count: number) =>
    plural(count, { one: "Se cambió el rol de un usuario.", other: "Se cambió el rol de # usuarios." }),
  deactivate: "Desactivar",
  deactivateConfirm: "Desactivar usuario",
  deactivateUser: (name: string) => `¿Desactivar a ${name}?`,
  deactivateSeveral: (count: number) =>
    plural(count, { one: "¿Desactivar a un usuario?", other: "¿Desactivar a # usuarios?" }),
  deactivateMeans:
    "El acceso a esta cuenta termina enseguida, con las sesiones y los tokens de API que le pertenecen. " +
    "Una invitación abierta deja de valer. El registro queda, y se puede reactivar.",
  rolesAreTaken: "Se quitan estos roles:",
  rolesAreKept: "Los roles quedan anotados y valen de nuevo tras la reactivación.",
  deactivatedSeveral: (count: number) =>
    plural(count, { one: "Un usuario desactivado.", other: "# usuarios desactivados." }),
  userDeactivated: "Usuario desactivado.",
  reactivate: "Reactivar",
  reactivateUser: (name: string) => `¿Reactivar a ${name}?`,
  reactivateSeveral: (count: number) =>
    plural(count, { one: "¿Reactivar a un usuario?", other: "¿Reactivar a # usuarios?" }),
  reactivateMeans: "El acceso vuelve enseguida. Quien nunca aceptó una invitación recibe otra.",
  comesBackWith: "Vuelve con estos roles:",
  reactivatedSeveral: (count: number) =>
    plural(count, { one: "Un usuario reactivado.", other: "# usuarios reactivados." }),
  userReactivated: "Usuario reactivado.",
  removeUser: "Quitar usuario",
  removeUserNamed: (name: string) => `¿Quitar a ${name}?`,
  removeMeans:
    "Deja esta cuenta enseguida, con las sesiones y los tokens de API que le pertenecen. " +
    "No se puede deshacer; el registro queda.",
  canBeInvitedAgain: "Se puede invitar de nuevo al mismo correo en cualquier momento.",

  lastActive: "Última actividad",
  invitations: "Invitaciones",
  invitation: "Invitación",
  emailDelivery: "Correo",
  sentBy: "Invitado por",
  invitationStatus: {
    pending: "Pendiente",
    lapsed: "Sin efecto",
    accepted: "Aceptada",
    declined: "Rechazada",
    revoked: "Revocada",
    expired: "Caducada",
  },
  deliveryStatus: {
    unsent: "No enviado",
    queued: "En cola",
    sent: "Enviado",
    delivered: "Entregado",
    failed: "Fallido",
    suppressed: "Retenido",
    bounced: "Devuelto",
    complained: "Marcado como spam",
  },
  noInvitations: "Aún no hay invitaciones",
  noInvitationsHint: "Aquí está cada invitación, con lo que fue de su correo.",
  resend: "Reenviar",
  resendInvitation: "Reenviar invitación",
  resendMeans: (email: string) =>
    `${email} recibe un enlace nuevo. Los anteriores dejan de valer. Usted responde de lo que da la invitación.`,
  resendSeveral: (count: number) =>
    plural(count, { one: "¿Reenviar una invitación?", other: "¿Reenviar # invitaciones?" }),
  resentSeveral: (count: number) =>
    plural(count, { one: "Una invitación enviada.", other: "# invitaciones enviadas." }),
  invitationSent: (email: string) => `Una nueva invitación va de camino a ${email}.`,
  revoke: "Revocar",
  revokeInvitation: "Revocar invitación",
  revokeMeans: (email: string) => `El enlace de ${email} deja de valer enseguida, y sale de la lista de usuarios.`,
  invitationRevoked: (email: string) => `La invitación de ${email} se revocó.`,
  newLinkAskedFor: "Se pidió un enlace nuevo:",
  lapsedMeans: "Quien invitó ya no puede dar lo que da la invitación. Reenvíela para responder usted de ella.",

  overview: "Resumen",
  activeSince: "Activo desde",
  editName: "Editar nombre",
  nameChanged: "Se cambió el nombre.",
  editRoles: "Editar roles",
  rolesBind: "Un cambio vale desde la próxima petición del usuario.",
  rolesChanged: "Se cambiaron los roles.",
  noSuchUser: "Ese usuario no existe",
  noSuchUserHint: "Quizá se quitó, o usted no puede verlo.",
  accessToAccount: "Acceso a la cuenta",
  isDeactivated: "Este usuario está desactivado: no tiene acceso, y el registro queda.",
  leavingHint: "Lo que se hace aquí vale enseguida.",
  signingIn: "Inicio de sesión",
  credentialsHint: "Solo el dueño del buzón ve o elige una contraseña.",
  resetCredentials: "Restablecer credenciales",
  resetMeans: (email: string) => `Van enlaces a ${email} y valen una hora. Mientras no se use ninguno, nada cambia.`,
  resetWhat: "Qué restablecer",
  resetPassword: "Un enlace para elegir una contraseña nueva",
  resetSecondFactor: "Un enlace para quitar el segundo factor",
  sendLinks: "Enviar enlaces",
  resetSent: (sent: { password: boolean; second_factor: boolean }) =>
    sent.password && sent.second_factor ? "Dos enlaces van de camino." : "Un enlace va de camino.",
  invitationSentInstead: "Aún no ha aceptado: se envía de nuevo la invitación.",
  endSessions: "Terminar sesiones",
  endSessionsMeans: (name: string) =>
    `${name} tiene que iniciar sesión de nuevo en esta cuenta. Las sesiones en otras cuentas siguen.`,
  sessionsEnded: "Se terminaron las sesiones.",
  trailOf: (name: string) => `Lo que se hizo con ${name}`,
} satisfies Partial<Words>;
