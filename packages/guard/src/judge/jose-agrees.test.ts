import { DrawbridgeError } from '@drawbridge/core';
import {
  createTestClock,
  createTestIssuer,
  forgeHostileAccess,
  forgeHostileTokens,
  toApisixHeaders,
} from '@drawbridge/testing';
import * as fc from 'fast-check';
import { createLocalJWKSet, errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { type Fields, judge } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';

// jose is the oracle: what it refuses, no guard lets in; and where a token is well-formed, both judge alike.

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const guard = createGuard({ ...issuer.guardOptions, headers: APISIX, idTokenAudience: 'web' });
const accessToken = await issuer.issueAccess();
const keys = createLocalJWKSet(issuer.jwks() as Parameters<typeof createLocalJWKSet>[0]);

async function joseTakes(token: string, options: JWTVerifyOptions): Promise<boolean> {
  try {
    await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      algorithms: ['ES256'],
      clockTolerance: 30,
      currentDate: new Date(clock.now()),
      ...options,
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof errors.JOSEError || thrown instanceof TypeError) return false;
    throw thrown;
  }
}

async function guardTakes(fields: Fields): Promise<boolean> {
  const { caller, fault } = await judge(guard, fields);
  if (fault !== undefined) expect(fault).toBeInstanceOf(DrawbridgeError);
  return caller !== undefined;
}

const asAccess = (token: string) => ({ 'X-Access-Token': token });
const asId = (idToken: string) =>
  toApisixHeaders({ accessToken, idToken }, { set_raw_id_token_header: true });

/** Seconds from now, on both sides of now and of the leeway. */
const offset = fc.oneof(
  fc.constantFrom(-31, -30, -29, -1, 0, 1, 29, 30, 31),
  fc.integer({ min: -100, max: 100 }),
);
const audience = fc.oneof(
  fc.constantFrom('drawbridge', 'web', 'other', 'Web', 'web '),
  fc.array(fc.constantFrom('drawbridge', 'web', 'other'), { minLength: 1, maxLength: 3 }),
);
const claims = fc.record(
  {
    exp: offset.map((seconds) => clock.seconds() + seconds),
    nbf: offset.map((seconds) => clock.seconds() + seconds),
    aud: audience,
    iss: fc.constantFrom(issuer.issuer, `${issuer.issuer}/`, 'https://other.test'),
    sub: fc.constant('alice'),
  },
  { requiredKeys: ['sub'] },
);

describe.each([
  ['an access token', 'drawbridge', ['exp'], asAccess],
  ['an ID token beside an access token', 'web', ['exp', 'iat', 'sub'], asId],
] as const)('%s', (_, aud, required, fieldsOf) => {
  const options = { audience: aud, requiredClaims: [...required] };

  it('is judged as jose judges it, by issuer, audience and times (property)', async () => {
    const counts = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(claims, async (changes) => {
        const token = await issuer.issue({ aud, ...changes });
        const expected = await joseTakes(token, options);
        counts[expected ? 'taken' : 'refused']++;
        expect(await guardTakes(fieldsOf(token))).toBe(expected);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(20);
  });

  it('that jose refuses is not let in', async () => {
    const hostile = [...(await forgeHostileTokens(issuer)), ...(await forgeHostileAccess(issuer))];
    let refused = 0;
    for (const { name, token } of hostile) {
      if (token === '' || (await joseTakes(token, options))) continue;
      refused++;
      expect(await guardTakes(fieldsOf(token)), name).toBe(false);
    }
    expect(refused).toBeGreaterThan(30);
  });
});
