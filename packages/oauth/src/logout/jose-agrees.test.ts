import { DrawbridgeError } from '@drawbridge/core';
import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createLogoutTokenCheck } from './logout-token-check.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const clock = createTestClock();
const now = clock.seconds();
const issuer = await createTestIssuer({ clock, audience: 'app', algorithms: ['ES256'] });
const stranger = await createTestIssuer({ clock, freshKeys: true, algorithms: ['ES256'] });
const keys = createLocalJWKSet(issuer.jwks() as unknown as JSONWebKeySet);
const { check } = createLogoutTokenCheck({
  provider: { issuer: issuer.issuer, jwksUri: `${issuer.issuer}/jwks.json` },
  clientId: 'app',
  clock,
  fetchDocument: issuer.fetch,
});

type Claims = Readonly<Record<string, unknown>>;

async function ours(token: string): Promise<boolean> {
  try {
    await check(token);
    return true;
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError && thrown.kind === 'token') return false;
    throw thrown;
  }
}

/** The steps of section 2.6 one by one, over what jose takes. */
async function theirs(token: string): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      audience: 'app',
      clockTolerance: 30,
      maxTokenAge: 300,
      requiredClaims: ['exp', 'iat', 'jti'],
      currentDate: new Date(clock.now()),
    });
    const { sid, sub, events } = payload as { sid?: unknown; sub?: unknown; events?: unknown };
    const isText = (value: unknown) => typeof value === 'string' && value !== '';
    const event = (events as Claims | undefined)?.[EVENT];
    return (
      [undefined, 'JWT', 'logout+jwt'].includes(protectedHeader.typ) &&
      (sid !== undefined || sub !== undefined) &&
      [sid, sub].every((value) => value === undefined || isText(value)) &&
      isText(payload.jti) &&
      typeof event === 'object' &&
      event !== null &&
      !('nonce' in payload)
    );
  } catch (thrown) {
    if (thrown instanceof errors.JOSEError) return false;
    throw thrown;
  }
}

/** Seconds from now, on both sides of now, of the leeway and of the age; jose draws the line of an age one second later. */
const time = fc
  .oneof(
    fc.constantFrom(-331, -329, -301, -300, -31, -30, -29, 0, 29, 30, 31),
    fc.integer({ min: -400, max: 100 }).filter((seconds) => seconds !== -330),
  )
  .map((seconds) => now + seconds);
const change = fc.oneof(
  ...['exp', 'nbf', 'iat'].map((claim) => time.map((at) => ({ [claim]: at }))),
  fc.constantFrom({ iat: undefined }, { exp: undefined }, { exp: String(now + 60) }),
  fc.constantFrom<Claims>({ sub: undefined }, { sub: '' }, { sub: 7 }, { sub: 'bob' }),
  fc.constantFrom<Claims>({ sid: undefined }, { sid: '' }, { sid: [] }, { sid: 'other' }),
  fc.constantFrom<Claims>({ jti: undefined }, { jti: '' }, { jti: {} }, { jti: 'other' }),
  fc.constantFrom({ iss: `${issuer.issuer}/` }, { aud: 'other' }, { aud: ['other', 'app'] }),
  fc.constantFrom<Claims>({ nonce: 'n' }, { nonce: null }, { nonce: undefined }),
  fc.constantFrom<Claims>(
    { events: undefined },
    { events: {} },
    { events: { [EVENT]: null } },
    { events: { [EVENT]: 'x' } },
    { events: { [EVENT]: { more: 1 } } },
    { events: { [EVENT]: {}, other: {} } },
  ),
);
const claims = fc
  .array(change, { maxLength: 2 })
  .map(
    (changes): Claims => Object.assign({ sid: 's', jti: 'j', events: { [EVENT]: {} } }, ...changes),
  );
const header = fc.constantFrom('logout+jwt', 'logout+jwt', 'JWT', undefined, 'at+jwt', 'dpop+jwt');
const isOurs = fc.constantFrom(...Array.from({ length: 9 }, () => true), false);

describe('a logout token', () => {
  it('is judged as the steps of the standard over jose judge it (property)', async () => {
    const counts = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(claims, header, isOurs, async (token, typ, isKnown) => {
        const key = isKnown ? {} : { key: { ...stranger.key(), kid: issuer.key().kid } };
        const text = await issuer.issue(token, { header: { typ }, ...key });
        const verdict = await ours(text);
        counts[verdict ? 'taken' : 'refused']++;
        expect(verdict).toBe(await theirs(text));
      }),
      { numRuns: 600 },
    );
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(80);
  });
});
