import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { faultOf } from '../endpoint.fixture.ts';
import { createIdTokenCheck, type IdTokenWanted } from './id-token-check.ts';

const clock = createTestClock();
const provider = { issuer: 'https://issuer.test', jwksUri: 'https://issuer.test/jwks.json' };

async function judge(claims: Record<string, unknown>, wanted?: IdTokenWanted) {
  const issuer = await createTestIssuer({ clock });
  const options = { provider, clientId: 'app', clock, fetchDocument: issuer.fetch };
  const check = createIdTokenCheck(options);
  return check.check(await issuer.issue({ aud: 'app', ...claims }), wanted);
}

const now = clock.seconds();
// OpenID Connect Core 1.0 appendix A.3: of the access token `jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y`, and of the code of A.4.
const ACCESS = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y';
const AT_HASH = '77QmUPtjPfzWtF2AnpK9RQ';
const CODE = 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk';
const C_HASH = 'LDktKdoQak3Pk0cnXxCltA';

it.each([
  ['of another issuer', { iss: 'https://evil.test' }, {}],
  ['for another client', { aud: 'other' }, {}],
  ['that has expired', { exp: now - 31 }, {}],
  ['given to another client', { azp: 'other' }, {}],
  ['for several, given to nobody', { aud: ['app', 'other'] }, {}],
  ['for several, given to another', { aud: ['app', 'other'], azp: 'other' }, {}],
  ['with another nonce', { nonce: 'a' }, { nonce: 'b' }],
  ['without the nonce', {}, { nonce: 'b' }],
  ['of another access token', { at_hash: AT_HASH }, { accessToken: `${ACCESS}x` }],
  ['of an access token in a form that is none', { at_hash: 5 }, { accessToken: ACCESS }],
  ['of another code', { c_hash: C_HASH }, { code: `${CODE}x` }],
  ['of a person who signed in too long ago', { auth_time: now - 91 }, { maxAge: 60 }],
  ['that does not say when', {}, { maxAge: 60 }],
  ['that says when in text', { auth_time: String(now) }, { maxAge: 60 }],
  ['with less proof than was asked for', { acr: 'pwd' }, { acrValues: 'mfa phr' }],
])('takes no ID token %s', async (_, claims, wanted) => {
  expect((await faultOf(judge(claims, wanted))).kind).toBe('token');
});

it('takes what is signed by nobody, or by another, for no ID token', async () => {
  const issuer = await createTestIssuer({ clock });
  const check = createIdTokenCheck({
    provider,
    clientId: 'app',
    clock,
    fetchDocument: issuer.fetch,
  });
  const [, body] = (await issuer.issue({ aud: 'app' })).split('.');
  const none = `${btoa('{"alg":"none"}').replaceAll('=', '')}.${body}.`;
  expect((await faultOf(check.check(none))).kind).toBe('token');
  const forged = await createTestIssuer({ clock, freshKeys: true });
  const { kid } = issuer.key();
  const token = await forged.issue({ aud: 'app' }, { header: { kid } });
  expect((await faultOf(check.check(token))).kind).toBe('token');
});

it.each([
  [
    'as OpenID Connect Core has its hashes',
    { at_hash: AT_HASH, c_hash: C_HASH },
    { accessToken: ACCESS, code: CODE },
  ],
  ['for several, given to the client', { aud: ['app', 'other'], azp: 'app' }, {}],
  ['of the nonce', { nonce: 'a' }, { nonce: 'a' }],
  ['of a person who signed in just now', { auth_time: now - 60 }, { maxAge: 60 }],
  ['with the proof that was asked for', { acr: 'mfa' }, { acrValues: 'phr mfa' }],
  ['that says nothing of the proof, which is a wish', {}, { acrValues: 'mfa' }],
])('takes an ID token %s', async (_, claims, wanted) => {
  expect((await judge(claims, wanted)).claim('sub')).toBe('alice');
});
