// Addresses as people paste them: from a mail program, a spreadsheet or a letter.

/** Someone to invite, as they were written. */
export interface Pasted {
  email: string;
  given_name: string;
  family_name: string;
}

/** Finds addresses in any text: one a line, with commas or semicolons, `Name <address>`, `mailto:`. */
export function addresses(text: string): Pasted[] {
  return entries(text).flatMap((entry) => {
    const named = /^(.*?)<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(entry);
    if (named) return [{ email: clean(named[2] ?? ""), ...names(named[1] ?? "") }];
    // What has no @ is kept if it stands alone, so that it is seen to be wrong and can be mended.
    const found = entry.split(/\s+/).filter((word) => word.includes("@"));
    if (found.length > 0) return found.map((word) => ({ email: clean(word), given_name: "", family_name: "" }));
    return entry === "" ? [] : [{ email: entry, given_name: "", family_name: "" }];
  });
}

/** The parts between line ends, commas and semicolons, except those in quotes: `"Doe, Jane" <jane@example.com>`. */
function entries(text: string): string[] {
  return (text.match(/(?:"[^"\n]*"|[^",;\n])+/g) ?? []).map((entry) => entry.trim()).filter((entry) => entry !== "");
}

function clean(address: string): string {
  return address.replace(/^mailto:/i, "").replace(/^[<("'[]+|[>)"'\].,:;]+$/g, "");
}

function names(text: string): { given_name: string; family_name: string } {
  const name = text
    .trim()
    .replace(/^["']|["']$/g, "")
    .trim();
  const [family, given] = name.split(/,\s*/);
  if (given !== undefined) return { given_name: given, family_name: family ?? "" };
  const words = name.split(/\s+/);
  return { given_name: words[0] ?? "", family_name: words.slice(1).join(" ") };
}
