// Words of roles, permissions and what someone may do.

import type { Words } from "../en/index.ts";
import { plurals } from "../plural.ts";

const plural = plurals("es");

export const access = {
  roles: "Roles",
  roleNumber: (number: number) => `Rol ${number}`,
  noRole: "Sin rol",
  addRole: "Añadir un rol",
  removeRole: "Quitar este rol",
  roleStays: "No puede dar este rol: queda como está.",
  everywhere: "en todas partes",
  inAccount: "En la cuenta",
  allUnits: "Todas, también las futuras",
  onlyThese: "Solo estas:",
  whichUnits: (noun: string) => `${noun}: dónde vale`,
  noUnitsYet: "Aún no hay.",
  moreUnits: "Hay más de las que aparecen aquí; la API las acepta todas.",
  andMore: (count: number) => `${count} más`,
  additionalPermissions: "Permisos adicionales",
  addedPermissions: (count: number) => plural(count, { one: "y un permiso", other: "y # permisos" }),
  endDate: "Último día (opcional)",
  endDateHint: "Sin fecha, no termina.",
  endDateLatest: "No puede darlo por más tiempo del que usted lo tiene.",

  ownOnly: "solo lo propio",
  own: "lo propio",
  actions: {
    create: "Crear",
    read: "Leer",
    update: "Modificar",
    delete: "Eliminar",
    use: "Usar",
    manage: "Gestionar",
  } as Record<string, string>,
  permission: "Permiso",
  permissions: "Permisos",
  allPermissions: "Todos los permisos",
  levels: "Niveles",
  levelNames: { none: "ninguno", view: "ver", edit: "editar", full: "completo" },
  canBeAdded: "se puede añadir",
  managesUsers: "Gestiona usuarios",
  usersWithRole: (title: string) => `Usuarios con el rol ${title}`,
  rolesAreFixed: "Los roles son los del portal, iguales en todas las cuentas.",
  rolesCanBeChanged: "Los roles de esta cuenta se pueden cambiar con la API.",
  listUsersOfRole: "«Se puede añadir» marca lo que se puede dar a un solo usuario del rol.",

  mayDo: "Lo que puede hacer",
  mayDoNothing: "Nada: ningún rol le da un permiso ahora.",
  mayDoNothingYet: "Nada por ahora: solo los usuarios activos pueden hacer algo.",
  accessChanges: "Esto cambia cuando termina un rol:",
  mayThey: "¿Puede hacer esto?",
  anywhere: "En cualquier parte",
  check: "Comprobar",
  reasons: {
    role_allows: "Un rol suyo lo permite.",
    added_permission_allows: "Un permiso añadido a su rol lo permite.",
    permission_not_held: "Ningún rol suyo lo permite.",
    unit_not_reached: "Puede en otra parte, pero no ahí.",
    not_owner: "Puede solo con lo propio.",
    grant_ended: "El rol que lo permitía ha terminado.",
    user_not_active: "Solo los usuarios activos pueden hacer algo.",
    unit_retired: "Esa parte de la cuenta está cerrada.",
    token_limited: "El token de API está limitado.",
  } as Record<string, string>,
} satisfies Partial<Words>;
