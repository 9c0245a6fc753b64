import type { JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import {
  createChanges,
  notPassed,
  type RuleRow,
  testRows,
} from '../../doctor/judge-rule.fixture.ts';
import { examine } from '../../doctor/examine.ts';
import type { Scene } from '../../doctor/scene.ts';
import { DISCOVERY, ISSUER, KEY, scene, sceneToken, served } from '../../doctor/scene.fixture.ts';
import type { GoogleTrust } from '../evaluate/google-trust.ts';
import { readProvider } from '../evaluate/read-provider.ts';
import { relyingParty } from './index.ts';
import { GCP_RULES } from './rules.ts';

const NOW = scene().now;
const { claims, discovery, header, plain, seen, signed } = createChanges<GoogleTrust>();
const NAME = 'projects/1/locations/global/workloadIdentityPools/p/providers/q';

type GoogleScene = Scene<GoogleTrust>;
type Change = () => GoogleScene | Promise<GoogleScene>;

const many = (count: number) =>
  Array.from({ length: count }, (_, index): JsonObject => ({ ...KEY, kid: String(index) }));

/** What gcloud prints of a provider, in a scene. */
const provider =
  (own: JsonObject, more: Partial<GoogleScene> = {}, policy?: JsonObject): Change =>
  async () => {
    const { oidc = {}, ...others } = own as { readonly oidc?: JsonObject };
    const described = {
      name: NAME,
      oidc: { issuerUri: ISSUER, ...oidc },
      attributeMapping: { 'google.subject': 'assertion.sub' },
      ...others,
    };
    const given = policy === undefined ? described : { provider: described, policy };
    return plain({ trust: await readProvider(given), ...more });
  };
/** A provider with uploaded keys, whose issuer nobody reaches. */
const uploaded = (all: readonly JsonObject[], more: Partial<GoogleScene> = {}): Change => {
  const { jwks: _, tls: __, ...others } = scene().seen;
  const unread = { ...served(ISSUER, ''), status: 0, fault: 'nobody answers' };
  return provider(
    { oidc: { jwksJson: JSON.stringify({ keys: all }) } },
    {
      seen: { ...others, addresses: ['10.1.2.3'], discovery: unread },
      discovery: undefined,
      keys: all,
      ...more,
    },
  );
};
const ED25519: JsonObject = { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'e' };
const bad = (why: string) => sceneToken({ signature: { state: 'bad', why } });
const LONG = `repo:${'a'.repeat(123)}`;

// Each row is of what is documented, or was measured: GCP_REQUIREMENTS says where.
const ROWS: readonly RuleRow<GoogleTrust>[] = [
  ['issuer-https', seen({ issuer: 'http://oidc.example.com' }), 'failed', '"http://oidc'],
  ['issuer-public', seen({ addresses: ['10.1.2.3'] }), 'failed', 'stands for 10.1.2.3'],
  ['issuer-public', uploaded([KEY]), 'passed', 'Google fetches nothing'],
  [
    'tls-trusted',
    seen({ tls: { fault: 'DEPTH_ZERO_SELF_SIGNED_CERT', chain: [] } }),
    'failed',
    'no authority',
  ],
  ['tls-trusted', uploaded([KEY]), 'passed', 'uploaded keys'],
  ['tls-trusted', () => plain({ hasOwnCa: true }), 'unknown', 'by the authorities of --ca'],
  [
    'tls-lasts',
    seen({ tls: { chain: [{ subject: '', issuer: '', ends: (NOW + 864_000) * 1000 }] } }),
    'warning',
    'ends in 10 days',
  ],
  [
    'discovery-served',
    seen({ discovery: served(ISSUER, '', { status: 404 }) }),
    'failed',
    'HTTP status 404',
  ],
  ['discovery-served', uploaded([KEY]), 'passed', 'uploaded keys'],
  [
    'discovery-issuer',
    discovery({ issuer: `${ISSUER}/` }),
    'warning',
    'that of "https://oidc.example.com/"',
  ],
  [
    'discovery-jwks-uri',
    discovery({ jwks_uri: 'http://a.example/jwks' }),
    'failed',
    '"http://a.example/jwks"',
  ],
  [
    'discovery-members',
    discovery({ subject_types_supported: undefined }),
    'warning',
    'no list subject_types_supported',
  ],
  ['discovery-members', discovery({ claims_supported: undefined }), 'passed', 'all of'],
  ['jwks-served', seen({ jwks: served(ISSUER, '', { status: 403 }) }), 'failed', '403'],
  ['keys-some', () => plain({ keys: [] }), 'failed', 'no keys'],
  ['keys-some', () => plain({ keys: many(150) }), 'passed', '150 keys'],
  ['key-type', signed(ED25519), 'failed', '"OKP"'],
  [
    'key-type',
    () => plain({ keys: [ED25519, KEY], token: undefined }),
    'passed',
    'RSA or EC, but for what signs no token for it: the key "e" is of the type "OKP"',
  ],
  ['key-type', () => plain({ keys: [ED25519], token: undefined }), 'failed', '"OKP"'],
  [
    'key-type',
    () =>
      plain({
        keys: [ED25519, KEY],
        token: sceneToken({
          header: { alg: 'EdDSA', kid: 'e' },
          signature: { state: 'bad', why: 'no' },
        }),
      }),
    'failed',
    '"OKP"',
  ],
  ['key-kid', signed({ ...KEY, kid: undefined }), 'failed', 'key 1 has no kid'],
  ['keys-uploaded', () => plain(), 'unknown', 'these keys can be'],
  [
    'keys-uploaded',
    signed({ ...KEY, x5c: ['AAAA'], x5t: 'AA' }),
    'unknown',
    'these keys cannot be as they are: the key "1" has x5c, x5t',
  ],
  ['keys-uploaded', provider({}), 'passed', 'no keys were uploaded'],
  ['keys-uploaded', uploaded([{ ...KEY, x5c: 'AAAA' }]), 'failed', 'the key "1" has x5c'],
  ['keys-uploaded', uploaded(many(8)), 'passed', '8 uploaded keys'],
  ['keys-uploaded', uploaded(many(9)), 'failed', '9 keys'],
  [
    'keys-uploaded-curve',
    uploaded([{ kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA', kid: 'e' }]),
    'warning',
    'on "P-384"',
  ],
  ['token-algorithm', header({ alg: 'RS384', kid: '1' }), 'failed', '"RS384"'],
  ['token-algorithm', header({ alg: 'ES256', kid: '1' }), 'passed', 'ES256'],
  ['token-kid', header({}), 'failed', 'is nothing'],
  ['token-signature', () => plain({ token: bad('no key has its kid') }), 'failed', 'its kid'],
  [
    'token-signature',
    uploaded([KEY], { token: bad('no key has its kid') }),
    'failed',
    'no key has its kid (of the uploaded ones)',
  ],
  ['token-claims', claims({ iat: undefined }), 'failed', 'no iat'],
  ['token-claims', claims({ sub: '' }), 'failed', 'no sub'],
  ['token-issuer', provider({}), 'left to trust', ''],
  ['token-leeway', claims({ exp: NOW }), 'warning', 'it ended 0 s ago, by'],
  ['token-leeway', claims({ exp: NOW - 60, iat: NOW - 600 }), 'warning', 'it ended 60 s ago'],
  ['token-leeway', claims({ exp: NOW - 61 }), 'passed', 'no leeway'],
  ['token-leeway', claims({ exp: NOW - 9, iat: NOW + 60 }), 'warning', ', and iat is 60 s ahead'],
  ['token-leeway', claims({ iat: NOW }), 'passed', 'no leeway'],
  ['token-issuer', claims({ iss: `${ISSUER}/` }), 'failed', '"https://oidc.example.com/"'],
  ['token-ended', claims({ exp: NOW - 61 }), 'failed', '61 seconds ago'],
  ['token-ended', claims({ exp: NOW - 59 }), 'passed', '60 s are added'],
  ['token-issued', claims({ iat: NOW + 61 }), 'failed', '61 seconds ahead'],
  ['token-issued', claims({ iat: NOW + 60 }), 'passed', 'iat is not ahead'],
  ['token-issued', claims({ nbf: NOW + 600 }), 'passed', 'iat is not ahead'],
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
  ['token-lifetime', claims({ iat: NOW, exp: NOW + 172_800 }), 'failed', '172800 s'],
  ['token-lifetime', claims({ iat: NOW, exp: NOW + 172_799 }), 'passed', '172799 s'],
  ['token-lifetime-short', claims({ iat: NOW, exp: NOW + 21_600 }), 'warning', '21600 s'],
  ['token-lifetime-short', claims({ iat: NOW, exp: NOW + 21_599 }), 'passed', '21599 s'],
  ['access-lifetime', claims({ exp: NOW + 59 }), 'warning', 'will live 59 s'],
  ['access-lifetime', claims({ exp: NOW + 7200 }), 'passed', '3600 s'],
  ['access-lifetime', claims({ exp: NOW - 1 }), 'unknown', 'no time left'],
  ['subject-length', claims({ sub: LONG }), 'warning', 'sub has 128 bytes'],
  ['subject-length', claims({ sub: LONG.slice(1) }), 'passed', 'sub has 127 bytes'],
  ['subject-length', claims({ sub: `${LONG.slice(2)}é` }), 'warning', '128 bytes'],
  ['subject-length', claims({ sub: 7 }), 'warning', 'sub is 7'],
  ['subject-length', claims({ sub: undefined }), 'passed', 'no sub to measure'],
  ['subject-length', provider({}), 'left to trust', ''],
  ['subject-lasting', claims({ sub: 'ada@example.com' }), 'warning', '"ada@example.com"'],
  [
    'subject-lasting',
    provider({ attributeMapping: { 'google.subject': 'assertion.email' } }),
    'warning',
    'mapped from "assertion.email"',
  ],
  ['audience-length', claims({ aud: 'a'.repeat(257) }), 'failed', '257 characters'],
  ['audience-length', claims({ aud: ['a'.repeat(257), 'a'] }), 'passed', '1 characters'],
  ['audience-length', claims({ aud: 7 }), 'failed', 'aud is 7'],
  ['audience-allowed', claims({ aud: 'x' }), 'unknown', 'aud is "x"'],
  ['audience-allowed', provider({}), 'left to trust', ''],
  ['provider-mapping', () => plain(), 'unknown', 'were not given'],
  ['provider-mapping', provider({ attributeCondition: 'true' }), 'left to trust', ''],
  [
    'provider-tenant',
    seen({ issuer: 'https://token.actions.githubusercontent.com' }),
    'unknown',
    'many organizations',
  ],
  [
    'provider-tenant',
    provider({}, { seen: { ...scene().seen, issuer: 'https://gitlab.com' } }),
    'warning',
    'the provider has no condition',
  ],
  [
    'provider-tenant',
    provider(
      { attributeCondition: 'assertion.namespace_path == "acme"' },
      { seen: { ...scene().seen, issuer: 'https://gitlab.com' } },
    ),
    'passed',
    'namespace_path',
  ],
  ['provider-open', provider({ disabled: true }), 'unknown', 'the provider is disabled'],
  ['call', () => plain(), 'unknown', 'how STS is called'],
  ['access', provider({}), 'unknown', 'was not asked'],
  ['access', provider({}, {}, { bindings: [] }), 'left to trust', ''],
];

testRows(GCP_RULES, ROWS);

it('tells of uploading keys where what Google would fetch is at fault', async () => {
  const judge = GCP_RULES.find(({ id }) => id === 'issuer-public')?.judge;
  const own = { seen: { ...scene().seen, addresses: ['10.1.2.3'] } };
  const fix = (outcome: object | undefined) => (outcome as { readonly fix: string }).fix;
  expect(fix(judge?.(plain(own)))).toMatch(/--jwk-json-path=FILE\. Where .* by --trust\.$/);
  expect(fix(judge?.(await provider({}, own)()))).toMatch(/--jwk-json-path=FILE\.$/);
});

describe('a good token of a good issuer', () => {
  it('gives no fault and no warning', () => {
    expect(notPassed(GCP_RULES, plain())).toEqual([]);
  });

  it.each([
    ['a provider', provider({ oidc: { allowedAudiences: ['sts.amazonaws.com'] } })],
    ['uploaded keys', uploaded([KEY])],
  ])('gives none with %s', async (_, change) => {
    expect(notPassed(GCP_RULES, await change())).toEqual([]);
  });

  it('is let in by what was made of the provider', async () => {
    const change = provider({ oidc: { allowedAudiences: ['sts.amazonaws.com'] } });
    const answers = await examine(relyingParty, await change());
    expect(answers.find(({ id }) => id === 'trust')).toMatchObject({
      state: 'passed',
      seen: expect.stringContaining('/subject/repo:acme/app'),
    });
  });
});
