import { generateKeyPairSync } from 'node:crypto';
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
import type { VaultTrust } from '../evaluate/vault-trust.ts';
import { relyingParty } from './index.ts';
import { VAULT_RULES } from './rules.ts';

const NOW = scene().now;
const { claims, discovery, header, keys, plain, seen } = createChanges<VaultTrust>();
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }) as string;

type VaultScene = Scene<VaultTrust>;
type Change = () => VaultScene;

const ROLE = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['sts.amazonaws.com'] };
/** A mount and a role, in a scene. */
const configured =
  (config: JsonObject | undefined, more: Partial<VaultScene> = {}, role: JsonObject = {}): Change =>
  () => {
    const given = { role: { ...ROLE, ...role }, ...(config !== undefined && { config }) };
    return plain({ trust: relyingParty.readTrust(given) as VaultTrust, ...more });
  };
const BY_DISCOVERY = { oidc_discovery_url: ISSUER };
const BY_JWKS = { jwks_url: 'https://keys.example.com/jwks.json' };
const BY_KEYS = { jwt_validation_pubkeys: [PEM] };
const BY_PAIRS = { jwks_pairs: [BY_JWKS, { jwks_url: 'https://other.example.com/jwks.json' }] };
const BY_PROVIDER = { provider_config: { provider: 'kubernetes' } };
const nobody = {
  seen: { ...scene().seen, tls: { fault: 'SELF_SIGNED_CERT_IN_CHAIN', chain: [] } },
};
const unread: Partial<VaultScene> = {
  seen: {
    issuer: ISSUER,
    addresses: [],
    discovery: { ...served(ISSUER, ''), status: 0, fault: 'nobody answers' },
    now: NOW * 1000,
  },
  discovery: undefined,
};
const bad = { token: sceneToken({ signature: { state: 'bad', why: 'no key has its kid' } }) };

// Each row is of what is documented, or what the code does: VAULT_REQUIREMENTS says where.
const ROWS: readonly RuleRow<VaultTrust>[] = [
  [
    'asked-by-https',
    configured({ oidc_discovery_url: 'http://oidc.example.com' }),
    'unknown',
    '"http://oidc.example.com"',
  ],
  ['asked-by-https', seen({ issuer: 'http://10.1.2.3' }), 'unknown', '"http://10.1.2.3"'],
  [
    'asked-by-https',
    configured(BY_JWKS, { seen: { ...scene().seen, issuer: 'http://a.example' } }),
    'passed',
    'https',
  ],
  ['issuer-reached', seen({ addresses: ['10.1.2.3'] }), 'unknown', '10.1.2.3, a private address'],
  ['issuer-reached', configured(BY_JWKS), 'unknown', 'keys.example.com stands for'],
  ['issuer-reached', configured(BY_KEYS), 'passed', 'fetches nothing'],
  ['issuer-reached', configured(BY_PROVIDER), 'passed', 'asks a provider'],
  ['tls-trusted', seen({ tls: { fault: 'CERT_HAS_EXPIRED', chain: [] } }), 'failed', 'has ended'],
  ['tls-trusted', () => plain(nobody), 'unknown', 'no authority that is known'],
  ['tls-trusted', () => plain({ ...nobody, hasOwnCa: true }), 'failed', 'no authority'],
  ['tls-trusted', configured(BY_DISCOVERY, nobody), 'unknown', 'no authority'],
  [
    'tls-trusted',
    configured({ ...BY_DISCOVERY, oidc_discovery_ca_pem: 'PEM' }, nobody),
    'failed',
    'no authority',
  ],
  ['tls-trusted', configured({ ...BY_JWKS, jwks_ca_pem: 'PEM' }, nobody), 'failed', 'no authority'],
  ['tls-trusted', configured(BY_KEYS, nobody), 'passed', 'fetches nothing'],
  [
    'tls-lasts',
    seen({ tls: { chain: [{ subject: '', issuer: '', ends: (NOW + 864_000) * 1000 }] } }),
    'warning',
    'ends in 10 days',
  ],
  ['discovery-served', seen({ discovery: served(ISSUER, '', { status: 404 }) }), 'failed', '404'],
  ['discovery-served', () => plain(unread), 'unknown', 'cannot be read from here'],
  [
    'discovery-served',
    seen({ discovery: served(ISSUER, '', { status: 302, headers: { location: '/b' } }) }),
    'unknown',
    'redirected to /b',
  ],
  ['discovery-served', configured(BY_JWKS, unread), 'passed', 'no discovery document'],
  ['discovery-issuer', discovery({ issuer: `${ISSUER}/` }), 'failed', 'example.com/"'],
  [
    'discovery-issuer',
    configured({ oidc_discovery_url: `${ISSUER}/` }),
    'failed',
    'that of "https://oidc.example.com"',
  ],
  [
    'discovery-issuer',
    configured(
      { oidc_discovery_url: `${ISSUER}/` },
      { discovery: { ...DISCOVERY, issuer: `${ISSUER}/` } },
    ),
    'passed',
    'example.com/"',
  ],
  ['discovery-issuer', () => plain(unread), 'unknown', 'was not read'],
  ['discovery-jwks-uri', discovery({ jwks_uri: 7 }), 'failed', 'jwks_uri is 7'],
  ['discovery-jwks-uri', discovery({ jwks_uri: 'http://a.example/k' }), 'unknown', 'a.example/k'],
  ['jwks-served', seen({ jwks: served(ISSUER, '<p>') }), 'failed', 'no JSON object'],
  ['jwks-served', configured(BY_PAIRS), 'unknown', '2 jwks_pairs'],
  ['keys-some', keys(), 'failed', 'no keys'],
  ['keys-some', configured(BY_KEYS, unread), 'passed', 'was given keys'],
  ['keys-readable', keys(KEY, { kty: 'AKP', pub: 'AA', kid: 'pq' }), 'warning', '"AKP"'],
  ['keys-remembered', () => plain(), 'unknown', 'fetched and kept'],
  ['keys-remembered', configured(BY_KEYS), 'passed', 'keeps no others'],
  ['configuration', () => plain(), 'unknown', 'was not told'],
  ['configuration', configured(undefined), 'unknown', 'was not told'],
  [
    'configuration',
    configured({ oidc_discovery_url: `${ISSUER}/.well-known/openid-configuration` }),
    'failed',
    '/.well-known/openid-configuration"',
  ],
  ['configuration', configured(BY_DISCOVERY), 'passed', ISSUER],
  ['configuration', configured(BY_PAIRS), 'passed', 'other.example.com'],
  ['configuration', configured(BY_KEYS), 'passed', '1 keys'],
  ['configuration', configured({ jwt_validation_pubkeys: [PEM, 'PEM'] }), 'failed', 'key 2 of'],
  ['configuration', configured(BY_PROVIDER), 'passed', 'a provider'],
  ['token-algorithm', header({ alg: 'ES256K' }), 'failed', '"ES256K"'],
  ['token-algorithm', header({ alg: 'EdDSA' }), 'passed', 'EdDSA'],
  [
    'token-algorithm',
    configured({ ...BY_DISCOVERY, jwt_supported_algs: ['ES256'] }),
    'failed',
    '"RS256"',
  ],
  ['token-algorithm-pss', header({ alg: 'PS256' }), 'warning', '"PS256"'],
  [
    'token-algorithm-pss',
    configured(
      { ...BY_DISCOVERY, jwt_supported_algs: 'PS256,RS256' },
      { token: sceneToken({ header: { alg: 'PS256' } }) },
    ),
    'passed',
    'is set',
  ],
  ['token-kid', header({ alg: 'RS256', kid: 7 }), 'failed', 'is 7'],
  ['token-kid', header({ alg: 'RS256' }), 'passed', 'every key is tried'],
  ['token-signature', () => plain(bad), 'failed', 'no key has its kid'],
  ['token-signature', configured(BY_KEYS, bad), 'failed', 'no key of jwt_validation_pubkeys'],
  ['token-signature', configured(BY_PAIRS, bad), 'unknown', 'were not looked at'],
  ['token-signature', configured(BY_PROVIDER, bad), 'unknown', 'were not looked at'],
  // A key that the issuer publishes made these, and it need not be one of those that Vault has.
  ['token-signature', configured(BY_PAIRS), 'unknown', 'were not looked at'],
  ['token-signature', configured(BY_PROVIDER), 'unknown', 'were not looked at'],
  ['token-signature', configured(BY_PAIRS, { token: undefined }), 'unknown', 'no token'],
  ['token-signature', configured(BY_KEYS), 'passed', 'by the key'],
  ['token-issuer', claims({ iss: `${ISSUER}/` }), 'warning', 'example.com/"'],
  ['token-issuer', configured(BY_DISCOVERY), 'left to trust', ''],
  ['token-issuer', configured(undefined), 'left to trust', ''],
  ['claims-names', claims({ exp: 1e300 }), 'passed', 'no name'],
  ['token-times', claims({ exp: 1e300 }), 'unknown', 'the exp is 1e+300'],
  ['claims-form', claims({ exp: 'soon' }), 'failed', 'the exp is "soon"'],
  ['claims-form', claims({ jti: 7 }), 'failed', 'the jti is 7'],
  ['claims-form', claims({ aud: ['a', 7] }), 'failed', 'the aud is ["a",7]'],
  ['claims-names', claims({ Sub: 'x' }), 'warning', '"Sub"'],
  ['token-times', claims({ exp: NOW - 61 }), 'failed', '61 seconds ago'],
  [
    'token-times',
    claims({ nbf: NOW * 1000 }),
    'failed',
    'which is in milliseconds (2026-01-01T00:00:00Z)',
  ],
  ['token-times', claims({ exp: '1795860733' }), 'unknown', 'its times are no numbers'],
  ['token-times', claims({ exp: NOW - 60 }), 'passed', 'as far as they are there'],
  ['token-times', claims({ nbf: NOW + 61 }), 'failed', 'in 61 seconds'],
  ['token-times', claims({ exp: undefined, nbf: undefined, iat: undefined }), 'failed', 'neither'],
  ['token-times', claims({ exp: undefined, nbf: undefined, iat: NOW - 211 }), 'failed', 'no exp'],
  ['token-times', claims({ exp: 0 }), 'unknown', 'the exp is 0'],
  [
    'token-times',
    configured(
      BY_DISCOVERY,
      { token: sceneToken({ claims: { ...CLAIMS, exp: NOW - 119 } }) },
      { clock_skew_leeway: 120 },
    ),
    'passed',
    'as far as',
  ],
  [
    'clock',
    seen({
      discovery: served(ISSUER, DISCOVERY, {
        headers: { date: new Date((NOW - 61) * 1000).toUTCString() },
      }),
    }),
    'warning',
    '61 seconds ahead of',
  ],
  ['role', () => plain(), 'unknown', 'aud is "sts.amazonaws.com"'],
  ['role', configured(undefined), 'left to trust', ''],
  ['login', () => plain(), 'unknown', 'how Vault is asked'],
  ['access', () => plain(), 'unknown', 'was not asked'],
];

testRows(VAULT_RULES, ROWS);

describe('a good token of a good issuer', () => {
  it.each([
    ['a public one', () => plain()],
    ['a private one', seen({ addresses: ['10.1.2.3'] })],
    ['one that is not reached from here', () => plain({ ...unread, keys: undefined })],
    ['by discovery', configured(BY_DISCOVERY)],
    ['by keys that were given', configured(BY_KEYS, unread)],
    ['by another address', configured(BY_JWKS, unread)],
  ] as const)('gives no fault and no warning: %s', (_, change: Change) => {
    expect(notPassed(VAULT_RULES, change())).toEqual([]);
  });

  it('is let in by what was made of the role', async () => {
    const answers = await examine(relyingParty, configured(BY_DISCOVERY)());
    expect(answers.find(({ id }) => id === 'trust')).toMatchObject({
      state: 'passed',
      seen: expect.stringContaining('repo:acme/app'),
    });
  });
});

describe('documents are looked for where Vault finds them', () => {
  const of = (config: JsonObject | undefined) => {
    const { trust } = configured(config)();
    return trust && relyingParty.documentsOf(trust, ISSUER);
  };
  it.each<[string, JsonObject | undefined, object]>([
    ['nowhere said', undefined, {}],
    [
      'discovery',
      { oidc_discovery_url: `${ISSUER}/`, oidc_discovery_ca_pem: 'PEM' },
      { discoveryUrl: `${ISSUER}/.well-known/openid-configuration`, ca: 'PEM' },
    ],
    ['one JWK Set', BY_JWKS, { jwksUrl: BY_JWKS.jwks_url }],
    ['several', BY_PAIRS, {}],
    ['keys', BY_KEYS, { jwks: { keys: [publicKey.export({ format: 'jwk' })] }, ignoresKid: true }],
  ])('%s', (_, config, expected) => {
    expect(of(config)).toEqual(expected);
  });
});
