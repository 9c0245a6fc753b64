/** Any count of parts: Vouch Proxy writes more than are read here. */
const PART = /^_\d+of\d+$/;

/**
 * A field `Cookie` without one cookie, whole or in parts. What is kept of it stays as it came.
 *
 * @param value - of the field
 * @returns `undefined` where nothing is left
 */
export function cookiesExcept(value: string, name: string): string | undefined {
  if (!value.includes(name)) return value;
  const left = value
    .split(';')
    .filter((text) => !isOf(text.split('=', 1)[0]?.trim() ?? '', name))
    .join(';')
    .trim();
  return left === '' ? undefined : left;
}

function isOf(found: string, name: string): boolean {
  return found.startsWith(name) && (found === name || PART.test(found.slice(name.length)));
}
