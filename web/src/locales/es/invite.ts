// Words of the screen that invites people.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("es");

const lasts = (lifetime: string): string => {
  const count = Number.parseInt(lifetime, 10);
  if (lifetime.endsWith("d")) return plural(count, { one: "# día", other: "# días" });
  if (lifetime.endsWith("h")) return plural(count, { one: "# hora", other: "# horas" });
  return plural(count, { one: "# minuto", other: "# minutos" });
};

export const invite = {
  inviteUsers: "Invitar usuarios",
  mayNotInvite: "No puede invitar",
  mayNotInviteHint: "Pida a un administrador de la cuenta que lo haga, o que se lo permita.",
  whoToInvite: "Quién",
  addresses: "Correos electrónicos",
  addressesHint: "Uno o muchos, como los tenga: uno por línea, con comas o puntos y coma, o copiados de un correo.",
  orFile: "O una tabla (CSV)",
  fileHint: "Suéltela aquí o elíjala. Cualquier columna, con comas, puntos y coma o tabuladores.",
  setPermissions: "Definir permisos",
  setPermissionsHint: "Para toda la lista. En el paso siguiente, una persona puede recibir otra cosa.",
  nothingIsSentYet: "Aún no se envía nada.",
  linkLasts: (lifetime: string) => `Una invitación vale ${lasts(lifetime)}.`,
  noAddresses: "Escriba al menos un correo electrónico.",
  emptyFile: "Este archivo está vacío.",
  columnsOfFile: "Lo que hay en las columnas",
  columnsHint: (count: number) =>
    plural(count, { one: "El archivo tiene una fila.", other: "El archivo tiene # filas." }),
  firstRowIsHeader: "La primera fila nombra las columnas",
  column: (number: number) => `Columna ${number}`,
  notUsed: "Sin usar",
  emptyColumn: "vacía",
  checkBeforeSending: "Mire antes de enviar",
  checking: "Comprobando…",
  readyAndNot: (ready: number, attention: number) =>
    `${plural(ready, { one: "Se invitará a # persona", other: "Se invitará a # personas" })}${
      attention === 0 ? "." : `; ${plural(attention, { one: "# fila por revisar", other: "# filas por revisar" })}.`
    }`,
  onlyAttention: "Solo lo que hay que revisar",
  perRow: "Rol por fila",
  asForAll: "Como para todos",
  nothingNeedsAttention: "No hay nada que revisar.",
  removeRow: "Quitar",
  result: "Resultado",
  rowsOf: (from: number, to: number, count: number) => `${from} a ${to} de ${count}`,
  willBeInvited: "Se invitará",
  verdicts: {
    invited: "Invitado",
    already_invited: "Ya invitado",
    already_member: "Ya es usuario",
    deactivated: "Usuario desactivado",
    disposable_address: "Correo desechable",
    duplicate: "Dos veces en la lista",
    invalid: "No válido",
    not_allowed: "Más de lo que puede dar",
    try_again: "Sin hacer, reintente",
  },
  sendInvitations: (count: number) => plural(count, { one: "Enviar invitación", other: "Enviar # invitaciones" }),
  sending: (done: number, total: number) => `${done} de ${total} enviadas`,
  invitationsSent: (count: number) =>
    plural(count, { one: "Una invitación va de camino.", other: "# invitaciones van de camino." }),
  whatBecameOfIt: "Lo que resultó",
  toPending: "A las invitaciones pendientes",
  downloadResult: "Descargar el resultado",
  mendTheRest: (count: number) => plural(count, { one: "Corregir la otra fila", other: "Corregir las otras # filas" }),
  inviteMore: "Invitar a más personas",
} satisfies Partial<Words>;
