import { createTestClock, createTestIssuer, type TestIssuerOptions } from '@drawbridge/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { loadByDiscovery } from './load-by-discovery.ts';
import type { LoadedJwks, LoadJwks } from './load-jwks.ts';
import { createUpstreamKeys, type UpstreamKeysOptions } from './upstream-keys.ts';

const MAX_AGE = 600;
const COOL_DOWN = 30;
const STALE_FOR = 86_400;
const engine = createDefaultEngine();

async function setUp(options: TestIssuerOptions = {}, settings: Partial<UpstreamKeysOptions> = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ algorithms: ['ES256'], clock, ...options });
  const faults: string[] = [];
  const keys = createUpstreamKeys({
    issuer: issuer.issuer,
    load: loadByDiscovery({ issuer: issuer.issuer, fetch: issuer.fetch }),
    engine,
    clock,
    onStale: ({ code }) => faults.push(code),
    ...settings,
  });
  const find = async (kid: string | undefined = issuer.key().kid) => keys.find('ES256', kid);
  return { clock, issuer, keys, find, faults };
}

/** Lets all that can go on go on: whatever a test loader does takes a few turns. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => vi.useRealTimers());

describe('createUpstreamKeys', () => {
  it('connects to nobody until it is asked', async () => {
    const { issuer } = await setUp();
    expect(issuer.requests).toMatchObject({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('makes one load for 50 callers at once, and gives all of them the key', async () => {
    const { issuer, find } = await setUp();
    const release = issuer.hold();
    const callers = Array.from({ length: 50 }, () => find());
    release();
    const found = await Promise.all(callers);
    expect(found.every(([key]) => key?.alg === 'ES256')).toBe(true);
    expect(issuer.requests).toMatchObject({ discovery: 1, jwks: 1, elsewhere: 0 });
  });

  it('warms up with one load that the first caller finds done', async () => {
    const { issuer, keys, find } = await setUp({ algorithms: ['ES256', 'EdDSA'] });
    expect(await keys.warm()).toBe(2);
    expect(await keys.warm()).toBe(2);
    await find();
    expect(issuer.requests).toMatchObject({ discovery: 1, jwks: 1, elsewhere: 0 });
  });

  it('takes other limits', async () => {
    const { clock, issuer, find } = await setUp({}, { maxAge: 10, coolDown: 2 });
    await find('made-up');
    clock.advance(2);
    await find('made-up, too');
    expect(issuer.requests.jwks).toBe(2);
    clock.advance(20);
    await find();
    expect(issuer.requests.jwks).toBe(3);
  });

  it.each([
    ['maxAge', -1],
    ['coolDown', 0.5],
    ['staleFor', Number.NaN],
    ['retryDelay', Number.POSITIVE_INFINITY],
    ['maxKeys', 0],
  ])('refuses %s %d', async (name, value) => {
    await expect(setUp({}, { [name]: value })).rejects.toThrow(TypeError);
  });

  it('holds an issuer to a number of keys', async () => {
    const { find } = await setUp({ algorithms: ['ES256', 'EdDSA'] }, { maxKeys: 1 });
    await expect(find()).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining('holds 2 keys, the limit is 1'),
    });
  });
});

describe('keys that are of age', () => {
  it('serve at once while one load runs behind', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(MAX_AGE - 1);
    await find();
    expect(issuer.requests.jwks).toBe(1);

    clock.advance(1);
    const release = issuer.hold();
    for (let index = 0; index < 50; index++) expect(await find()).toHaveLength(1);
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 1 });
    release();
    await settle();
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
    await find();
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
  });

  it('are gone after the load if the issuer withdrew them', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    const old = issuer.key().kid;
    await find(old);
    await issuer.rotate(false);
    expect(await find(old)).toHaveLength(1);
    clock.advance(MAX_AGE);
    expect(await find(old)).toHaveLength(1);
    await settle();
    expect(await find(old)).toEqual([]);
  });

  it('do not serve once they are twice of age: they may long be withdrawn', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    const old = issuer.key().kid;
    await find(old);
    await issuer.rotate(false);
    clock.advance(2 * MAX_AGE);
    expect(await find(old)).toEqual([]);
    expect(issuer.requests.jwks).toBe(2);
  });

  it('are not moved by a step of the wall clock', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.step(10 * STALE_FOR);
    await find();
    clock.step(-20 * STALE_FOR);
    await find();
    await settle();
    expect(issuer.requests.jwks).toBe(1);
  });
});

describe('an ETag', () => {
  function serving(...answers: LoadedJwks[]) {
    const etags: (string | undefined)[] = [];
    const load: LoadJwks = async (etag) => {
      etags.push(etag);
      return answers.shift() as LoadedJwks;
    };
    return { etags, load };
  }

  it('is given to the next load, and "unchanged" makes the keys as good as new', async () => {
    const issuer = await createTestIssuer({ algorithms: ['ES256'] });
    const bytes = new TextEncoder().encode(JSON.stringify(issuer.jwks()));
    const jwks = { origin: 'here', bytes };
    const { etags, load } = serving({ ...jwks, etag: '"1"' }, 'unchanged', 'unchanged', jwks, jwks);
    const { clock, find } = await setUp({}, { load });
    const [first] = await find();
    for (let time = 0; time < 4; time++) {
      clock.advance(MAX_AGE);
      expect(await find()).toHaveLength(1);
      await settle();
      // The very key: what has not changed is not imported again.
      if (time < 2) expect((await find())[0]).toBe(first);
    }
    expect(etags).toEqual([undefined, '"1"', '"1"', '"1"', undefined]);
  });

  it('is of no use without keys: then "unchanged" is a fault', async () => {
    const { load } = serving('unchanged');
    const { find } = await setUp({}, { load });
    await expect(find()).rejects.toMatchObject({ code: 'upstream_invalid' });
  });
});

describe('an unknown kid', () => {
  it('of the first caller does not cause two loads', async () => {
    const { issuer, find } = await setUp();
    expect(await find('made-up')).toEqual([]);
    expect(issuer.requests.jwks).toBe(1);
  });

  it('causes one load a cool-down, 10,000 of them one after the other', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    for (let round = 2; round <= 4; round++) {
      clock.advance(COOL_DOWN);
      for (let index = 0; index < 10_000; index++) await find(`made-up-${round}-${index}`);
      expect(issuer.requests).toMatchObject({ discovery: round, jwks: round });
    }
  });

  it('causes one load, 10,000 of them at once, and good callers are served meanwhile', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(COOL_DOWN);
    const release = issuer.hold();
    const flood = Promise.allSettled(
      Array.from({ length: 10_000 }, (_, index) => find(`made-up-${index}`)),
    );
    await settle();
    for (let index = 0; index < 100; index++) expect(await find()).toHaveLength(1);
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 1 });
    release();
    const results = await flood;
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
    // A bounded number waits for the load; the others are told to come again.
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1000);
    for (const result of results) {
      if (result.status === 'fulfilled') expect(result.value).toEqual([]);
      else expect(result.reason).toMatchObject({ code: 'overloaded', status: 503 });
    }
  });

  it('causes a load every other cool-down when it is always the same', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    const counts: number[] = [];
    for (let round = 0; round < 5; round++) {
      clock.advance(COOL_DOWN);
      expect(await find('made-up')).toEqual([]);
      counts.push(issuer.requests.jwks);
    }
    expect(counts).toEqual([2, 2, 3, 3, 4]);
  });

  it('that was asked for in vain does not take the turn of one that was not', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    clock.advance(COOL_DOWN);
    await find('made-up');
    clock.advance(COOL_DOWN);
    await issuer.rotate();
    expect(await find('made-up')).toEqual([]);
    expect(await find()).toHaveLength(1);
    expect(issuer.requests.jwks).toBe(3);
  });

  it('is found at once when a load for another brought it', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await issuer.rotate();
    const next = issuer.key().kid;
    await issuer.rotate(false);
    await find();
    clock.advance(COOL_DOWN);
    expect(await find(next)).toEqual([]);
    issuer.answer('jwks', { body: { keys: [{ ...issuer.key().publicJwk, kid: next }] } });
    clock.advance(COOL_DOWN);
    expect(await find(next)).toEqual([]);
    await find('another');
    expect(await find(next)).toHaveLength(1);
  });

  it('after a rotation costs one load, when the last is long ago', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    clock.advance(COOL_DOWN);
    await issuer.rotate();
    expect(await find()).toHaveLength(1);
    expect(issuer.requests.jwks).toBe(2);
  });

  it('after a rotation waits for the cool-down, when the last load is fresh', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    await issuer.rotate();
    expect(await find()).toEqual([]);
    clock.advance(COOL_DOWN - 0.001);
    expect(await find()).toEqual([]);
    clock.advance(0.001);
    expect(await find()).toHaveLength(1);
  });

  it('waits for a load that is under way anyway', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    const old = issuer.key().kid;
    await issuer.rotate();
    clock.advance(MAX_AGE);
    const release = issuer.hold();
    await find(old);
    const waiting = find();
    release();
    expect(await waiting).toHaveLength(1);
    expect(issuer.requests.jwks).toBe(2);
  });

  it('is not called unknown when the load for it failed; and that counts for the cool-down', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    clock.advance(COOL_DOWN);
    issuer.goDown();
    for (let index = 0; index < 100; index++) {
      await expect(find(`made-up-${index}`)).rejects.toMatchObject({
        code: 'upstream_unreachable',
      });
    }
    expect(issuer.requests.discovery).toBe(2);
    expect(await find()).toHaveLength(1);
    clock.advance(COOL_DOWN);
    issuer.comeUp();
    expect(await find('made-up-0')).toEqual([]);
    expect(issuer.requests.discovery).toBe(3);
  });
});

describe('an outage', () => {
  it('makes nobody wait whose key is cached, and costs one attempt a cool-down', async () => {
    const { clock, issuer, find, faults } = await setUp();
    await find();
    issuer.goDown();
    clock.advance(MAX_AGE);
    let attempts = 1;
    for (let at = MAX_AGE; at < 4 * MAX_AGE; at += COOL_DOWN) {
      for (let index = 0; index < 20; index++) {
        expect(await find()).toHaveLength(1);
        await settle();
      }
      expect(issuer.requests.discovery).toBe(++attempts);
      clock.advance(COOL_DOWN);
    }
    expect(faults).toHaveLength(attempts - 1);
    expect(new Set(faults)).toEqual(new Set(['upstream_unreachable']));
    issuer.comeUp();
    await find();
    await settle();
    expect(issuer.requests.jwks).toBe(2);
    await find();
    await settle();
    expect(issuer.requests.jwks).toBe(2);
  });

  it.each([
    ['unreachable', undefined],
    ['an error page', { status: 500, body: '<h1>' }],
    ['a redirect', { status: 302, body: '' }],
    ['HTML', { body: '<html>' }],
    ['an oversize document', { body: 'x'.repeat(512 * 1024 + 1) }],
  ])('of an issuer that is %s ends with keys that are too old', async (_, canned) => {
    const { clock, issuer, find } = await setUp();
    await find();
    if (canned === undefined) issuer.goDown();
    else issuer.answer('jwks', canned);
    clock.advance(STALE_FOR - 1);
    expect(await find()).toHaveLength(1);
    clock.advance(1);
    vi.useFakeTimers();
    const late = expect(find()).rejects.toMatchObject({ kind: 'upstream' });
    await vi.runAllTimersAsync();
    await late;
  });

  it('that begins while nobody asks is waited for once', async () => {
    const { clock, issuer, find } = await setUp();
    await find();
    issuer.goDown();
    clock.advance(3 * MAX_AGE);
    const release = issuer.hold();
    const waiting = find();
    release();
    expect(await waiting).toHaveLength(1);
    const again = issuer.hold();
    clock.advance(COOL_DOWN);
    expect(await find()).toHaveLength(1);
    again();
  });

  it('ends nothing early when keys may not serve past their age', async () => {
    const { clock, issuer, find, faults } = await setUp({}, { staleFor: 0 });
    await find();
    issuer.goDown();
    clock.advance(MAX_AGE - 1);
    expect(await find()).toHaveLength(1);
    clock.advance(1);
    await expect(find()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    expect(faults).toEqual([]);
  });

  it('is over as soon as the issuer is up again', async () => {
    const { issuer, find, faults } = await setUp();
    issuer.goDown();
    await expect(find()).rejects.toMatchObject({ code: 'upstream_unreachable' });
    expect(faults).toEqual([]);
    issuer.comeUp();
    expect(await find()).toHaveLength(1);
  });

  it('leaves nothing behind once it is over', async () => {
    const { clock, issuer, find } = await setUp({ keyName: 'rotating' });
    await find();
    issuer.goDown();
    clock.advance(MAX_AGE);
    await find();
    await settle();
    issuer.comeUp();
    clock.advance(COOL_DOWN);
    await find();
    await settle();
    expect(await find('made-up')).toEqual([]);
    const old = issuer.key().kid;
    await issuer.rotate(false);
    clock.advance(2 * MAX_AGE);
    expect(await find(old)).toEqual([]);
  });

  it('costs one attempt a second, whatever is asked for, while there are no keys', async () => {
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
    issuer.comeUp();
    const recovered = find();
    clock.advance(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await recovered).toHaveLength(1);
  });

  it('lets a bounded number of callers wait', async () => {
    const { issuer, find } = await setUp();
    const release = issuer.hold();
    const callers = Array.from({ length: 1000 }, () => find());
    await expect(find()).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    release();
    expect((await Promise.all(callers)).every((found) => found.length === 1)).toBe(true);
    expect(await find()).toHaveLength(1);
  });

  it('is told to all who waited, and to none who comes later', async () => {
    const { issuer, find } = await setUp();
    const release = issuer.hold();
    issuer.answer('jwks', { status: 503 });
    const waiting = Array.from({ length: 10 }, () => find());
    release();
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
    expect(issuer.requests.jwks).toBe(1);
    issuer.answer('jwks', undefined);
    expect(await find()).toHaveLength(1);
  });

  it('is a bug of ours when a loader throws what it must not', async () => {
    const { find } = await setUp({}, { load: () => Promise.reject(new RangeError('x')) });
    await expect(find()).rejects.toBeInstanceOf(DrawbridgeError);
    await expect(find()).rejects.toMatchObject({ code: 'internal' });
  });
});
