/** Text in single quotes for a POSIX shell: one word, whatever is in it but NUL. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Text in single quotes for fish, where a backslash escapes within them. */
export function quoteForFish(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

/** Text in single quotes for PowerShell, where two of them stand for one. Its curly ones count too. */
export function quoteForPowershell(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}
