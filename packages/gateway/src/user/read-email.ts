/**
 * One `@`; before it no white space, no control character and nothing that has a meaning of its own in a list of addresses;
 * after it a name of the DNS. Of `a@evil.example@company.example` some read the one domain, and some the other.
 */
const EMAIL = /^(?<local>[^\s\p{C}"(),:;<>@[\\\]]{1,64})@(?<domain>[a-z\d-]+(?:\.[a-z\d-]+)*)$/iu;

/** Characters of the longest address (RFC 5321 section 4.5.3.1.3, less its brackets). */
const LONGEST = 254;

/** An email of a claim, its domain in lower case; `undefined` for what is none, or could be read as two. */
export function readEmail(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  const { local, domain } = EMAIL.exec(value)?.groups ?? {};
  // By Unicode's rules the sign of Kelvin is a k in any case, and one domain another.
  if (local === undefined || domain === undefined || /[^\x20-\x7e]/.test(domain)) return undefined;
  return `${local}@${domain.toLowerCase()}`;
}
