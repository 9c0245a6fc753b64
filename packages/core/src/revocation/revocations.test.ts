import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { createRevocations } from './revocations.ts';

const engine = createDefaultEngine();
const ISSUER = 'https://issuer.test';

function setUp() {
  const clock = createTestClock();
  const store = createMemoryStore(clock);
  const revocations = createRevocations({ store, engine });
  const now = clock.seconds();
  return { clock, store, revocations, now, end: now + 600 };
}

function token(claims: Readonly<Record<string, unknown>>, issuer = ISSUER) {
  return { issuer, claim: (name: string) => claims[name] };
}

describe('isRevoked says no', () => {
  it('to a token without sid, sub and jti, and asks no store', async () => {
    const { store } = setUp();
    const get = vi.fn(store.get);
    const revocations = createRevocations({ store: { ...store, get }, engine });
    expect(await revocations.isRevoked(token({ sid: 5, sub: ['a'], jti: null }))).toBe(false);
    expect(get).not.toHaveBeenCalled();
  });

  it('to what nobody ended, in one question', async () => {
    const { store } = setUp();
    const get = vi.fn(store.get);
    const revocations = createRevocations({ store: { ...store, get }, engine });
    expect(await revocations.isRevoked(token({ sid: 'a', sub: 'b', jti: 'c' }))).toBe(false);
    expect(get).toHaveBeenCalledOnce();
    expect(get.mock.calls[0]?.[0]).toHaveLength(3);
  });

  it('to another issuer, another value and another claim', async () => {
    const { revocations, end } = setUp();
    await revocations.revokeSession(ISSUER, 'x', end);
    for (const [claims, issuer] of [
      [{ sid: 'x' }, 'https://other.test'],
      [{ sid: 'X' }, ISSUER],
      [{ sub: 'x', jti: 'x', iat: 1 }, ISSUER],
    ] as const) {
      expect(await revocations.isRevoked(token(claims, issuer))).toBe(false);
    }
  });

  it('once it need not be remembered any more', async () => {
    const { clock, revocations, end } = setUp();
    await revocations.revokeToken(ISSUER, 'x', end);
    clock.advance(599);
    expect(await revocations.isRevoked(token({ jti: 'x' }))).toBe(true);
    clock.advance(1);
    expect(await revocations.isRevoked(token({ jti: 'x' }))).toBe(false);
  });
});

describe('isRevoked says yes', () => {
  it('to a session and to a token that was ended', async () => {
    const { revocations, end } = setUp();
    await revocations.revokeSession(ISSUER, 's', end);
    await revocations.revokeToken(ISSUER, 't', end);
    expect(await revocations.isRevoked(token({ sid: 's', sub: 'a', jti: 'b' }))).toBe(true);
    expect(await revocations.isRevoked(token({ sid: 'a', sub: 'b', jti: 't' }))).toBe(true);
  });

  it('to the tokens of a subject that were issued by then, or do not say when', async () => {
    const { revocations, now, end } = setUp();
    await revocations.revokeSubject(ISSUER, 'alice', now, end);
    const at = (iat: unknown) => revocations.isRevoked(token({ sub: 'alice', iat }));
    expect(await at(now - 1)).toBe(true);
    expect(await at(now)).toBe(true);
    expect(await at(now + 1)).toBe(false);
    expect(await at(undefined)).toBe(true);
    expect(await at(String(now + 1))).toBe(true);
    expect(await at(Number.NaN)).toBe(true);
  });

  it('to those that were issued by a moment within a second, and to none that say a later one', async () => {
    const { revocations, now, end } = setUp();
    await revocations.revokeSubject(ISSUER, 'alice', now + 0.5, end);
    const at = (iat: unknown) => revocations.isRevoked(token({ sub: 'alice', iat }));
    // What counts whole seconds does not say whether it was earlier.
    expect([await at(now), await at(now + 0.5)]).toEqual([true, true]);
    expect([await at(now + 0.501), await at(now + 1)]).toEqual([false, false]);
  });

  it('to what a release whose format it does not know has ended', async () => {
    const { store, revocations, now, end } = setUp();
    for (const value of ['{"v":2}', '{}', 'null', 'x', '{"v":1,"notBefore":"1","expiresAt":9}']) {
      const put = vi.fn(store.put);
      const other = createRevocations({ store: { ...store, put }, engine });
      await other.revokeSubject(ISSUER, value, now - 60, end);
      for (const [key] of put.mock.calls) await store.put(key, value, { expiresAt: end });
      expect(await revocations.isRevoked(token({ sub: value, iat: now })), value).toBe(true);
    }
  });
});

describe('what was ended', () => {
  it('stays ended for the longest time and up to the latest moment, in any order (property)', async () => {
    const times = fc.record({ notBefore: fc.nat(100), lifetime: fc.integer({ min: 1, max: 100 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(times, { minLength: 1, maxLength: 5 }), async (ends) => {
        const { clock, revocations, now } = setUp();
        await Promise.all(
          ends.map(({ notBefore, lifetime }) =>
            revocations.revokeSubject(ISSUER, 'a', now + notBefore, now + lifetime),
          ),
        );
        const latest = Math.max(...ends.map(({ notBefore }) => now + notBefore));
        const longest = Math.max(...ends.map(({ lifetime }) => lifetime));
        const at = (iat: number) => revocations.isRevoked(token({ sub: 'a', iat }));
        clock.advance(longest - 1);
        expect([await at(latest), await at(latest + 1)]).toEqual([true, false]);
        clock.advance(1);
        expect(await at(latest)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('is that and nothing else, whatever the names are (property)', async () => {
    const text = fc.oneof(
      fc.constantFrom('', '/', '"', '","', '["a","b"]', '\ud800', '\ufffd', 'a', 'aa'),
      fc.string({ unit: anyCharacter, maxLength: 5 }),
    );
    const pair = fc.tuple(text, text);
    await fc.assert(
      fc.asyncProperty(pair, pair, async ([issuer, sid], [otherIssuer, otherSid]) => {
        const { revocations, end } = setUp();
        await revocations.revokeSession(issuer, sid, end);
        expect(await revocations.isRevoked(token({ sid }, issuer))).toBe(true);
        expect(await revocations.isRevoked(token({ sid: otherSid }, otherIssuer))).toBe(
          issuer === otherIssuer && sid === otherSid,
        );
      }),
    );
  });

  it('is kept under names that tell nothing of it', async () => {
    const { store, end } = setUp();
    const put = vi.fn(store.put);
    const revocations = createRevocations({ store: { ...store, put }, engine });
    await revocations.revokeSession(ISSUER, 'secret session', end);
    await revocations.revokeSubject(ISSUER, 'alice', 5, end);
    await revocations.revokeToken(ISSUER, 'x'.repeat(10_000), end);
    for (const [key, value] of put.mock.calls) {
      expect(key).toMatch(/^revoked\/(?:sid|sub|jti)\/[\w-]{43}$/);
      expect(value).toMatch(/^\{"v":1,(?:"notBefore":5,)?"expiresAt":\d+\}$/);
    }
  });
});

describe('revocations', () => {
  it('say so when the store does not answer', async () => {
    const fault = new DrawbridgeError('store_unavailable');
    const down: Store = { ...setUp().store, get: () => Promise.reject(fault) };
    const revocations = createRevocations({ store: down, engine });
    await expect(revocations.isRevoked(token({ sub: 'a' }))).rejects.toBe(fault);
    await expect(revocations.revokeSession(ISSUER, 'a', 5)).rejects.toBe(fault);
  });

  it('give up where others are always faster, rather than say that it is done', async () => {
    const busy: Store = { ...setUp().store, put: () => Promise.resolve(undefined) };
    const revocations = createRevocations({ store: busy, engine });
    await expect(revocations.revokeToken(ISSUER, 'a', 5)).rejects.toMatchObject({
      code: 'store_unavailable',
    });
  });

  it('refuse to remember something for a fraction of a second', async () => {
    const { revocations } = setUp();
    await expect(revocations.revokeSession(ISSUER, 'a', 1.5)).rejects.toThrow(TypeError);
    await expect(revocations.revokeSubject(ISSUER, 'a', 1, 1.5)).rejects.toThrow(TypeError);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuse the time %d', async (time) => {
    const { revocations, end } = setUp();
    await expect(revocations.revokeSession(ISSUER, 'a', time)).rejects.toThrow(TypeError);
    await expect(revocations.revokeSubject(ISSUER, 'a', time, end)).rejects.toThrow(TypeError);
    expect(await revocations.isRevoked(token({ sub: 'a' }))).toBe(false);
  });
});
