import { createDefaultEngine } from '@drawbridge/core';
import { createTestClock, createTestIssuer, forgeHostileTokens } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createRefuse } from '../answers/refuse.ts';
import { createJwtJudge } from './create-jwt-judge.ts';
import { CACHE, resolved } from './resolved.fixture.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock, freshKeys: true });
const hostile = await forgeHostileTokens(issuer);
const judge = createJwtJudge({
  issuers: [resolved(issuer, { requiredClaims: ['sub', 'iat'] })],
  engine: createDefaultEngine(),
  cache: CACHE,
  clock,
});
const refuse = createRefuse({});

/** What becomes of a token: its issuer, or the code and the status of its refusal. */
async function outcome(token: string): Promise<string> {
  try {
    return (await judge.judge(token)).issuer;
  } catch (thrown) {
    const reply = refuse(thrown);
    const { code } = JSON.parse(String(reply.body)) as { code: string };
    return `${code} ${reply.status}`;
  }
}

describe('every hostile token', () => {
  // A type of an access token is what a guard is for.
  it.each(hostile.filter(({ code }) => code !== 'token_type_not_allowed'))(
    '$name is refused with 401',
    async ({ token, code }) => {
      expect(await outcome(token)).toBe(`${code} 401`);
    },
  );

  it('of another type is refused, unless it is the type of an access token', async () => {
    for (const { name, token } of hostile.filter(({ code }) => code === 'token_type_not_allowed')) {
      const isAccess = /at\+jwt/i.test(atob(token.split('.')[0] ?? ''));
      expect(await outcome(token), name).toBe(
        isAccess ? issuer.issuer : 'token_type_not_allowed 401',
      );
    }
  });
});
