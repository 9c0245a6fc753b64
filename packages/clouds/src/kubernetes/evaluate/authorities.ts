import { decodeBase64Url, readDer } from '@drawbridge/core';

const SEQUENCE = 0x30;
const BIT_STRING = 0x03;

/**
 * Says what is wrong with the certificates of authorities, as an API server reads them: every block that says CERTIFICATE has to
 * hold some, there has to be one at least, and all else is passed over. Each is looked at as far as its outer form (RFC
 * 5280 section 4.1); that its name and key are well formed is not judged here.
 *
 * @returns words that complete a sentence
 */
export function authoritiesFault(pem: string): string | undefined {
  let count = 0;
  for (const [, body = ''] of pem.matchAll(
    /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g,
  )) {
    // A block with headers is passed over.
    if (body.includes(':')) continue;
    if (!isCertificate(body)) return 'has a certificate that cannot be read';
    count += 1;
  }
  return count === 0 ? 'has no certificate in PEM' : undefined;
}

function isCertificate(body: string): boolean {
  const text = body.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(text)) return false;
  const bytes = decodeBase64Url(text.replaceAll('+', '-').replaceAll('/', '_'));
  const [outer, ...others] = (bytes && readDer(bytes)) ?? [];
  if (outer?.tag !== SEQUENCE || others.length > 0) return false;
  const [content, algorithm, signature, ...more] = readDer(outer.content) ?? [];
  return (
    content?.tag === SEQUENCE &&
    algorithm?.tag === SEQUENCE &&
    signature?.tag === BIT_STRING &&
    more.length === 0
  );
}
