const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Whether some object in a JSON text, at any depth, has two members of one name, however they
 * are spelled (`"iss"` and `"\u0069ss"` are one). Two readers of such a text may each see
 * another value, so what is judged by one and used by another must not have any
 * (RFC 7515 section 4, RFC 7519 section 4).
 *
 * Each member has one colon outside of strings, and parsing drops all but the last of a name:
 * where there are more colons than members, a name was there twice.
 *
 * @param text - JSON text, whole
 * @param value - what `JSON.parse` made of it
 */
export function hasDuplicateMembers(text: string, value: unknown): boolean {
  return countColons(text) !== countMembers(value);
}

function countColons(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === COLON) count++;
    else if (code === QUOTE) index = endOfString(text, index);
  }
  return count;
}

/** Where the string that begins at a quotation mark has its other one. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** An odd number of backslashes in front of a character takes its meaning away. */
function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text.charCodeAt(start - 1) === BACKSLASH) start--;
  return (index - start) % 2 === 1;
}

/** Without recursion: what comes from outside may be nested deeper than the stack is. */
function countMembers(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (typeof item !== 'object' || item === null) continue;
    const inner: readonly unknown[] = Array.isArray(item) ? item : Object.values(item);
    if (inner !== item) count += inner.length;
    for (const each of inner) if (typeof each === 'object' && each !== null) open.push(each);
  }
  return count;
}
