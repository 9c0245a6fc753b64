/** Texts that are one of: `"a", "b" or "c"`. */
export function inWords(texts: readonly string[]): string {
  const quoted = texts.map((text) => JSON.stringify(text));
  const last = quoted.at(-1) ?? 'nothing';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`;
}
