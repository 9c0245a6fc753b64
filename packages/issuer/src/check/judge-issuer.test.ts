import { encodeUtf8 } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINDINGS } from './finding.ts';
import { judgeIssuer } from './judge-issuer.ts';
import type { SeenDocument, SeenIssuer } from '@drawbridge/clouds/doctor';

const issuer = 'https://oidc.example.com';
const now = Date.UTC(2026, 0, 1);
const day = 86_400_000;
const n = `w${'A'.repeat(341)}`;
const key = { kty: 'RSA', n, e: 'AQAB', alg: 'RS256', use: 'sig', kid: '1' };
const discovery = {
  issuer,
  jwks_uri: `${issuer}/jwks/keys`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['aud'],
};

function served(url: string, value: unknown, more: Partial<SeenDocument> = {}): SeenDocument {
  return {
    url,
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    body: encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)),
    isCut: false,
    milliseconds: 40,
    ...more,
  };
}

const good: SeenIssuer = {
  issuer,
  addresses: ['203.0.113.5'],
  tls: { chain: [{ subject: 'oidc.example.com', issuer: 'R3', ends: now + 60 * day }] },
  discovery: served(`${issuer}/.well-known/openid-configuration`, discovery),
  jwks: served(`${issuer}/jwks/keys`, { keys: [key] }),
  now,
};
const ids = (seen: Partial<SeenIssuer>) => judgeIssuer({ ...good, ...seen }).map(({ id }) => id);
const keys = (...list: readonly unknown[]) => ids({ jwks: served('', { keys: list }) });
const says = (changes: object) => ids({ discovery: served('', { ...discovery, ...changes }) });
const way = (more: Partial<SeenDocument>) => ids({ discovery: served('', discovery, more) });
const proof = (fault: string) => ids({ tls: { fault, chain: good.tls?.chain ?? [] } });

it('finds nothing in a good issuer', () => {
  expect(ids({})).toEqual([]);
});

describe('what a stranger minds', () => {
  it.each([
    ['a name without address', () => ids({ addresses: [] }), ['name-unknown']],
    ['a private address', () => ids({ addresses: ['10.1.2.3'] }), ['address-private']],
    ['a private address of IPv6', () => ids({ addresses: ['fd00::1'] }), ['address-private']],
    ['an ended certificate', () => proof('CERT_HAS_EXPIRED'), ['certificate-expired']],
    ['one for another name', () => proof('ERR_TLS_CERT_ALTNAME_INVALID'), ['certificate-name']],
    ['a self-signed one', () => proof('DEPTH_ZERO_SELF_SIGNED_CERT'), ['certificate-untrusted']],
    [
      'a chain that is not whole',
      () => proof('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      ['certificate-untrusted'],
    ],
    [
      'one that ends soon',
      () => ids({ tls: { chain: [{ subject: '', issuer: '', ends: now + 3 * day }] } }),
      ['certificate-ends'],
    ],
    ['no answer', () => way({ fault: 'nobody answers' }), ['unreachable']],
    ['a redirect', () => way({ status: 302 }), ['redirect']],
    ['an error', () => way({ status: 403 }), ['status']],
    ['a long way', () => way({ milliseconds: 4_000 }), ['slow']],
    ['a flood', () => way({ isCut: true }), ['too-large']],
    [
      'HTML',
      () => way({ headers: { 'content-type': 'text/html', 'cache-control': 'no-store' } }),
      ['content-type'],
    ],
    ['no type and no caching', () => way({ headers: {} }), ['content-type', 'cache-missing']],
    [
      'a day in caches',
      () =>
        way({ headers: { 'content-type': 'application/json', 'cache-control': 'max-age=86400' } }),
      ['cache-long'],
    ],
    ['no JSON', () => ids({ discovery: served('', '<p>') }), ['not-json']],
    ['another issuer', () => says({ issuer: `${issuer}/` }), ['issuer-differs']],
    ['no jwks_uri', () => says({ jwks_uri: undefined }), ['jwks-missing']],
    ['keys over http', () => says({ jwks_uri: 'http://oidc.example.com/k' }), ['jwks-missing']],
    ['keys elsewhere', () => says({ jwks_uri: 'https://b.example/k' }), ['jwks-elsewhere']],
    [
      'a member that AWS asks for',
      () => says({ response_types_supported: undefined }),
      ['member-missing'],
    ],
    [
      'no RS256',
      () => says({ id_token_signing_alg_values_supported: ['ES256'] }),
      ['algorithm-narrow'],
    ],
    ['no keys', () => keys(), ['keys-none']],
    ['no JWK Set', () => ids({ jwks: served('', {}) }), ['not-json']],
    ['a private key', () => keys({ ...key, d: 'AQAB' }), ['key-private']],
    ['a symmetric key', () => keys({ kty: 'oct', k: 'AQAB' }), ['key-private']],
    ['a short key', () => keys({ ...key, n: n.slice(0, 171) }), ['key-weak']],
    ['a key without modulus', () => keys({ ...key, n: undefined }), ['key-malformed']],
    ['a key that is none', () => keys(7), ['key-malformed']],
    ['a key of a strange type', () => keys({ ...key, kty: 'AKP' }), ['key-malformed']],
    ['a kid twice', () => keys(key, key), ['key-kid']],
    ['a kid missing among two', () => keys(key, { ...key, kid: undefined }), ['key-kid']],
    ['no use', () => keys({ ...key, use: undefined }), ['key-use']],
    ['key_ops', () => keys({ ...key, key_ops: ['verify'] }), ['key-use']],
    ['no alg', () => keys({ ...key, alg: undefined }), ['key-alg']],
    ['x5c', () => keys({ ...key, x5c: ['MIIB'] }), ['key-x5c']],
    [
      'too many keys',
      () => keys(...Array.from({ length: 101 }, (_, i) => ({ ...key, kid: `${i}` }))),
      ['keys-many'],
    ],
    [
      'a port',
      () =>
        judgeIssuer({ ...good, issuer: `${issuer}:8443` })
          .map(({ id }) => id)
          .slice(0, 1),
      ['address-odd'],
    ],
  ] as const)('%s', (_, found, expected) => {
    expect(found()).toEqual(expected);
  });

  it('is told once where nothing could be read', () => {
    const unread = served('', '', { fault: 'the certificate is not trusted' });
    const tls = { fault: 'CERT_HAS_EXPIRED', chain: [] };
    expect(ids({ tls, discovery: unread })).toEqual(['certificate-expired']);
  });
});

it('has what to do, and who minds, in every row', () => {
  for (const { advice, readers } of Object.values(FINDINGS)) {
    expect(advice).toMatch(/\.$|\?$/);
    expect(readers.length).toBeGreaterThan(0);
  }
});

it('takes any JSON, and shows no private member of a key', () => {
  const secret = 'c2VjcmV0LXBhcnQ';
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
      judgeIssuer({ ...good, discovery: served('', first), jwks: served('', { keys: [second] }) });
      judgeIssuer({ ...good, jwks: served('', second) });
      const leaked = judgeIssuer({ ...good, jwks: served('', { keys: [{ ...key, p: secret }] }) });
      expect(JSON.stringify(leaked)).not.toContain(secret);
    }),
    { numRuns: 200 },
  );
});
