/** RFC 9110 section 5.6.2: what a field name is made of. */
const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
/** RFC 9110 section 5.5, without what a careless recipient might take for the end of the line. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * What would change where a request goes, how it is framed, or whether its answer is the
 * whole document. undici leaves some of them out without a word, which would help nobody.
 */
const REFUSED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'keep-alive',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Says why a header may not be set, as the rest of a sentence; or nothing. */
export function headerNameFault(name: string): string | undefined {
  if (!NAME.test(name)) return 'is not the name of a header field';
  if (REFUSED.has(name.toLowerCase())) return 'is a header field that cannot be set';
  return undefined;
}

/** Says what is wrong with the value of a header, as the rest of a sentence; or nothing. It is a secret. */
export function headerValueFault(value: string): string | undefined {
  return VALUE.test(value) ? undefined : 'has a character that a header field cannot hold';
}

/**
 * Checks extra request headers. Their values are secrets: no message holds one.
 *
 * @returns the headers, their names in lower case
 * @throws {TypeError} naming the header, when its name or value is not allowed or it is there twice
 */
export function requireHeaders(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const checked = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const shown = JSON.stringify(name);
    if (!NAME.test(name)) throw new TypeError(`the header name ${shown} is not well-formed`);
    if (REFUSED.has(lower)) throw new TypeError(`the header ${shown} cannot be set`);
    if (checked.has(lower)) throw new TypeError(`the header ${shown} is there twice`);
    if (!VALUE.test(value)) {
      throw new TypeError(`the value of the header ${shown} has a character that none may have`);
    }
    checked.set(lower, value);
  }
  return Object.fromEntries(checked);
}
