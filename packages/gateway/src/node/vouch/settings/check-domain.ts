import type { VouchKeyName } from '../keys/all-keys.ts';
import type { ValueReader } from './value-reader.ts';

const DOMAIN =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Checks a domain that cookies are for. A dot in front, which cookies once had (RFC 6265 section 5.2.3), says nothing.
 *
 * @returns it, in lower case
 */
export function checkDomain(text: string, key: VouchKeyName, reader: ValueReader): string {
  const domain = text.toLowerCase().replace(/^\./, '').replace(/\.$/, '');
  if (!DOMAIN.test(domain)) {
    reader.fault(
      key,
      'has something that is no domain: write the name alone, such as example.com, without https://, port and path',
    );
  }
  return domain;
}
