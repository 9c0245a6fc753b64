/** Characters of the longest value of a field: proxies bound all fields of an answer together, nginx by 4 or 8 KiB unless told. */
export const LONGEST_VALUE = 4096;

/** What a field may not have as it is: all but printable ASCII, the percent sign, and a space that readers would take away. */
const ENCODED = /[^\x20-\x7e]+|%|^ | $/gu;

/** A text that is no Unicode, and has no bytes in UTF-8. */
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * A text as the value of a header field. Printable ASCII stays, but for `%`; all else is percent-encoded as UTF-8, so that
 * `decodeURIComponent` gives the text back and no two texts become one value.
 *
 * @returns empty for a text that is no Unicode, or too long: a part of it could be the name of somebody else
 */
export function fieldValue(text: string): string {
  if (text.length > LONGEST_VALUE || LONE_SURROGATE.test(text)) return '';
  const value = text.replace(ENCODED, (characters) =>
    characters === ' ' ? '%20' : encodeURIComponent(characters),
  );
  return value.length > LONGEST_VALUE ? '' : value;
}

/** How a list is one value. */
export type ListStyle = 'plain' | 'quoted';

/**
 * Texts as one value, with a comma between them. In the plain style a comma within one is `%2C`; in the quoted one, which is
 * that of Vouch Proxy, each is in quotation marks, of which one within is `%22`.
 *
 * @returns empty where one of them cannot be written, or all together are too long: a list that lacks some is another one
 */
export function listValue(texts: readonly string[], style: ListStyle = 'plain'): string {
  const values = texts.map(fieldValue);
  if (values.includes('')) return '';
  const value = values.map(style === 'plain' ? withoutComma : quoted).join(',');
  return value.length > LONGEST_VALUE ? '' : value;
}

function withoutComma(value: string): string {
  return value.replaceAll(',', '%2C');
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '%22')}"`;
}
