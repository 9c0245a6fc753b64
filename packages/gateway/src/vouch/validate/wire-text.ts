import { encodeUtf8 } from '@drawbridge/core';

/** Control characters end a field or make readers disagree about it; space around a value is not part of it (RFC 9110 section 5.5). */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNFIT = /[\u0000-\u001f\u007f]|^ | $|\p{Cs}/u;
// oxlint-disable-next-line no-control-regex -- all of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/**
 * A text as the value of a header field, byte for byte as Go writes it: in UTF-8. Node takes a letter for a byte, and refuses
 * the rest.
 *
 * @returns `undefined` for a text that a field cannot have without becoming another one: with control characters, with a space
 *   at an end, or none of Unicode
 */
export function wireText(text: string): string | undefined {
  if (UNFIT.test(text)) return undefined;
  if (ASCII.test(text)) return text;
  let bytes = '';
  for (const byte of encodeUtf8(text)) bytes += String.fromCharCode(byte);
  return bytes;
}
