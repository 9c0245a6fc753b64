import { lowerAscii } from './lower-ascii.ts';

/** An email in the one spelling that it is compared in. */
export interface Email {
  readonly address: string;
  /** What is after its `@`. */
  readonly domain: string;
}

/**
 * One `@`; before it no white space, no control character and nothing that has a meaning of its own in a list of addresses (RFC
 * 5322 section 3.2.3); after it a name of the DNS. A second `@`, quoted or not, is read as the end of the address by some.
 */
const EMAIL =
  /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}@(?<domain>(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)$/u;

/** Bytes of the longest address (RFC 5321 section 4.5.3.1.3, less its brackets). */
const LONGEST = 254;

/**
 * Reads an email. The case of A to Z does not count; a domain of other letters is read as its A-labels alone.
 *
 * @returns `undefined` for a text that is none, or that could be read as two
 */
export function parseEmail(text: string): Email | undefined {
  if (text.length > LONGEST) return undefined;
  const address = lowerAscii(text);
  const domain = EMAIL.exec(address)?.groups?.['domain'];
  return domain === undefined ? undefined : { address, domain };
}
