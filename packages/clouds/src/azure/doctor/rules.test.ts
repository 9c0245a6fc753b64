import type { JsonObject } from '@drawbridge/core';
import { expect, it } from 'vitest';
import {
  createChanges,
  notPassed,
  type RuleRow,
  testRows,
} from '../../doctor/judge-rule.fixture.ts';
import { DISCOVERY, ISSUER, KEY, scene, sceneToken, served } from '../../doctor/scene.fixture.ts';
import type { FederatedTrust } from '../evaluate/federated-credential.ts';
import { AZURE_RULES } from './rules.ts';

const NOW = scene().now;
const AUDIENCE = 'api://AzureADTokenExchange';
const { claims, discovery, header, seen, without } = createChanges<FederatedTrust>({
  aud: AUDIENCE,
});

const issuer = (text: string) => seen({ issuer: text });
const trusting = () => scene<FederatedTrust>({ trust: [] });
const OTHERS = Array.from(
  { length: 100 },
  (_, index): JsonObject => ({ ...KEY, kid: `k${index}` }),
);
/** A set in which the key that signed the token is the last. */
const behind =
  (others: readonly JsonObject[], own: JsonObject = {}) =>
  () => {
    const key = { ...KEY, ...own };
    return scene<FederatedTrust>({
      keys: [...others, key],
      token: sceneToken({ signature: { state: 'good', key } }),
    });
  };

// Each row is of what is documented, or was met: AZURE_REQUIREMENTS says where.
const ROWS: readonly RuleRow<FederatedTrust>[] = [
  ['issuer-https', issuer('http://oidc.example.com'), 'failed', '"http://oidc.example.com"'],
  ['issuer-public', seen({ addresses: ['192.168.1.1'] }), 'failed', '192.168.1.1'],
  ['issuer-length', issuer(`${ISSUER}/${'a'.repeat(576)}`), 'failed', '601 characters'],
  ['issuer-length', issuer(`${ISSUER}/${'a'.repeat(575)}`), 'passed', '600 characters'],
  ['issuer-spaces', claims({ iss: `${ISSUER} ` }), 'failed', `"${ISSUER} "`],
  ['issuer-foreign', issuer('https://sts.windows.net/a/'), 'unknown', 'Entra itself'],
  ['tls-trusted', seen({ tls: { fault: 'CERT_HAS_EXPIRED', chain: [] } }), 'failed', 'has ended'],
  ['tls-trusted', () => scene<FederatedTrust>({ hasOwnCa: true }), 'unknown', 'of --ca'],
  [
    'tls-lasts',
    seen({ tls: { chain: [{ subject: '', issuer: '', ends: NOW * 1000 }] } }),
    'warning',
    '0 days',
  ],
  ['discovery-served', seen({ discovery: served(ISSUER, '<html>') }), 'failed', 'no JSON object'],
  [
    'discovery-issuer',
    discovery({ issuer: `${ISSUER}/` }),
    'warning',
    '"https://oidc.example.com/"',
  ],
  ['discovery-jwks-uri', discovery({ jwks_uri: undefined }), 'failed', 'jwks_uri is nothing'],
  [
    'discovery-members',
    discovery({ subject_types_supported: [] }),
    'warning',
    'subject_types_supported',
  ],
  ['discovery-members', discovery({ claims_supported: undefined }), 'passed', 'all of'],
  ['jwks-served', seen({ jwks: served(ISSUER, '', { status: 404 }) }), 'failed', 'status 404'],
  ['keys-some', () => scene<FederatedTrust>({ keys: [] }), 'failed', 'no keys'],
  ['keys-count', behind(OTHERS), 'warning', '101 keys for signatures'],
  ['keys-count', behind(OTHERS.map((key) => ({ ...key, use: 'enc' }))), 'passed', '1'],
  ['key-kept', behind(OTHERS), 'failed', 'is number 101'],
  ['key-kept', behind(OTHERS.slice(1)), 'passed', 'number 100'],
  [
    'key-kept',
    () => scene<FederatedTrust>({ token: sceneToken({ signature: { state: 'bad', why: 'no' } }) }),
    'unknown',
    'which key',
  ],
  ['key-use', behind([], { use: 'sign' }), 'warning', 'the use "sign"'],
  ['key-use', behind([], { use: undefined }), 'warning', 'has no use'],
  ['token-algorithm', header({ alg: 'ES256' }), 'warning', '"ES256"'],
  [
    'token-kid',
    () =>
      scene<FederatedTrust>({ keys: [KEY, KEY], token: sceneToken({ header: { alg: 'RS256' } }) }),
    'warning',
    'is nothing',
  ],
  [
    'token-signature',
    () =>
      scene<FederatedTrust>({
        token: sceneToken({ signature: { state: 'bad', why: 'no key has its kid' } }),
      }),
    'failed',
    'no key',
  ],
  ['token-claims', claims({ exp: undefined }), 'failed', 'no exp'],
  ['token-issuer', claims({ iss: `${ISSUER}/` }), 'failed', `"${ISSUER}/"`],
  ['subject-length', claims({ sub: 'a'.repeat(601) }), 'failed', '601 characters'],
  [
    'audience',
    claims({ aud: 'api://azureadtokenexchange' }),
    'warning',
    '"api://azureadtokenexchange"',
  ],
  ['audience', claims({ aud: ['api://AzureADTokenExchangeUSGov'] }), 'passed', 'USGov'],
  ['audience-one', claims({ aud: [AUDIENCE, 'other'] }), 'warning', 'other'],
  ['audience-length', claims({ aud: 'a'.repeat(601) }), 'failed', '601 characters'],
  ['token-ended', claims({ exp: NOW - 1 }), 'failed', '1 second ago'],
  ['token-begun', claims({ nbf: NOW + 2 }), 'warning', '2 seconds ahead'],
  [
    'clock',
    seen({
      discovery: served(ISSUER, DISCOVERY, {
        headers: { date: new Date((NOW + 90) * 1000).toUTCString() },
      }),
    }),
    'warning',
    '90 seconds behind',
  ],
  [
    'credential',
    claims({}),
    'unknown',
    `the subject "repo:acme/app" and the audience "${AUDIENCE}"`,
  ],
  ['credential', trusting, 'left to trust', ''],
  ['token-issuer', trusting, 'left to trust', ''],
  ['issuer-foreign', trusting, 'left to trust', ''],
  ['issuer-foreign', claims({}), 'passed', 'not Entra itself'],
  ['subject-length', without('sub'), 'passed', 'no sub to measure'],
  ['subject-length', claims({ sub: 7 }), 'failed', 'sub is 7'],
  ['token-claims', without('sub'), 'failed', 'no sub'],
  ['credential-new', () => scene<FederatedTrust>(), 'unknown', 'how long'],
];

testRows(AZURE_RULES, ROWS);

it('has nothing against a good token of a good issuer', () => {
  expect(notPassed(AZURE_RULES, claims({})())).toEqual([]);
});
