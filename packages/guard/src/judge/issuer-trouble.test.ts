import {
  createDefaultEngine,
  createMemoryStore,
  createRevocations,
  DrawbridgeError,
} from '@drawbridge/core';
import { createLogRecorder, createTestClock, createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import type { GuardSettings } from '../options/guard-options.ts';
import { bearer, judge, outcome } from '../outcome.fixture.ts';

async function setUp(settings: GuardSettings = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ algorithms: ['ES256'], clock, freshKeys: true });
  const log = createLogRecorder();
  const guard = createGuard({ ...issuer.guardOptions, log, ...settings });
  return { clock, issuer, log, guard };
}

describe('an issuer that', () => {
  it('rotates its keys: is followed, and tokens of the old ones are good while it serves them', async () => {
    const { clock, issuer, guard } = await setUp();
    const old = await issuer.issueAccess();
    expect(await outcome(guard, bearer(old))).toBe('alice');
    await issuer.rotate();
    clock.advance(31);
    expect(await outcome(guard, bearer(await issuer.issueAccess({ sub: 'bob' })))).toBe('bob');
    expect(await outcome(guard, bearer(old))).toBe('alice');
  });

  it('withdraws a key: a token that is remembered is refused too', async () => {
    const { clock, issuer, guard } = await setUp();
    const old = await issuer.issueAccess();
    expect(await outcome(guard, bearer(old))).toBe('alice');
    await issuer.rotate(false);
    clock.advance(31);
    expect(await outcome(guard, bearer(await issuer.issueAccess({ sub: 'bob' })))).toBe('bob');
    expect(await outcome(guard, bearer(old))).toBe('key_unknown 401');
  });

  it('is down from the start: 503 with Retry-After, and everything again when it is back', async () => {
    const { clock, issuer, guard, log } = await setUp();
    issuer.goDown();
    const token = await issuer.issueAccess();
    await expect(guard.ready()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    const { fault, reply } = await judge(guard, bearer(token));
    expect([fault?.code, reply?.status]).toEqual(['upstream_unreachable', 503]);
    expect(reply?.headers).toContainEqual(['retry-after', '5']);
    expect(JSON.stringify(reply)).not.toContain('www-authenticate');
    expect(log.entries.at(-1)).toMatchObject({ level: 'warn', event: 'request not served' });
    issuer.comeUp();
    clock.advance(5);
    expect(await outcome(guard, bearer(token))).toBe('alice');
  });

  it('is down later: tokens that are remembered, and new ones, are served', async () => {
    const { clock, issuer, guard, log } = await setUp();
    const token = await issuer.issueAccess({ exp: clock.seconds() + 7200 });
    expect(await outcome(guard, bearer(token))).toBe('alice');
    issuer.goDown();
    expect(await outcome(guard, bearer(token))).toBe('alice');
    clock.advance(3600);
    expect(await outcome(guard, bearer(token))).toBe('alice');
    expect(await outcome(guard, bearer(await issuer.issueAccess({ sub: 'bob' })))).toBe('bob');
    expect(log.entries).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'upstream keys not renewed' }),
    );
  });

  it('is slow: is asked once for all who wait, and mixes none of them up', async () => {
    const { issuer, guard } = await setUp();
    const release = issuer.hold();
    const names = Array.from({ length: 20 }, (_, index) => `user-${index}`);
    const tokens = await Promise.all(names.map((sub) => issuer.issueAccess({ sub })));
    const outcomes = Promise.all(tokens.map((token) => outcome(guard, bearer(token))));
    await new Promise(setImmediate);
    release();
    expect(await outcomes).toEqual(names);
    expect(issuer.requests).toMatchObject({ discovery: 1, jwks: 1, elsewhere: 0 });
  });

  it.each([
    ['another issuer', { issuer: 'https://evil.test', jwks_uri: 'https://evil.test/jwks' }],
    ['keys over http', { issuer: 'https://issuer.test', jwks_uri: 'http://issuer.test/jwks' }],
    ['no keys', { issuer: 'https://issuer.test' }],
    ['a list', []],
    ['no JSON', '<html>'],
    ['nothing', ''],
  ])('lies, with %s in its document: 503', async (_, body) => {
    const { issuer, guard } = await setUp();
    issuer.answer('discovery', { body });
    expect(await outcome(guard, bearer(await issuer.issueAccess()))).toBe('upstream_invalid 503');
    expect(issuer.requests.elsewhere).toBe(0);
  });

  it.each([
    ['no list of keys', { keys: 'none' }],
    ['no JSON', '<html>'],
    ['a status of 500', { status: 500 }],
  ])('lies, with %s for its keys: 503', async (_, canned) => {
    const { issuer, guard } = await setUp();
    issuer.answer(
      'jwks',
      typeof canned === 'object' && 'status' in canned ? canned : { body: canned },
    );
    expect(await outcome(guard, bearer(await issuer.issueAccess()))).toMatch(/^upstream_\w+ 503$/);
  });

  it('is in trouble is 503 for who may be nobody too: it is not known who they are', async () => {
    const { issuer, guard } = await setUp({ anonymous: 'any' });
    issuer.goDown();
    expect(await outcome(guard, bearer(await issuer.issueAccess()))).toBe(
      'upstream_unreachable 503',
    );
    expect(await outcome(guard, [])).toBe('nobody');
  });

  it('is in trouble is 503 where all else is 403', async () => {
    const { issuer, guard } = await setUp({ refusals: 'forbidden' });
    issuer.goDown();
    expect(await outcome(guard, bearer(await issuer.issueAccess()))).toBe(
      'upstream_unreachable 503',
    );
    expect(await outcome(guard, bearer('a'))).toBe('token_malformed 403');
  });
});

describe('revocations', () => {
  it('end a session, a subject, and a token, also when it is remembered', async () => {
    const stored = createTestClock();
    const store = createMemoryStore(stored);
    const revocations = createRevocations({ store, engine: createDefaultEngine() });
    const { clock, issuer, guard, log } = await setUp({ revocations });
    const end = stored.seconds() + 3600;
    const ended = [
      [
        await issuer.issueAccess({ sid: 's' }),
        () => revocations.revokeSession(issuer.issuer, 's', end),
      ],
      [
        await issuer.issueAccess({ sub: 'bob' }),
        () => revocations.revokeSubject(issuer.issuer, 'bob', clock.seconds(), end),
      ],
      [
        await issuer.issueAccess({ jti: 'j' }),
        () => revocations.revokeToken(issuer.issuer, 'j', end),
      ],
    ] as const;
    const other = await issuer.issueAccess({ sub: 'carol' });
    for (const [token, revoke] of ended) {
      expect(await outcome(guard, bearer(token))).toMatch(/^(?:alice|bob)$/);
      await revoke();
      expect(await outcome(guard, bearer(token))).toBe('token_revoked 401');
      expect(log.entries.at(-1)?.fields['token']).toMatch(/^[0-9a-f]{12}$/);
      expect(await outcome(guard, bearer(other))).toBe('carol');
    }
    clock.advance(1);
    expect(await outcome(guard, bearer(await issuer.issueAccess({ sub: 'bob' })))).toBe('bob');
  });

  it('that cannot be asked: 503 with Retry-After, for who may be nobody too', async () => {
    const revocations = {
      isRevoked: () => Promise.reject(new DrawbridgeError('store_unavailable')),
    };
    for (const anonymous of ['refuse', 'any'] as const) {
      const { issuer, guard } = await setUp({ revocations, anonymous });
      const { fault, reply } = await judge(guard, bearer(await issuer.issueAccess()));
      expect([fault?.code, reply?.status]).toEqual(['store_unavailable', 503]);
      expect(reply?.headers.map(([name]) => name)).toContain('retry-after');
    }
  });

  it('are not asked about tokens that are not good', async () => {
    const asked: string[] = [];
    const revocations = {
      isRevoked: async ({ issuer }: { readonly issuer: string }) => {
        asked.push(issuer);
        return false;
      },
    };
    const { issuer, guard } = await setUp({ revocations });
    await outcome(guard, bearer(await issuer.issueAccess({ exp: 1 })));
    expect(asked).toEqual([]);
  });
});
