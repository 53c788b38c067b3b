// Words of one's own profile and credentials.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("es");

export const own = {
  myProfile: "Mi perfil",
  personalDetails: "Datos personales",
  namesByAdministrators: "Sus administradores editan su nombre.",
  nameEverywhere: "Su nombre cambia en cada cuenta que le deja editarlo.",
  accounts: "Cuentas",
  openAccount: "Abrir",
  inUse: "En uso",
  leave: "Dejar",
  leaveAccount: (name: string) => `¿Dejar ${name}?`,
  leaveMeans:
    "Pierde el acceso de inmediato, y sus tokens de API terminan allí. Conserva su contraseña y sus otras cuentas. Solo un administrador puede invitarle de nuevo.",
  accountLeft: (name: string) => `Ha dejado ${name}.`,

  security: "Seguridad",
  password: "Contraseña",
  passwordHint: "Una larga que no use en otra parte. Un gestor de contraseñas ayuda.",
  changePassword: "Cambiar contraseña",
  otherSessionsEnd: "Sus otras sesiones terminan con ello.",
  currentPassword: "Contraseña actual",
  newPassword: "Contraseña nueva",
  endApiTokens: "Terminar también los tokens de API que conozco",
  passwordChanged: "Se cambió la contraseña.",

  secondFactor: "Segundo factor",
  secondFactorHint: "Un código de una aplicación en su teléfono, junto a la contraseña: uno solo no abre nada.",
  secondFactorNotOffered: "Ninguna de sus cuentas usa uno.",
  onSince: "Activado desde el",
  codesLeft: (count: number) =>
    plural(count, { one: "Queda un código de recuperación.", other: "Quedan # códigos de recuperación." }),
  setUp: "Configurar",
  setUpSecondFactor: "Configurar el segundo factor",
  replaceSecondFactor: "Pasar a otro teléfono",
  scanCode: "Escanee esto con una aplicación de autenticación y escriba el código que muestra.",
  qrCode: "Un código para escanear; su texto está debajo",
  orEnterSecret: "O escriba esto en la aplicación:",
  codeFromApp: "Código de la aplicación",
  codeOrRecovery: "Código de la aplicación, o de recuperación",
  codeHint: "Seis cifras; o uno de los códigos de recuperación que guardó.",
  turnOn: "Activar",
  turnOff: "Desactivar",
  turnOffSecondFactor: "¿Desactivar el segundo factor?",
  turnOffMeans: "Entonces su contraseña sola abre sus cuentas. Sus otras sesiones terminan.",
  secondFactorOn: "El segundo factor está activado.",
  secondFactorOff: "El segundo factor está desactivado.",
  recoveryCodes: "Códigos de recuperación",
  newRecoveryCodes: "Códigos de recuperación nuevos",
  oldCodesEnd: "Los anteriores dejan de valer.",
  keepCodes: "Cada uno sustituye a la aplicación una vez, si pierde el teléfono. Guárdelos: no se muestran otra vez.",
  codesReplaced: "Hay códigos de recuperación nuevos.",

  sessions: "Sesiones",
  thisSession: "Esta",
  unknownDevice: "Dispositivo desconocido",
  endSession: "Terminar sesión",
  endSessionMeans: (device: string) => `${device} tiene que iniciar sesión de nuevo.`,
  endOthers: "Terminar todas las demás",
  endOthersMeans: "Todos sus dispositivos menos este tienen que iniciar sesión de nuevo.",
  sessionEnded: "Se terminó la sesión.",
} satisfies Partial<Words>;
