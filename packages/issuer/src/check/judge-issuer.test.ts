import { encodeUtf8 } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.ts';
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

const unread: SeenDocument = {
  url: `${issuer}/.well-known/openid-configuration`,
  fault: 'nobody answers',
  headers: {},
  body: new Uint8Array(),
  isCut: false,
  milliseconds: 0,
};
const good: SeenIssuer = {
  issuer,
  addresses: ['203.0.113.5'],
  tls: { chain: [{ subject: 'oidc.example.com', issuer: 'R3', ends: now + 60 * day }] },
  discovery: served(`${issuer}/.well-known/openid-configuration`, discovery),
  jwks: served(`${issuer}/jwks/keys`, { keys: [key] }),
  now,
};
/** The findings, each with who refuses tokens and, in brackets, who may. */
const told = (findings: readonly Finding[]) =>
  findings.map(({ id, refusedBy, mindedBy }) =>
    [id, ...refusedBy, ...mindedBy.map((reader) => `(${reader})`)].join(' '),
  );
const found = (seen: Partial<SeenIssuer>) => told(judgeIssuer({ ...good, ...seen }));
const keys = (...list: readonly unknown[]) => found({ jwks: served('', { keys: list }) });
const says = (changes: object) => found({ discovery: served('', { ...discovery, ...changes }) });
const way = (more: Partial<SeenDocument>) => found({ discovery: served('', discovery, more) });
const kept = (headers: SeenDocument['headers']) =>
  found({ jwks: served('', { keys: [key] }, { headers }) });
const of = (name: string) =>
  found({ issuer: name, discovery: served('', { ...discovery, issuer: name }) });
const proof = (fault: string) => found({ tls: { fault, chain: good.tls?.chain ?? [] } });

it('finds nothing in a good issuer', () => {
  expect(found({})).toEqual([]);
});

// Who is here for what, by the sources that docs/reference/relying-parties.md names beside each rule. Of what nobody minds:
// - a kid that is missing from a key: AWS measured, and Google looks for the kid of the token alone; go-oidc tries every key;
// - no alg: keys of Microsoft Entra and of Kubernetes' own issuers are without, and both are documented issuers of AWS and Google;
// - jwks_uri at another host: accounts.google.com has it so;
// - the content type: go-oidc and hashicorp/cap name it in their message where the body is no JSON, and do not ask for it.
describe('who minds', () => {
  it.each<readonly [string, () => readonly string[], readonly string[]]>([
    [
      'a name without address',
      () => found({ addresses: [], discovery: unread }),
      ['issuer-public aws gcp azure'],
    ],
    ['a name that a proxy looks up', () => found({ addresses: [] }), []],
    [
      'a private address',
      () => found({ addresses: ['10.1.2.3'] }),
      ['issuer-public aws gcp azure'],
    ],
    [
      'a private address of IPv6',
      () => found({ addresses: ['fd00::1'] }),
      ['issuer-public aws gcp azure'],
    ],
    ['plain http', () => of('http://oidc.example.com'), ['issuer-https aws gcp azure kubernetes']],
    ['a port', () => of(`${issuer}:8443`), ['issuer-port (aws)']],
    ['a name of 256 characters', () => of(`${issuer}/${'a'.repeat(231)}`), ['issuer-length aws']],
    [
      'an ended certificate',
      () => proof('CERT_HAS_EXPIRED'),
      ['tls-valid aws gcp azure kubernetes vault'],
    ],
    [
      'one for another name',
      () => proof('ERR_TLS_CERT_ALTNAME_INVALID'),
      ['tls-valid aws gcp azure kubernetes vault'],
    ],
    [
      'a self-signed one',
      () => proof('DEPTH_ZERO_SELF_SIGNED_CERT'),
      ['tls-trusted gcp azure (aws)'],
    ],
    [
      'a chain that is not whole',
      () => proof('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      ['tls-trusted gcp azure (aws)'],
    ],
    [
      'one that ends soon',
      () => found({ tls: { chain: [{ subject: '', issuer: '', ends: now + 3 * day }] } }),
      ['tls-lasts (aws) (gcp) (azure) (kubernetes) (vault)'],
    ],
    ['no answer', () => found({ discovery: unread }), ['discovery-served aws gcp azure']],
    ['a redirect', () => way({ status: 302 }), ['discovery-served aws gcp azure']],
    ['an error', () => way({ status: 403 }), ['discovery-served aws gcp azure kubernetes vault']],
    ['a flood', () => way({ isCut: true }), ['discovery-served aws gcp azure kubernetes vault']],
    ['4 s', () => way({ milliseconds: 4_000 }), ['answer-time (aws)']],
    ['9 s', () => way({ milliseconds: 9_000 }), ['answer-time (aws) (kubernetes)']],
    [
      'no JSON',
      () => found({ discovery: served('', '<p>') }),
      ['discovery-served aws gcp azure kubernetes vault'],
    ],
    ['HTML by its name', () => way({ headers: { 'content-type': 'text/html' } }), ['content-type']],
    ['no type', () => way({ headers: {} }), ['content-type']],
    ['no caching', () => kept({ 'content-type': 'application/jwk-set+json' }), ['cache-missing']],
    [
      'a day in caches',
      () => kept({ 'content-type': 'application/json', 'cache-control': 'max-age=86400' }),
      ['keys-kept (kubernetes)'],
    ],
    [
      'another issuer',
      () => says({ issuer: `${issuer}/` }),
      ['discovery-issuer kubernetes vault (aws) (gcp) (azure)'],
    ],
    [
      'no jwks_uri',
      () => says({ jwks_uri: undefined }),
      ['discovery-jwks-uri aws gcp azure kubernetes vault'],
    ],
    [
      'keys over http',
      () => says({ jwks_uri: 'http://oidc.example.com/k' }),
      ['discovery-jwks-uri aws gcp azure'],
    ],
    ['keys elsewhere, as those of Google are', () => says({ jwks_uri: 'https://b.example/k' }), []],
    [
      'no response types',
      () => says({ response_types_supported: undefined }),
      ['discovery-members aws (gcp) (azure)'],
    ],
    ['no list of claims', () => says({ claims_supported: 'sub' }), ['discovery-members aws']],
    [
      'ES256 alone',
      () => says({ id_token_signing_alg_values_supported: ['ES256'] }),
      ['token-algorithm (azure)'],
    ],
    [
      'PS256 alone',
      () => says({ id_token_signing_alg_values_supported: ['PS256'] }),
      ['token-algorithm aws gcp (azure)'],
    ],
    [
      'EdDSA alone',
      () => says({ id_token_signing_alg_values_supported: ['EdDSA'] }),
      ['token-algorithm aws gcp kubernetes (azure)'],
    ],
    [
      'EdDSA and RS256',
      () => says({ id_token_signing_alg_values_supported: ['EdDSA', 'RS256'] }),
      [],
    ],
    ['no keys', () => keys(), ['keys-some aws gcp azure kubernetes vault']],
    [
      'no JWK Set',
      () => found({ jwks: served('', {}) }),
      ['keys-some aws gcp azure kubernetes vault'],
    ],
    ['a private key', () => keys({ ...key, d: 'AQAB' }), ['key-private']],
    ['a short key', () => keys({ ...key, n: n.slice(0, 171) }), ['key-weak']],
    [
      'a key without modulus',
      () => keys({ ...key, n: undefined }),
      ['keys-readable kubernetes (aws) (vault)'],
    ],
    ['a key that is none', () => keys(key, 7), ['keys-readable kubernetes (vault)']],
    [
      'a key of a strange type',
      () => keys({ ...key, kty: 'AKP' }),
      ['key-type gcp', 'keys-readable kubernetes (vault)'],
    ],
    [
      'two different keys with a kid',
      () => keys(key, { ...key, n: `x${n.slice(1)}` }),
      ['key-kid-unique (aws)'],
    ],
    ['the same key twice', () => keys(key, key), []],
    ['no kid', () => keys({ ...key, kid: undefined }), ['key-kid gcp (aws)']],
    ['no use', () => keys({ ...key, use: undefined }), ['key-use (azure)']],
    [
      'a use for encryption',
      () => keys({ ...key, use: 'enc' }),
      ['key-use (aws)', 'key-use (azure)'],
    ],
    ['a key for encryption beside', () => keys(key, { ...key, kid: '2', use: 'enc' }), []],
    ['key_ops', () => keys({ ...key, key_ops: ['verify'] }), ['key-ops (aws)']],
    ['no alg, as keys of Entra', () => keys({ ...key, alg: undefined }), []],
    [
      'a certificate of no key',
      () => keys({ ...key, x5c: ['MIIB'] }),
      ['keys-readable kubernetes (aws) (vault)'],
    ],
    [
      '101 keys',
      () => keys(...Array.from({ length: 101 }, (_, i) => ({ ...key, kid: `${i}` }))),
      ['keys-rsa-count aws', 'keys-count (azure)'],
    ],
  ])('of %s', (_, seen, expected) => {
    expect(seen()).toEqual(expected);
  });

  it('is told with the way out of who refuses, which may be none for who only may', () => {
    const tls = { fault: 'DEPTH_ZERO_SELF_SIGNED_CERT', chain: [] };
    const [finding] = judgeIssuer({ ...good, tls });
    expect(finding?.refusedBy).toEqual(['gcp', 'azure']);
    expect(finding?.advice).toContain('Use a certificate of a public authority');
    expect(finding?.advice).not.toContain('thumbprint');
  });

  it('looks at every algorithm that is named, and tells of some', () => {
    const many = Array.from({ length: 25 }, (_, index) => `X${index}`);
    const alone = judgeIssuer({
      ...good,
      discovery: served('', { ...discovery, id_token_signing_alg_values_supported: many }),
    });
    expect(alone.map(({ message }) => message)).toEqual([
      expect.stringContaining('"X19" and 5 more, and no algorithm that is taken'),
    ]);
    expect(says({ id_token_signing_alg_values_supported: [...many, 'RS256'] })).toEqual([]);
  });

  it('is told once where nothing could be read', () => {
    const tls = { fault: 'CERT_HAS_EXPIRED', chain: [] };
    expect(found({ tls, discovery: unread })).toEqual(['tls-valid aws gcp azure kubernetes vault']);
  });
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
