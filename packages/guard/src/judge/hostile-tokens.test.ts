import { createTestClock, createTestIssuer, forgeHostileTokens } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { bearer, judge, outcome } from '../outcome.fixture.ts';

const clock = createTestClock();
const PROFILES = ['generic', 'rfc9068', 'keycloak'] as const;

describe.each(PROFILES)('every hostile token, by the profile %s', async (profile) => {
  const issuer = await createTestIssuer({ algorithms: ['ES256'], clock, freshKeys: true, profile });
  const guard = createGuard({ ...issuer.guardOptions, profile });
  const hostile = await forgeHostileTokens(issuer, { for: 'api' });

  it.each(hostile)('$name is refused', async ({ token, code }) => {
    const status = code.startsWith('credentials_') ? 400 : 401;
    expect(await outcome(guard, bearer(token))).toBe(`${code} ${status}`);
    // As adapters see it that have a Request of the web platform.
    const headers = { authorization: `Bearer ${token}` };
    await expect(guard.identify(new Request('https://api.test/', { headers }))).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('is like a good one otherwise', async () => {
    expect(await outcome(guard, bearer(await issuer.issueAccess()))).toBe('alice');
  });
});

describe('what an API does not meet, or takes', () => {
  it('is refused where it is shown to a guard all the same, unless it is an access token', async () => {
    const issuer = await createTestIssuer({ algorithms: ['ES256'], clock, freshKeys: true });
    const guard = createGuard({ ...issuer.guardOptions, requiredClaims: ['sub', 'iat'] });
    const met = new Set((await forgeHostileTokens(issuer, { for: 'api' })).map(({ name }) => name));
    for (const { name, token, code } of await forgeHostileTokens(issuer)) {
      if (met.has(name)) continue;
      const { caller, fault } = await judge(guard, bearer(token));
      const isTaken = /at\+jwt|a space in front/.test(name);
      expect([caller?.subject, fault?.code], name).toEqual(
        isTaken ? ['alice', undefined] : [undefined, code],
      );
    }
  });
});
