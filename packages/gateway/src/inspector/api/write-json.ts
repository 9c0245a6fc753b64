/**
 * Writes JSON as FABRIC's demo does, to the byte: members sorted by name, those that are `null` left out at every depth,
 * and what is not ASCII escaped.
 *
 * @param indent - spaces; with 0 all is on one line, with a space after each comma and colon
 */
export function writeJson(value: unknown, indent: number): string {
  return write(value, indent, '\n');
}

function write(value: unknown, indent: number, lineEnd: string): string {
  if (typeof value !== 'object' || value === null) return escapeToAscii(JSON.stringify(value));
  const inner = lineEnd + ' '.repeat(indent);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.filter(isThere).map((item) => write(item, indent, inner))
    : Object.entries(value)
        .filter(([, member]) => isThere(member))
        .sort(byName)
        .map(([name, member]) => {
          return `${escapeToAscii(JSON.stringify(name))}: ${write(member, indent, inner)}`;
        });
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  if (indent === 0) return `${open}${parts.join(', ')}${close}`;
  return `${open}${inner}${parts.join(`,${inner}`)}${lineEnd}${close}`;
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** By code points: a comparison of strings goes by halves of those beyond U+FFFF, and puts some of them elsewhere. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

function escapeToAscii(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
