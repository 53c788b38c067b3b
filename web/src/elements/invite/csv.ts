// Tables as spreadsheets save them: with commas, semicolons or tabs, quotes, and a byte order mark.

export type Column = "email" | "given_name" | "family_name" | "role" | "unit" | "";

export interface Csv {
  rows: string[][];
  /** Whether the first row names the columns. */
  hasHeader: boolean;
  /** What each column seems to hold. */
  columns: Column[];
}

/** Reads a table, and guesses what its columns hold. */
export function csv(text: string): Csv {
  const rows = cells(text.replace(/^\uFEFF/, ""), separator(text)).filter((row) => row.some((cell) => cell !== ""));
  const first = rows[0] ?? [];
  const hasHeader = first.length > 0 && !first.some((cell) => cell.includes("@"));
  return { rows, hasHeader, columns: guess(rows, hasHeader) };
}

/** The separator that stands most often in the first line, outside of quotes. */
function separator(text: string): string {
  const line = (text.split(/\r?\n/, 1)[0] ?? "").replace(/"[^"]*"/g, "");
  const counted = [",", ";", "\t"].map((mark) => ({ mark, count: line.split(mark).length }));
  return counted.sort((one, other) => other.count - one.count)[0]?.mark ?? ",";
}

/** RFC 4180: a cell in quotes can hold separators and line ends, and a doubled quote stands for one. */
function cells(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else isQuoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      isQuoted = true;
    } else if (char === separator) {
      row.push(cell.trim());
      cell = "";
    } else if (char === "\n" || char === "\r") {
      if (char === "\r" && text[at + 1] === "\n") at += 1;
      rows.push([...row, cell.trim()]);
      row = [];
      cell = "";
    } else cell += char;
  }
  rows.push([...row, cell.trim()]);
  return rows;
}

/** Names of columns in the languages of the pages. */
const NAMES: [Column, RegExp][] = [
  ["email", /mail|adresse|correo|address/i],
  ["given_name", /first|given|prénom|prenom|vorname|nombre/i],
  ["family_name", /last|family|surname|^nom\b|nachname|apellido/i],
  ["role", /role|rôle|rolle|rol\b/i],
  ["unit", /unit|store|practice|profile|account|einheit|unité|unidad/i],
];

function guess(rows: string[][], hasHeader: boolean): Column[] {
  const first = rows[0] ?? [];
  const taken = new Set<Column>();
  return first.map((title, at) => {
    const isAddress = rows.slice(hasHeader ? 1 : 0, 20).some((row) => row[at]?.includes("@"));
    const found = isAddress ? "email" : hasHeader ? (NAMES.find(([, name]) => name.test(title))?.[0] ?? "") : "";
    if (found === "" || taken.has(found)) return "";
    taken.add(found);
    return found;
  });
}

/** A table that every spreadsheet opens. What begins like a formula does not run. */
export function written(rows: string[][]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",;\n\r\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
