import type { JsonObject } from '@drawbridge/core';
import { createChanges, type RuleRow, testRows } from '../../../doctor/judge-rule.fixture.ts';
import {
  DISCOVERY,
  ISSUER,
  KEY,
  scene,
  sceneToken,
  served,
} from '../../../doctor/scene.fixture.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { TOKEN_RULES } from './about-token.ts';

const NOW = scene().now;
const { claims, header, seen, without } = createChanges<AwsTrust>();
const EC: JsonObject = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'e', use: 'sig' };

// Each row is of what is documented, or was measured: AWS_REQUIREMENTS says where.
const ROWS: readonly RuleRow<AwsTrust>[] = [
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
  ['subject-length', claims({ sub: '' }), 'warning', 'sub is empty'],
  ['subject-length', claims({ sub: 7 }), 'warning', 'sub is 7, a number, which has 1 character'],
  ['subject-length', claims({ sub: 123456 }), 'passed', '6 characters'],
  ['subject-length', claims({ sub: 'a' }), 'warning', '1 character'],
  ['subject-length', claims({ sub: 'a'.repeat(256) }), 'warning', '256 characters'],
  ['subject-private', claims({ sub: 'ada@example.com' }), 'warning', '"ada@example.com"'],
  ['subject-private', claims({ sub: 'repo:acme@12/app@34:ref:a.b' }), 'passed', 'no e-mail'],
  ['token-claims', claims({ aud: [] }), 'failed', 'has no aud'],
  ['audience-form', claims({ aud: 7 }), 'failed', 'aud is 7'],
  ['audience-form', without('aud'), 'unknown', 'has no aud'],
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
  [
    'audience-azp',
    claims({ azp: 'client', aud: undefined }),
    'warning',
    'azp is "client", and it has no aud',
  ],
  ['audience-azp', claims({ azp: 'sts.amazonaws.com' }), 'passed', 'as aud has it'],
  ['times-whole', claims({ exp: NOW + 100.5 }), 'failed', `exp is ${NOW + 100.5}`],
  ['times-whole', claims({ iat: 'soon' }), 'failed', 'iat is "soon"'],
  ['times-whole', claims({ exp: String(NOW + 9) }), 'passed', 'whole'],
  ['times-numbers', claims({ exp: 'soon' }), 'passed', 'numbers'],
  ['token-ended', claims({ exp: 'soon' }), 'unknown', 'exp is "soon"'],
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
];

testRows(TOKEN_RULES, ROWS);
