/** What a field without a value is shown as. */
const EMPTY = /^(?:null|none|nil|undefined)\b|^string\(0\)/i;

/** Between a name in quotes and its value; also as two members of an object, and as two cells of a table. */
const BEHIND_QUOTED = /^["']\]?\s{0,40}(?:=>|[:=,])\s{0,40}(?:["']values?["']\s{0,40}:)?/i;
const BEHIND_CELL = /^\s{0,40}<\/\w{1,10}>\s{0,40}<\w{1,10}[^<>]{0,80}>/;
/** Between one without quotes and its value, which is on its line. */
const BEHIND_PLAIN = /^\]?[ \t]{0,40}(?:=>|[:=,])/;

/** Characters that are looked at behind a name. */
const REACH = 400;

/**
 * Whether an app that shows the fields it received shows one with a value in it: as JSON of any kind, as lines, as the variables
 * of RFC 3875 section 4.1.18, as programs print what they hold, or as a table.
 *
 * @param name - with hyphens
 */
export function tellsField(text: string, name: string): boolean {
  const plain = text
    .replaceAll(/\\*"|&quot;|&#34;|&#39;|&apos;/g, '"')
    .replaceAll(/\\+n/g, '\n')
    .replaceAll('&gt;', '>');
  const spelled = name.split('-').join('[-_.]');
  const names = new RegExp(`(?<![\\w-])(?:(?:REDIRECT_)*HTTP_)?${spelled}(?![\\w-])`, 'gi');
  for (const { index, 0: found } of plain.matchAll(names)) {
    const at = index + found.length;
    if (hasValue(plain.slice(at, at + REACH))) return true;
  }
  return false;
}

function hasValue(rest: string): boolean {
  const quoted = BEHIND_QUOTED.exec(rest) ?? BEHIND_CELL.exec(rest);
  if (quoted !== null) return isValue(rest.slice(quoted[0].length).replace(/^[\s[]+/, ''));
  const [plain] = BEHIND_PLAIN.exec(rest) ?? [];
  return plain !== undefined && isValue(rest.slice(plain.length).replace(/^[ \t[]+/, ''));
}

function isValue(text: string): boolean {
  return !EMPTY.test(text) && /^["']?[^"'\s,<>[\]{}()]/.test(text);
}
