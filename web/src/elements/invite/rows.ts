// The people to invite, and what the API says of each.

import type { Rules } from "../../client/account.ts";
import type { FieldFault, Grant, UnitScope, Verdict } from "../../client/types.ts";
import type { Pasted } from "./addresses.ts";
import type { Column, Csv } from "./csv.ts";

export interface Row extends Pasted {
  id: number;
  /** A role of its own; empty if it is as for all. */
  role: string;
  /** Units of its own; nothing if they are as for all. */
  units: UnitScope | undefined;
  verdict?: Verdict | undefined;
  errors?: FieldFault[] | undefined;
  /** Whether the verdict is that of a call that invited, and not of a dry run. */
  isSent: boolean;
}

let last = 0;

export const rowOf = (pasted: Pasted): Row => ({ ...pasted, id: ++last, role: "", units: undefined, isSent: false });

/** The rows of a table by what its columns hold. Roles and units are found by their titles or names. */
export function rowsOf(table: Csv, columns: Column[], rules: Rules): Row[] {
  const cell = (row: string[], column: Column) => row[columns.indexOf(column)] ?? "";
  return table.rows.slice(table.hasHeader ? 1 : 0).map((row) => ({
    ...rowOf({ email: cell(row, "email"), given_name: cell(row, "given_name"), family_name: cell(row, "family_name") }),
    role: roleNamed(cell(row, "role"), rules),
    units: unitsNamed(cell(row, "unit"), rules),
  }));
}

function roleNamed(text: string, rules: Rules): string {
  const same = (one: string) => one.toLocaleLowerCase() === text.toLocaleLowerCase();
  return rules.toInvite.find(({ role, title }) => same(role) || same(title))?.role ?? "";
}

function unitsNamed(text: string, rules: Rules): UnitScope | undefined {
  const names = text.split(/[|/;]/).map((name) => name.trim().toLocaleLowerCase());
  const found = rules.units.filter(({ name }) => names.includes(name.toLocaleLowerCase())).map(({ id }) => id);
  return found.length > 0 ? found : undefined;
}

/** What the row's person gets: as for all, unless the row says otherwise. */
export function grantsOf(row: Row, forAll: Grant[]): Grant[] {
  const [first] = forAll;
  if (first === undefined || (row.role === "" && row.units === undefined)) return forAll;
  const isOther = row.role !== "" && row.role !== first.role;
  const units = row.units ?? first.units;
  const grant = isOther ? { role: row.role, units, permissions: [], ends_at: first.ends_at } : { ...first, units };
  return [grant as Grant, ...(isOther ? [] : forAll.slice(1))];
}

/** The first row with the same address, if it is another. */
export function duplicates(rows: Row[]): Set<number> {
  const seen = new Set<string>();
  const found = new Set<number>();
  for (const { id, email } of rows) {
    const address = email.trim().toLowerCase();
    if (seen.has(address)) found.add(id);
    seen.add(address);
  }
  return found;
}

export const willBeInvited = (row: Row): boolean => row.verdict === "invited" && !row.isSent;

/** Whether someone has to look at the row. */
export const needsAttention = (row: Row): boolean => row.verdict !== undefined && row.verdict !== "invited";
