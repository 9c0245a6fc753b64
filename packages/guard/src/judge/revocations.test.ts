import { createDefaultEngine, createMemoryStore, createRevocations } from '@drawbridge/core';
import {
  apisixHeaders,
  createTestClock,
  createTestIssuer,
  toApisixHeaders,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { bearer, outcome } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const store = createMemoryStore(clock);
const revocations = createRevocations({ store, engine: createDefaultEngine() });
const guard = createGuard({ ...issuer.guardOptions, headers: APISIX, revocations });
const endOf = (sid: string, at = issuer.issuer) =>
  revocations.revokeSession(at, sid, clock.seconds() + 3600);

/** A sign-in whose access token says nothing of the session. */
async function signIn(sid: string) {
  const accessToken = await issuer.issueAccess();
  const claims = { ...issuer.claims(), aud: 'web', azp: 'web', nickname: 'al', sid };
  const idToken = await issuer.issue(claims);
  return {
    access: bearer(accessToken),
    signed: toApisixHeaders({ accessToken, idToken }, { set_raw_id_token_header: true }),
    unsigned: toApisixHeaders({ accessToken, idClaims: claims }),
  };
}

describe('a session that was ended', () => {
  it('is that of the ID token beside an access token that names none', async () => {
    const { signed, unsigned } = await signIn('ended');
    for (const fields of [signed, unsigned]) expect(await outcome(guard, fields)).toBe('alice');
    await endOf('ended');
    for (const fields of [signed, unsigned]) {
      expect(await outcome(guard, fields)).toBe('token_revoked 401');
    }
  });

  it('is that of both tokens, where both name it', async () => {
    const fields = await apisixHeaders(issuer, { sub: 'alice', sid: 'of-both' });
    expect(await outcome(guard, fields)).toBe('alice');
    await endOf('of-both');
    expect(await outcome(guard, fields)).toBe('token_revoked 401');
  });

  it('is no other session, and none of another issuer', async () => {
    const { access, signed, unsigned } = await signIn('mine');
    await endOf('another');
    await endOf('mine', 'https://other.test');
    for (const fields of [access, signed, unsigned]) {
      expect(await outcome(guard, fields)).toBe('alice');
    }
  });

  it('is no session of an ID token that does not belong to the access token', async () => {
    await endOf('of-bob');
    const accessToken = await issuer.issueAccess();
    const idClaims = { ...issuer.claims(), sub: 'bob', sid: 'of-bob' };
    const fields = toApisixHeaders({ accessToken, idClaims });
    expect(await outcome(guard, fields)).toBe('token_mismatch 401');
  });

  it.each([[7], [null], [['ended-in-a-list']], ['']])(
    'is none by a sid of another form: %j',
    async (sid) => {
      const accessToken = await issuer.issueAccess();
      const fields = toApisixHeaders({ accessToken, idClaims: { ...issuer.claims(), sid } });
      expect(await outcome(guard, fields)).toBe('alice');
    },
  );

  it('is asked for in one question, and only where the access token stands', async () => {
    const asked: unknown[] = [];
    const counting = createGuard({
      ...issuer.guardOptions,
      headers: APISIX,
      revocations: {
        isRevoked: async (token) => {
          asked.push(['iss', 'sid', 'sub', 'nickname'].map((name) => token.claim(name)));
          return false;
        },
      },
    });
    const { signed } = await signIn('one');
    expect(await outcome(counting, signed)).toBe('alice');
    expect(asked).toEqual([[issuer.issuer, 'one', 'alice', undefined]]);
  });
});
