import type { JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { examine } from '../../doctor/examine.ts';
import {
  createChanges,
  notPassed,
  type RuleRow,
  testRows,
} from '../../doctor/judge-rule.fixture.ts';
import type { Scene } from '../../doctor/scene.ts';
import {
  CLAIMS,
  DISCOVERY,
  ISSUER,
  KEY,
  scene,
  sceneToken,
  served,
} from '../../doctor/scene.fixture.ts';
import type { AuthenticationConfiguration } from '../evaluate/configuration.ts';
import { certificatePem } from '../evaluate/certificate.fixture.ts';
import { relyingParty } from './index.ts';
import { KUBERNETES_RULES } from './rules.ts';

const NOW = scene().now;
const { claims, discovery, header, keys, plain, seen } =
  createChanges<AuthenticationConfiguration>();
const authorityPem = await certificatePem();

type ClusterScene = Scene<AuthenticationConfiguration>;
type Change = () => ClusterScene | Promise<ClusterScene>;

/** The JWK Set, with these fields alone in the answer. */
const fields = (headers: Readonly<Record<string, string>>): Change =>
  seen({ jwks: served(`${ISSUER}/jwks/keys`, { keys: [KEY] }, { headers }) });
const ago = (seconds: number) => new Date((NOW - seconds) * 1000).toUTCString();
const nobody = { fault: 'SELF_SIGNED_CERT_IN_CHAIN', chain: [] };

/** A configuration that an API server takes, in a scene. */
const configured =
  (issuer: JsonObject, more: Partial<ClusterScene> = {}, mappings: JsonObject = {}): Change =>
  async () =>
    plain({
      trust: await relyingParty.readTrust({
        apiVersion: 'apiserver.config.k8s.io/v1',
        kind: 'AuthenticationConfiguration',
        jwt: [
          {
            issuer: { url: ISSUER, audiences: ['sts.amazonaws.com'], ...issuer },
            claimMappings: { username: { claim: 'sub', prefix: 'ci:' }, ...mappings },
          },
        ],
      }),
      ...more,
    });
const flags =
  (own: JsonObject, more: Partial<ClusterScene> = {}): Change =>
  async () =>
    plain({
      trust: await relyingParty.readTrust({
        'oidc-issuer-url': ISSUER,
        'oidc-client-id': 'sts.amazonaws.com',
        ...own,
      }),
      ...more,
    });
const account =
  (own: JsonObject, tokenHeader: JsonObject = { alg: 'RS256', kid: '1' }): Change =>
  () =>
    plain({
      token: sceneToken({
        header: tokenHeader,
        claims: { ...CLAIMS, sub: 'system:serviceaccount:ci:runner', ...own },
      }),
    });
const EC: JsonObject = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43), kid: 'e' };

const { status: _status, ...UNREACHED } = served(ISSUER, '', { fault: 'it was not reached' });

// Each row is of what is documented, or what the code does: KUBERNETES_REQUIREMENTS says where.
const ROWS: readonly RuleRow<AuthenticationConfiguration>[] = [
  ['issuer-https', seen({ issuer: 'http://oidc.example.com' }), 'failed', '"http://oidc'],
  ['issuer-plain', seen({ issuer: `${ISSUER}?a` }), 'failed', 'oidc.example.com?a"'],
  ['issuer-plain', seen({ issuer: `${ISSUER}:8443/a` }), 'passed', 'alone'],
  ['issuer-reached', seen({ addresses: ['10.1.2.3'] }), 'unknown', '10.1.2.3, a private address'],
  ['issuer-reached', seen({ addresses: [] }), 'unknown', 'by the proxy'],
  [
    'issuer-reached',
    seen({ addresses: [], discovery: UNREACHED }),
    'unknown',
    'has no address here',
  ],
  [
    'issuer-reached',
    configured({ discoveryURL: 'https://oidc.ci.svc/.well-known/openid-configuration' }),
    'unknown',
    'oidc.ci.svc stands for',
  ],
  ['tls-trusted', seen({ tls: { fault: 'CERT_HAS_EXPIRED', chain: [] } }), 'failed', 'has ended'],
  [
    'tls-trusted',
    seen({ tls: { fault: 'ERR_TLS_CERT_ALTNAME_INVALID', chain: [] } }),
    'failed',
    'not for this name',
  ],
  ['tls-trusted', seen({ tls: nobody }), 'unknown', 'no authority that is known'],
  [
    'tls-trusted',
    () => plain({ hasOwnCa: true, seen: { ...scene().seen, tls: nobody } }),
    'failed',
    'no authority',
  ],
  [
    'tls-trusted',
    configured({}, { seen: { ...scene().seen, tls: nobody } }),
    'unknown',
    'no authority',
  ],
  [
    'tls-trusted',
    configured({ certificateAuthority: authorityPem }, { seen: { ...scene().seen, tls: nobody } }),
    'failed',
    'no authority',
  ],
  [
    'tls-lasts',
    seen({ tls: { chain: [{ subject: '', issuer: '', ends: (NOW + 864_000) * 1000 }] } }),
    'warning',
    'ends in 10 days',
  ],
  ['discovery-served', seen({ discovery: served(ISSUER, '', { status: 404 }) }), 'failed', '404'],
  [
    'discovery-served',
    seen({ discovery: served(ISSUER, '', { status: 302, headers: { location: '/b' } }) }),
    'unknown',
    'redirected to /b',
  ],
  [
    'discovery-served',
    seen({ discovery: { ...served(ISSUER, ''), status: 0, fault: 'nobody answers' } }),
    'unknown',
    'cannot be read from here: nobody answers',
  ],
  ['discovery-issuer', discovery({ issuer: `${ISSUER}/` }), 'failed', 'example.com/"'],
  ['discovery-jwks-uri', discovery({ jwks_uri: 7 }), 'failed', 'jwks_uri is 7'],
  ['discovery-jwks-uri', discovery({ jwks_uri: 'http://a.example/k' }), 'unknown', 'a.example/k'],
  ['answer-time', seen({ jwks: served(ISSUER, '', { milliseconds: 9000 }) }), 'warning', '9.00 s'],
  ['jwks-served', seen({ jwks: served(ISSUER, '<p>') }), 'failed', 'no JSON object'],
  ['keys-some', keys(), 'failed', 'no keys'],
  ['keys-readable', keys(KEY, { kty: 'AKP', pub: 'AA', kid: 'pq' }), 'failed', '"AKP"'],
  ['keys-readable', keys(KEY, { kty: 'OKP', crv: 'X25519', x: 'AA' }), 'failed', 'key 2'],
  ['keys-readable', keys({ ...EC, crv: 'secp256k1' }), 'failed', '"e"'],
  ['keys-readable', keys({ ...EC, x: 'AA' }), 'failed', 'has a x that has not 32 bytes'],
  ['keys-readable', keys({ ...KEY, x5c: ['AAAA'] }), 'failed', 'x5c'],
  ['keys-readable', keys({ ...KEY, alg: 7 }), 'failed', 'a member of a wrong type'],
  ['keys-readable', keys(KEY, EC), 'passed', 'all 2 keys'],
  ['keys-kept', fields({ 'cache-control': 'max-age=3601' }), 'warning', 'for 60 minutes (max-age)'],
  ['keys-kept', fields({ 'cache-control': 'max-age=9, s-maxage=7200' }), 'warning', 's-maxage'],
  ['keys-kept', fields({ 'cache-control': 'no-cache' }), 'passed', 'for 0 seconds'],
  ['keys-kept', fields({ expires: ago(-7200) }), 'warning', 'for 2 hours (Expires)'],
  ['keys-kept', fields({ expires: ago(-7200), date: ago(-7100) }), 'passed', 'for 100 seconds'],
  ['keys-kept', fields({ 'last-modified': ago(864_000) }), 'warning', '24 hours (no Cache-Control'],
  ['keys-kept', fields({ 'last-modified': ago(36_000) }), 'passed', 'for 60 minutes'],
  ['keys-kept', fields({}), 'passed', '0 seconds (no Cache-Control)'],
  ['token-algorithm', header({ alg: 'EdDSA', kid: '1' }), 'failed', '"EdDSA"'],
  ['token-algorithm', header({ alg: 'PS512', kid: '1' }), 'passed', '--oidc-signing-algs'],
  [
    'token-algorithm',
    flags({}, { token: sceneToken({ header: { alg: 'ES256' } }) }),
    'failed',
    '"ES256"',
  ],
  [
    'token-algorithm',
    configured({}, { token: sceneToken({ header: { alg: 'ES256' } }) }),
    'passed',
    'ES256',
  ],
  ['token-kid', header({ alg: 'RS256', kid: 7 }), 'failed', 'is 7'],
  ['token-kid', header({ alg: 'RS256' }), 'passed', 'every key is tried'],
  [
    'token-signature',
    () => plain({ token: sceneToken({ signature: { state: 'bad', why: 'no key has its kid' } }) }),
    'failed',
    'no key has its kid',
  ],
  ['token-claims', claims({ exp: undefined }), 'failed', 'no exp'],
  ['token-claims', claims({ iat: undefined, sub: undefined }), 'passed', 'all of'],
  ['token-issuer', claims({ iss: `${ISSUER}/` }), 'failed', 'example.com/"'],
  [
    'token-issuer',
    () =>
      plain({
        seen: { ...scene().seen, issuer: 'https://accounts.google.com' },
        token: sceneToken({ claims: { ...CLAIMS, iss: 'accounts.google.com' } }),
      }),
    'passed',
    'taken for',
  ],
  ['claims-form', claims({ sub: 7 }), 'failed', 'sub is'],
  ['claims-form', claims({ aud: ['a', 7] }), 'failed', 'aud has an entry'],
  ['claims-form', claims({ exp: String(NOW + 9) }), 'passed', 'its type'],
  ['claims-names', claims({ Sub: 'x' }), 'warning', '"Sub"'],
  ['token-ended', claims({ exp: String(NOW + 9) }), 'passed', '9 seconds'],
  ['token-ended', claims({ exp: 'soon' }), 'unknown', 'exp is "soon"'],
  ['token-begun', claims({ nbf: String(NOW + 61) }), 'failed', '61 seconds ahead'],
  ['token-ended', claims({ exp: NOW - 1 }), 'failed', '1 second ago'],
  ['token-begun', claims({ nbf: NOW + 61 }), 'failed', '61 seconds ahead'],
  ['token-begun', claims({ nbf: NOW + 60, iat: NOW + 600 }), 'passed', 'nbf is not ahead'],
  [
    'clock',
    seen({ discovery: served(ISSUER, DISCOVERY, { headers: { date: ago(61) } }) }),
    'warning',
    '61 seconds ahead of',
  ],
  ['groups-elsewhere', claims({ _claim_names: { groups: 'a' } }), 'unknown', '_claim_names'],
  ['names-reserved', claims({ sub: 'system:admin' }), 'warning', 'the token has "system:admin"'],
  ['names-reserved', claims({ groups: ['a', 'system:masters'] }), 'warning', 'system:masters'],
  [
    'names-reserved',
    configured({}, { token: sceneToken({ claims: { ...CLAIMS, sub: 'system:admin' } }) }),
    'passed',
    'none begins',
  ],
  [
    'names-reserved',
    configured(
      {},
      { token: sceneToken({ claims: { ...CLAIMS, groups: ['masters'] } }) },
      { groups: { claim: 'groups', prefix: 'system:' } },
    ),
    'warning',
    'the token becomes "system:masters"',
  ],
  ['service-account-header', account({}), 'passed', 'as a cluster'],
  ['service-account-header', account({}, { alg: 'RS256', jku: 'x' }), 'warning', '"jku"'],
  ['service-account-header', account({}, { alg: 'RS512' }), 'warning', '"RS512"'],
  ['service-account-header', account({}, { alg: 'RS256', typ: 'at+jwt' }), 'warning', '"at+jwt"'],
  ['service-account-header', header({ alg: 'PS512', jku: 'x' }), 'passed', 'no service account'],
  ['service-account-lifetime', account({ exp: NOW + 589 }), 'warning', 'the token lives 9 minutes'],
  ['service-account-lifetime', account({}), 'passed', 'it lives 10 minutes'],
  ['service-account-lifetime', account({ iat: 'x' }), 'warning', 'iat is "x" and exp '],
  ['configuration', () => plain(), 'unknown', 'in "sts.amazonaws.com", and sub is'],
  ['configuration', flags({}), 'left to trust', ''],
  ['token-issuer', configured({}), 'left to trust', ''],
  ['configuration-loaded', () => plain(), 'unknown', 'was not asked'],
  ['user-authorized', () => plain(), 'unknown', 'was not asked'],
];

testRows(KUBERNETES_RULES, ROWS);

describe('a good token of a good issuer', () => {
  it.each([
    ['a public one', () => plain()],
    ['a private one', seen({ addresses: ['10.1.2.3'] })],
    ['a private one with its own authority', configured({ certificateAuthority: authorityPem })],
    ['flags', flags({})],
  ] as const)('gives no fault and no warning: %s', async (_, change: Change) => {
    expect(notPassed(KUBERNETES_RULES, await change())).toEqual([]);
  });

  it('is let in by what was made of the configuration', async () => {
    const answers = await examine(relyingParty, await configured({})());
    expect(answers.find(({ id }) => id === 'trust')).toMatchObject({
      state: 'passed',
      seen: expect.stringContaining('ci:repo:acme/app'),
    });
  });

  it('is looked for where the configuration says', async () => {
    const discoveryURL = 'https://oidc.ci.svc/.well-known/openid-configuration';
    const { trust } = await configured({ discoveryURL, certificateAuthority: authorityPem })();
    expect(trust && relyingParty.documentsOf(trust, ISSUER)).toEqual({
      discoveryUrl: discoveryURL,
      ca: authorityPem,
    });
    expect(trust && relyingParty.documentsOf(trust, 'https://other.example')).toEqual({});
  });
});
