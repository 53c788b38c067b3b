// Words that depend on a number.

/** Chooses the form of a language for a number, and puts the number where `#` stands. */
export function plurals(tag: string): (count: number, forms: { one: string; other: string; many?: string }) => string {
  const rules = new Intl.PluralRules(tag);
  const numbers = new Intl.NumberFormat(tag);
  return (count, forms) => {
    const kind = rules.select(count);
    const form = kind === "one" ? forms.one : kind === "many" && forms.many !== undefined ? forms.many : forms.other;
    return form.replace("#", numbers.format(count));
  };
}
