import { generateKey, type JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import {
  createChanges,
  judgeRule,
  notPassed,
  type RuleRow,
  testRows,
} from '../../doctor/judge-rule.fixture.ts';
import type { Scene } from '../../doctor/scene.ts';
import { DISCOVERY, ISSUER, KEY, scene, sceneToken, served } from '../../doctor/scene.fixture.ts';
import { keyCertificate } from '../../ceph/key-certificate.ts';
import { type AwsTrust, readAwsTrust } from './aws-trust.ts';
import { AWS_RULES } from './rules.ts';

const NOW = scene().now;
const { claims, discovery, header, seen, signed, without } = createChanges<AwsTrust>();
const TAGS = 'https://aws.amazon.com/tags';
const ROLES = 'https://aws.amazon.com/roles';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';
const ROLE = 'arn:aws-cn:iam::123456789012:role/deploy';
const TRUST = readAwsTrust({
  Role: {
    RoleName: 'deploy',
    Arn: ROLE,
    MaxSessionDuration: 7200,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'arn:aws-cn:iam::123456789012:oidc-provider/oidc.example.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
        },
      ],
    },
  },
});

type Change = () => Scene<AwsTrust>;

const many = (count: number, own: JsonObject) =>
  Array.from({ length: count }, (_, index): JsonObject => ({ ...own, kid: String(index) }));
const EC: JsonObject = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'e', use: 'sig' };
const tags = (principal: unknown, more: JsonObject = {}) =>
  claims({ [TAGS]: { principal_tags: principal }, ...more });
/** The role is known, too. */
const trusting = (change: Change) => () => ({ ...change(), trust: TRUST });
const withFault = (fault: string) =>
  seen({ tls: { fault, chain: [{ subject: 'a.example', issuer: 'a.example', ends: 4e12 }] } });

// Each row is of what is documented, or was measured: AWS_REQUIREMENTS says where.
const ROWS: readonly RuleRow<AwsTrust>[] = [
  ['issuer-https', seen({ issuer: 'http://oidc.example.com' }), 'failed', '"http://oidc'],
  ['issuer-plain', seen({ issuer: `${ISSUER}?a=1` }), 'failed', 'oidc.example.com?a=1"'],
  ['issuer-port', seen({ issuer: `${ISSUER}:8443/a` }), 'warning', ':8443/a" has a port'],
  ['issuer-length', seen({ issuer: `${ISSUER}/${'a'.repeat(231)}` }), 'failed', '256 characters'],
  ['issuer-length', seen({ issuer: `${ISSUER}/${'a'.repeat(230)}` }), 'passed', '255 characters'],
  ['issuer-public', seen({ addresses: ['10.1.2.3'] }), 'failed', 'stands for 10.1.2.3'],
  [
    'issuer-public',
    seen({ addresses: [], discovery: { ...served(ISSUER, ''), status: 0 } }),
    'unknown',
    'looked up by the proxy',
  ],
  ['tls-valid', withFault('CERT_HAS_EXPIRED'), 'failed', 'has ended'],
  ['tls-valid', withFault('ERR_TLS_CERT_ALTNAME_INVALID'), 'failed', 'not for this name'],
  ['tls-valid', withFault('DEPTH_ZERO_SELF_SIGNED_CERT'), 'passed', 'in time'],
  ['tls-authority', withFault('DEPTH_ZERO_SELF_SIGNED_CERT'), 'warning', 'no authority'],
  ['tls-authority', withFault('CERT_HAS_EXPIRED'), 'unknown', 'does not count'],
  [
    'tls-authority',
    () => scene<AwsTrust>({ hasOwnCa: true }),
    'unknown',
    'by the authorities of --ca',
  ],
  ['tls-valid', () => scene<AwsTrust>({ hasOwnCa: true }), 'passed', 'in time'],
  [
    'tls-lasts',
    seen({ tls: { chain: [{ subject: '', issuer: '', ends: (NOW + 864_000) * 1000 }] } }),
    'warning',
    'ends in 10 days',
  ],
  ['tls-thumbprint', claims({}), 'passed', 'unless the role is in China'],
  ['tls-thumbprint', trusting(claims({})), 'unknown', 'the role is in China'],
  ['tls-thumbprint', withFault('SELF_SIGNED_CERT_IN_CHAIN'), 'unknown', 'may count'],
  [
    'discovery-served',
    seen({ discovery: served(ISSUER, '', { status: 403 }) }),
    'failed',
    'HTTP status 403',
  ],
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
    discovery({ claims_supported: undefined, response_types_supported: 'id_token' }),
    'failed',
    'no list response_types_supported and no claims_supported',
  ],
  ['answer-time', seen({ jwks: served(ISSUER, '', { milliseconds: 3100 }) }), 'warning', '3.10 s'],
  ['issuer-log', () => scene<AwsTrust>(), 'unknown', 'many at once'],
  [
    'jwks-served',
    seen({ jwks: served(ISSUER, '', { status: 301, headers: { location: '/keys' } }) }),
    'failed',
    'redirected to /keys',
  ],
  ['keys-some', () => scene<AwsTrust>({ keys: [] }), 'failed', 'no keys'],
  ['keys-rsa-count', () => scene<AwsTrust>({ keys: many(101, KEY) }), 'failed', '101 keys of RSA'],
  ['keys-rsa-count', () => scene<AwsTrust>({ keys: many(100, KEY) }), 'passed', '100 of RSA'],
  [
    'keys-rsa-count',
    () =>
      scene<AwsTrust>({
        keys: many(101, KEY),
        token: sceneToken({ header: { alg: 'ES256', kid: '1' } }),
      }),
    'passed',
    'another type',
  ],
  [
    'keys-ec-count',
    () => scene<AwsTrust>({ keys: many(101, EC), token: undefined }),
    'failed',
    '101 keys of EC',
  ],
  ['key-kid', signed({ ...KEY, kid: undefined }), 'warning', 'has no kid'],
  [
    'key-kid-unique',
    signed(KEY, { ...KEY, n: 'AQAB' }),
    'warning',
    '"1" is the kid of more than one key, and the key that signed the token is not the later one',
  ],
  ['key-kid-unique', signed({ ...KEY, n: 'AQAB' }, EC, EC), 'passed', 'one key'],
  [
    'key-kid-unique',
    () => scene<AwsTrust>({ keys: [{ ...KEY, n: 'AQAB' }, KEY] }),
    'warning',
    'more than one key',
  ],
  ['key-use', signed({ ...KEY, use: 'enc' }), 'warning', '(use is "enc")'],
  ['key-use', signed(KEY, { ...KEY, kid: '2', use: 'enc' }), 'passed', 'not for encryption'],
  [
    'key-use',
    () => scene<AwsTrust>({ keys: [{ ...KEY, use: 'enc' }], token: undefined }),
    'warning',
    'is for encryption',
  ],
  ['key-ops', signed({ ...KEY, key_ops: ['verify'] }), 'warning', 'has key_ops, ["verify"]'],
  ['key-members', signed({ kty: 'RSA', kid: '1', x5c: ['AAAA'] }), 'warning', 'has no n and no e'],
  ['key-members', signed({ kty: 'EC', kid: '1', crv: 'P-256' }), 'warning', 'has no x and no y'],
  ['key-members', signed({ kty: 'OKP', kid: '1', crv: 'Ed25519', x: 'AA' }), 'passed', 'all that'],
  ['key-x5c', signed({ ...KEY, x5c: ['AAAA'] }), 'warning', 'no list of certificates'],
  [
    'token-length',
    () => scene<AwsTrust>({ token: sceneToken({ length: 20_001 }) }),
    'failed',
    '20001 characters',
  ],
  ['token-algorithm', header({ alg: 'EdDSA' }), 'failed', '"EdDSA"'],
  ['token-algorithm', header({ alg: 'PS256' }), 'failed', '"PS256"'],
  [
    'token-kid',
    () => scene<AwsTrust>({ keys: [KEY, EC], token: sceneToken({ header: { alg: 'RS256' } }) }),
    'warning',
    'is nothing, and there are 2 keys',
  ],
  ['token-kid', header({}), 'passed', 'a single key'],
  [
    'token-signature',
    () =>
      scene<AwsTrust>({
        token: sceneToken({ signature: { state: 'bad', why: 'no key has its kid' } }),
      }),
    'failed',
    'no key has its kid',
  ],
  ['token-claims', without('iat'), 'failed', 'no iat'],
  ['token-issuer', claims({ iss: `${ISSUER}/` }), 'failed', '"https://oidc.example.com/"'],
  [
    'token-issuer',
    claims({ iss: 'https://OIDC.example.com' }),
    'failed',
    '"https://OIDC.example.com"',
  ],
  ['token-subject', claims({ sub: null }), 'failed', 'sub is null'],
  ['token-subject', without('sub'), 'failed', 'has no sub'],
  ['token-subject', claims({ sub: '' }), 'passed', '""'],
  ['subject-length', without('sub'), 'passed', 'no sub to measure'],
  ['subject-length', claims({ sub: null }), 'passed', 'no sub to measure'],
  ['subject-length', claims({ sub: '' }), 'warning', '0 characters'],
  ['subject-length', claims({ sub: 'a' }), 'warning', '1 character'],
  ['subject-length', claims({ sub: 'a'.repeat(256) }), 'warning', '256 characters'],
  ['subject-private', claims({ sub: 'ada@example.com' }), 'warning', '"ada@example.com"'],
  ['subject-private', claims({ sub: 'repo:acme@12/app@34:ref:a.b' }), 'passed', 'no e-mail'],
  ['audience-form', claims({ aud: [] }), 'failed', 'aud is []'],
  ['audience-length', claims({ aud: 'a'.repeat(256) }), 'failed', '256 characters'],
  ['audience-one', claims({ aud: ['a', 'b'] }), 'warning', 'aud has 2 values'],
  ['audience-one', claims({ aud: ['a', 7] }), 'warning', 'aud has 2 values'],
  ['audience-one', claims({ aud: ['a', 'b'], azp: 'a' }), 'passed', 'it has azp'],
  ['audience-one', claims({ aud: ['a'] }), 'passed', 'one'],
  [
    'audience-azp',
    claims({ azp: 'client' }),
    'warning',
    'azp is "client", and aud is "sts.amazonaws.com": AWS looks at azp alone',
  ],
  ['audience-azp', claims({ azp: 'sts.amazonaws.com' }), 'passed', 'as aud has it'],
  ['times-whole', claims({ exp: NOW + 100.5 }), 'failed', `exp is ${NOW + 100.5}`],
  ['times-whole', claims({ iat: 'soon' }), 'failed', 'iat is "soon"'],
  ['times-whole', claims({ exp: String(NOW + 9) }), 'passed', 'whole'],
  ['times-numbers', claims({ exp: String(NOW + 9) }), 'warning', `exp is "${NOW + 9}"`],
  ['token-ended', claims({ exp: NOW - 301 }), 'failed', '2025-12-31T23:54:59Z, 5 minutes ago'],
  ['token-ended', claims({ exp: NOW - 1 }), 'passed', '300 s are added'],
  ['token-ended', claims({ exp: String(NOW + 9) }), 'passed', 'in 9 seconds'],
  ['token-begun', claims({ nbf: NOW + 301 }), 'warning', '2026-01-01T00:05:01Z, 5 minutes ahead'],
  ['token-begun', claims({ iat: NOW + 300 }), 'passed', 'neither'],
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
  [
    'clock',
    seen({
      discovery: served(ISSUER, DISCOVERY, {
        headers: { date: new Date((NOW - 61) * 1000).toUTCString(), age: '61' },
      }),
    }),
    'passed',
    'that of',
  ],
  [
    'session-tags-form',
    tags({ team: 'web' }),
    'warning',
    'the session tag "team" is "web", which is no list of one text',
  ],
  ['session-tags-form', tags({ team: ['a', 'b'] }), 'warning', 'no list of one text'],
  [
    'session-tags-form',
    claims({ [TAGS]: [{ principal_tags: {} }] }),
    'warning',
    'no object principal_tags',
  ],
  [
    'session-tags-form',
    claims({ [`${TAGS}/principal_tags/team`]: ['web'] }),
    'warning',
    'which is no text',
  ],
  [
    'session-tags-form',
    claims({ [`${TAGS}/principal_tags/team`]: 'web' }),
    'passed',
    '1 session tag',
  ],
  [
    'session-tags-form',
    tags({ team: ['web'] }, { transitive_tag_keys: ['team'] }),
    'passed',
    '1 session tag',
  ],
  [
    'session-tags-limits',
    tags(Object.fromEntries(many(51, {}).map((_, index) => [`k${index}`, ['v']]))),
    'failed',
    '51 session tags',
  ],
  ['session-tags-limits', tags({ ['k'.repeat(129)]: ['v'] }), 'failed', 'has 129 characters'],
  ['session-tags-limits', tags({ k: ['v'.repeat(257)] }), 'failed', 'has 257 characters'],
  ['session-tags-text', tags({ 'aws:team': ['v'] }), 'failed', 'begins with aws:'],
  ['session-tags-text', tags({ Team: ['v'], team: ['v'] }), 'failed', 'differ in case alone'],
  ['session-tags-text', tags({ team: ['a|b'] }), 'failed', 'has other characters'],
  [
    'session-tags-text',
    tags({ ['__proto__']: ['v'], constructor: ['v'] }),
    'passed',
    '2 session tags',
  ],
  ['session-tags-packed', tags({ team: ['web'] }), 'unknown', '1 session tag of 7 characters'],
  ['source-identity', claims({ [SOURCE_IDENTITY]: 'a b' }), 'failed', '"a b"'],
  ['roles-claim', claims({ [ROLES]: [] }), 'warning', 'no ARN of a role'],
  ['roles-claim', claims({ [ROLES]: 'deploy' }), 'warning', 'no ARN of a role'],
  ['roles-claim', claims({ [ROLES]: [7, ` ${ROLE} `] }), 'unknown', `"${ROLE}" alone`],
  [
    'roles-claim',
    claims({ [ROLES]: `${ROLE}2; ${ROLE}` }),
    'unknown',
    `"${ROLE}2", "${ROLE}" alone`,
  ],
  ['roles-claim', claims({ [ROLES]: null }), 'passed', 'no such claim'],
  [
    'extra-actions',
    tags({ team: ['web'] }, { [SOURCE_IDENTITY]: 'ada' }),
    'unknown',
    'sts:TagSession and sts:SetSourceIdentity',
  ],
  ['roles-claim', trusting(claims({ [ROLES]: [`${ROLE}2`] })), 'warning', 'for other roles than'],
  ['roles-claim', trusting(claims({ [ROLES]: [`${ROLE}2`, ROLE] })), 'passed', ROLE],
  ['extra-actions', trusting(tags({ team: ['web'] })), 'left to trust', ''],
  ['extra-actions', trusting(claims({})), 'passed', 'no session tags'],
  ['trust-policy', claims({ azp: 'a' }), 'unknown', 'the audience "a" and the subject "repo:'],
  ['trust-policy', trusting(claims({})), 'left to trust', ''],
  ['trust-narrow', trusting(claims({})), 'warning', 'Statement 1'],
  ['trust-narrow', claims({}), 'unknown', 'was not given'],
  ['session', trusting(claims({})), 'unknown', 'and the role allows 2 hours.'],
  ['provider', claims({ azp: 'client' }), 'unknown', '"client" among its client IDs'],
  [
    'session',
    () => scene<AwsTrust>(),
    'unknown',
    'The end of the token, in 9 minutes, does not end it. A name made of the token is repo-acme-app.',
  ],
  ['sts', () => scene<AwsTrust>(), 'unknown', 'STS was not asked'],
];

testRows(AWS_RULES, ROWS);

it('names the provider that is to be asked for', () => {
  const rule = AWS_RULES.find(({ id }) => id === 'provider');
  expect(rule?.judge(trusting(claims({}))())).toMatchObject({
    fix: expect.stringContaining(' arn:aws-cn:iam::123456789012:oidc-provider/oidc.example.com.'),
  });
  expect(rule?.judge(scene<AwsTrust>())).toMatchObject({
    fix: expect.stringContaining(' arn:aws:iam::ACCOUNT:oidc-provider/oidc.example.com.'),
  });
});

it('has no host in a command that a shell would obey', () => {
  const rule = AWS_RULES.find(({ id }) => id === 'tls-authority');
  const of = (issuer: string) => {
    const { seen: own, ...rest } = withFault('SELF_SIGNED_CERT_IN_CHAIN')();
    return rule?.judge({ ...rest, seen: { ...own, issuer } });
  };
  expect(of('https://a.example:8443/b')).toMatchObject({
    fix: expect.stringContaining('"drawbridge aws thumbprint a.example:8443" prints'),
  });
  expect(of('https://a`id`;.example/b')).toMatchObject({
    fix: expect.stringContaining('"drawbridge aws thumbprint HOST" prints'),
  });
});

describe('a good token of a good issuer', () => {
  it('gives no fault and no warning', () => {
    expect(notPassed(AWS_RULES, scene<AwsTrust>())).toEqual([]);
  });

  it('gives none with all that AWS reads of it', () => {
    const own = {
      aud: ['sts.amazonaws.com'],
      azp: 'sts.amazonaws.com',
      [TAGS]: { principal_tags: { team: ['web'] }, transitive_tag_keys: ['team'] },
      [SOURCE_IDENTITY]: 'ada',
      [ROLES]: [ROLE],
    };
    expect(notPassed(AWS_RULES, claims(own)())).toEqual([]);
  });

  it.each(['RS256', 'ES256', 'ES384'] as const)(
    'has the certificate of its key, %s',
    async (alg) => {
      const [{ publicJwk: one }, { publicJwk: other }] = await Promise.all([
        generateKey(alg),
        generateKey(alg),
      ]);
      const own = { ...one, x5c: [await keyCertificate(one)] };
      const foreign = { ...one, x5c: [await keyCertificate(other)] };
      expect(judgeRule(AWS_RULES, 'key-x5c', signed(own)()).state).toBe('passed');
      expect(judgeRule(AWS_RULES, 'key-x5c', signed(foreign)())).toEqual({
        state: 'warning',
        seen: expect.stringContaining('of another key'),
      });
    },
  );
});
