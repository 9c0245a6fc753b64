import { createTestClock, createTestIssuer, type TestIssuerOptions } from '@drawbridge/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { createRemoteKeys } from './remote-keys.ts';

const MAX_AGE = 600;
const COOL_DOWN = 30;

async function setUp(options: TestIssuerOptions = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ algorithms: ['ES256'], clock, ...options });
  const keys = createRemoteKeys({
    issuer: issuer.issuer,
    fetch: issuer.fetch,
    engine: createDefaultEngine(),
    clock,
  });
  return { clock, issuer, keys, find: (kid = issuer.key().kid) => keys.find('ES256', kid) };
}

afterEach(() => vi.useRealTimers());

describe('createRemoteKeys', () => {
  it('connects to nobody until it is asked', async () => {
    const { issuer } = await setUp();
    expect(issuer.requests).toEqual({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('makes one fetch for 50 callers at once, and gives all of them the key', async () => {
    const { issuer, find } = await setUp();
    const release = issuer.hold();
    const callers = Array.from({ length: 50 }, () => find());
    release();
    const found = await Promise.all(callers);
    expect(found.every((key) => key?.alg === 'ES256')).toBe(true);
    expect(issuer.requests).toEqual({ discovery: 1, jwks: 1, elsewhere: 0 });
  });

  it('keeps the keys until they are of age', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(MAX_AGE - 1);
    await find();
    expect(issuer.requests.jwks).toBe(1);
    clock.advance(1);
    await find();
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
  });

  it('is not moved by a step of the wall clock', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.step(10 * MAX_AGE);
    await find();
    clock.step(-20 * MAX_AGE);
    await find();
    expect(issuer.requests.jwks).toBe(1);
  });

  it('fetches once a cool-down for a flood of unknown kids, one after the other', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(COOL_DOWN);
    for (let index = 0; index < 1000; index++)
      expect(await find(`made-up-${index}`)).toBeUndefined();
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
    clock.advance(COOL_DOWN);
    await find('made-up');
    expect(issuer.requests.jwks).toBe(3);
  });

  it('fetches once for a flood of unknown kids at once', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(COOL_DOWN);
    const flood = Array.from({ length: 1000 }, (_, index) => find(`made-up-${index}`));
    expect(new Set(await Promise.all(flood))).toEqual(new Set([undefined]));
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
  });

  it('does not fetch twice for the first caller, whose kid is unknown', async () => {
    const { issuer, find } = await setUp();
    expect(await find('made-up')).toBeUndefined();
    expect(issuer.requests.jwks).toBe(1);
  });

  it('counts a failed fetch towards the cool-down', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(COOL_DOWN);
    issuer.goDown();
    await expect(find('made-up')).rejects.toMatchObject({ code: 'upstream_unreachable' });
    for (let index = 0; index < 100; index++)
      expect(await find(`made-up-${index}`)).toBeUndefined();
    expect(issuer.requests.discovery).toBe(2);
    expect(await find()).toBeDefined();
  });

  it('picks a rotation up at once when the last fetch is long ago', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    clock.advance(COOL_DOWN);
    await issuer.rotate();
    expect(await find()).toBeDefined();
    expect(issuer.requests.jwks).toBe(2);
  });

  it('picks a rotation up after the cool-down when the last fetch is fresh', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    await issuer.rotate();
    expect(await find()).toBeUndefined();
    clock.advance(COOL_DOWN - 0.001);
    expect(await find()).toBeUndefined();
    clock.advance(0.001);
    expect(await find()).toBeDefined();
  });

  it('forgets keys that the issuer withdrew, once they are of age', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    const old = issuer.key().kid;
    await find(old);
    await issuer.rotate(false);
    expect(await find(old)).toBeDefined();
    clock.advance(MAX_AGE);
    expect(await find(old)).toBeUndefined();
  });

  it('recovers as soon as the issuer is up again', async () => {
    const { issuer, find } = await setUp();
    issuer.goDown();
    await expect(find()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    issuer.comeUp();
    expect(await find()).toBeDefined();
  });

  it('makes one fetch a second of all that is asked for while the issuer is down', async () => {
    vi.useFakeTimers();
    const { clock, issuer, find } = await setUp();
    issuer.goDown();
    await expect(find()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    for (let second = 1; second <= 3; second++) {
      const callers = Promise.allSettled(Array.from({ length: 50 }, () => find('made-up')));
      await vi.advanceTimersByTimeAsync(999);
      expect(issuer.requests.discovery).toBe(second);
      clock.advance(1);
      await vi.advanceTimersByTimeAsync(1);
      expect((await callers).every(({ status }) => status === 'rejected')).toBe(true);
      expect(issuer.requests.discovery).toBe(second + 1);
    }
  });

  it('lets a thousand callers wait for a fetch, and no more', async () => {
    const { issuer, find } = await setUp();
    const release = issuer.hold();
    const callers = Array.from({ length: 1000 }, () => find());
    await expect(find()).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    release();
    expect((await Promise.all(callers)).every((key) => key !== undefined)).toBe(true);
    expect(await find()).toBeDefined();
  });

  it('tells all who waited of a failure, and none who comes later', async () => {
    const { issuer, find } = await setUp();
    const release = issuer.hold();
    issuer.answer('jwks', { status: 503 });
    const waiting = Array.from({ length: 10 }, () => find());
    release();
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
    expect(issuer.requests.jwks).toBe(1);
    issuer.answer('jwks', undefined);
    expect(await find()).toBeDefined();
  });

  it.each([
    ['an error', { status: 500, body: '' }],
    ['a redirect', { status: 302, body: '' }],
    ['a page', { body: '<html>' }],
    ['an oversize document', { body: 'x'.repeat(512 * 1024 + 1) }],
  ])('refuses %s for keys', async (_, canned) => {
    const { issuer, find } = await setUp();
    issuer.answer('jwks', canned);
    await expect(find()).rejects.toMatchObject({ code: 'upstream_invalid' });
  });

  it('warms up with one fetch that the first caller finds done', async () => {
    const { issuer, keys, find } = await setUp({ algorithms: ['ES256', 'EdDSA'] });
    expect(await keys.warm()).toBe(2);
    expect(await keys.warm()).toBe(2);
    await find();
    expect(issuer.requests).toEqual({ discovery: 1, jwks: 1, elsewhere: 0 });
  });

  it('takes other limits', async () => {
    const { clock, issuer } = await setUp();
    const keys = createRemoteKeys({
      issuer: issuer.issuer,
      fetch: issuer.fetch,
      engine: createDefaultEngine(),
      clock,
      maxAge: 10,
      coolDown: 2,
    });
    await keys.find('ES256', 'made-up');
    clock.advance(2);
    await keys.find('ES256', 'made-up');
    expect(issuer.requests.jwks).toBe(2);
    clock.advance(10);
    await keys.find('ES256', issuer.key().kid);
    expect(issuer.requests.jwks).toBe(3);
  });
});
