/**
 * Parses a URL that comes from outside.
 *
 * Not by `URL.canParse`: once it is compiled, that of Node 20 takes the letters between U+0080 and U+00FF for bytes of
 * UTF-8, and says `false` of what it said `true` of before.
 *
 * @returns `undefined` for what is none
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
