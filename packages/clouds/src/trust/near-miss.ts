/**
 * What two texts differ in alone that are nearly the same, where people look past it.
 *
 * @returns the rest of a sentence that begins with `they differ in`, or `undefined` where they differ in more, or not at all
 */
export function nearMiss(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  if (one.trim() === other.trim()) return 'white space at an end alone';
  if (withoutSlash(one) === withoutSlash(other)) return 'a slash at the end alone';
  if (one.toLowerCase() === other.toLowerCase()) return 'upper and lower case alone';
  const plain = (text: string) => withoutSlash(text.trim()).toLowerCase();
  return plain(one) === plain(other) ? 'white space, a slash at the end or case alone' : undefined;
}

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
