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

/** Whether a text can be the name of a header at all. */
export function isHeaderName(text: string): boolean {
  return NAME.test(text);
}

/**
 * What is wrong with the name of an extra request header: the rest of a sentence that begins
 * with the header.
 *
 * @returns `undefined` when a request may have it
 */
export function headerNameFault(name: string): string | undefined {
  if (!isHeaderName(name)) return 'is not well-formed as the name of a header';
  return REFUSED.has(name.toLowerCase())
    ? 'cannot be set: requests would go elsewhere, or their answers be no whole documents'
    : undefined;
}

/** What is wrong with the value of an extra request header, as {@link headerNameFault}; it is not quoted. */
export function headerValueFault(value: string): string | undefined {
  return VALUE.test(value) ? undefined : 'has a character that the value of a header may not have';
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
    const twice = checked.has(lower) ? 'is there twice' : undefined;
    const fault = headerNameFault(name) ?? twice ?? headerValueFault(value);
    if (fault !== undefined) throw new TypeError(`the header ${JSON.stringify(name)} ${fault}`);
    checked.set(lower, value);
  }
  return Object.fromEntries(checked);
}
