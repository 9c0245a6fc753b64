import type { JsonObject } from '@drawbridge/core';
import { createChanges, type RuleRow, testRows } from '../../../doctor/judge-rule.fixture.ts';
import { KEY, scene, sceneToken } from '../../../doctor/scene.fixture.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { KEY_RULES } from './about-keys.ts';

const { signed } = createChanges<AwsTrust>();
const many = (count: number, own: JsonObject) =>
  Array.from({ length: count }, (_, index): JsonObject => ({ ...own, kid: String(index) }));
const EC: JsonObject = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'e', use: 'sig' };

// Each row is of what is documented, or was measured: AWS_REQUIREMENTS says where.
const ROWS: readonly RuleRow<AwsTrust>[] = [
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
];

testRows(KEY_RULES, ROWS);
