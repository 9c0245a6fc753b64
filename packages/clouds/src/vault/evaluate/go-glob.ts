/**
 * Whether a pattern of `bound_claims` matches a text as a whole: `*` is any run of characters, none and slashes included, and
 * nothing else is special (ryanuber/go-glob 1.0.0, which the JWT auth method uses). Each part is looked for once, from where the one before ended.
 */
export function goGlob(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}
