import { DrawbridgeError } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../http/client.ts';
import { planSite } from './plan-site.ts';
import { publishSite, type PublishOptions } from './publish-site.ts';
import type { PlacedFile, Publisher, SiteFile } from './publisher.ts';
import { DISCOVERY, INDEX, jsonFile, JWKS, serve, type Served } from './site.fixture.ts';

const http = createHttpClient();
const remote = http.remote();
const clock = createTestClock();
/** What lies at the destination, and what the public address shows of it. */
const placed = new Map<string, SiteFile>();
let shows: (
  path: string,
  file: SiteFile | undefined,
) => { status: number; file?: SiteFile; headers?: Record<string, string> };
let log: string[] = [];
let server: Served;

beforeAll(async () => {
  server = await serve((request, _, response) => {
    const path = request.url ?? '';
    log.push(`see ${path}`);
    const { status, file, headers } = shows(path, placed.get(path));
    response.writeHead(status, {
      ...(file && { 'content-type': file.contentType, 'cache-control': file.cacheControl }),
      ...headers,
    });
    response.end(file?.body);
  });
});
beforeEach(() => {
  placed.clear();
  log = [];
  shows = (_, file) => (file === undefined ? { status: 404 } : { status: 200, file });
});
afterAll(() => Promise.all([server.close(), http.close()]));

const publisher: Publisher = {
  name: 'here',
  async read(path): Promise<PlacedFile | undefined> {
    return placed.get(path);
  },
  async write(file) {
    log.push(`write ${file.path}`);
    placed.set(file.path, file);
  },
  async purge(paths) {
    log.push(`purge ${paths.join()}`);
  },
  async close() {},
};

const publish = (options: Partial<PublishOptions> = {}) =>
  publishSite({
    publisher,
    files: () => [INDEX, DISCOVERY, JWKS],
    address: server.url,
    remote,
    clock,
    sleep: async (milliseconds) => clock.advance(milliseconds / 1000),
    ...options,
  });

describe('what is public otherwise', () => {
  it.each<[string, ReturnType<typeof shows>, string, RegExp]>([
    ['a redirect', { status: 301, headers: { location: '/' } }, 'published_otherwise', /redirect/],
    ['nothing', { status: 404 }, 'published_otherwise', /not there/],
    ['a locked door', { status: 403 }, 'published_otherwise', /not public/],
    ['a server in trouble', { status: 503 }, 'publish_failed', /503/],
    ['an answer of no use', { status: 206, file: JWKS }, 'published_otherwise', /206/],
    ['a page', { status: 200, file: INDEX }, 'published_otherwise', /page of HTML/],
    [
      'another content',
      { status: 200, file: { ...JWKS, body: Buffer.from('{}') } },
      'published_otherwise',
      /other content/,
    ],
    [
      'kept by caches for a year',
      { status: 200, file: JWKS, headers: { 'cache-control': 'max-age=31536000' } },
      'published_otherwise',
      /for 31536000 seconds, and a new key/,
    ],
    [
      'another kind',
      { status: 200, file: { ...JWKS, contentType: 'text/plain' } },
      'published_otherwise',
      /served as text\/plain/,
    ],
  ])('is %s, and no discovery document goes live', async (_, shown, code, message) => {
    shows = () => shown;
    await expect(publish()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect([...placed.keys()]).toEqual([JWKS.path]);
  });

  it('is nothing that can be asked', async () => {
    const gone = await serve(() => {});
    await gone.close();
    await expect(publish({ address: gone.url })).rejects.toMatchObject({
      code: 'publish_failed',
      message: expect.stringContaining('cannot be read back'),
      hint: expect.stringContaining('Nothing listens'),
    });
    await expect(publish({ address: 'http://169.254.169.254' })).rejects.toMatchObject({
      code: 'publish_failed',
      message: expect.stringContaining('is not called'),
    });
  });
});

describe('publishSite', () => {
  it('publishes keys, then what points to them, then the rest, each once the one before is seen', async () => {
    const found = await publish();
    expect(log).toEqual(
      [JWKS, DISCOVERY, INDEX].flatMap(({ path }) => [
        // Before keys are replaced, it is seen what caches may have.
        ...(path === JWKS.path ? [`see ${path}`] : []),
        `write ${path}`,
        `purge ${path}`,
        // The page is for people: nothing depends on where they see it.
        ...(path === INDEX.path ? [] : [`see ${path}`]),
      ]),
    );
    const seen = { readBackAt: clock.seconds(), maxAge: 300 };
    expect(found).toEqual([
      { path: JWKS.path, change: 'created', seen },
      { path: DISCOVERY.path, change: 'created', seen },
      { path: INDEX.path, change: 'created' },
    ]);
  });

  it('goes on where it was interrupted, and writes nothing that is there', async () => {
    placed.set(JWKS.path, JWKS);
    placed.set(DISCOVERY.path, { ...DISCOVERY, cacheControl: 'no-store' });
    const found = await publish();
    expect(found.map(({ change }) => change)).toEqual(['same', 'changed', 'created']);
    expect(log.filter((line) => line.startsWith('write'))).toEqual([
      `write ${DISCOVERY.path}`,
      `write ${INDEX.path}`,
    ]);
  });

  it('waits for caches, longer and longer, and purges what an interrupted publish did not', async () => {
    placed.set(JWKS.path, JWKS);
    let old = 4;
    shows = (path, file) =>
      path === JWKS.path && old-- > 0
        ? { status: 200, file: { ...JWKS, body: Buffer.from('old') } }
        : { status: 200, file: file ?? INDEX };
    const started = clock.monotonic();
    const [first] = await publish({ files: () => [JWKS] });
    expect(first?.change).toBe('same');
    expect(clock.monotonic() - started).toBe(250 + 500 + 1000 + 2000);
    expect(log.filter((line) => line.startsWith('purge'))).toEqual([`purge ${JWKS.path}`]);
  });

  it('takes a key set that is served as plain JSON', async () => {
    shows = (_, file) => ({
      status: 200,
      ...(file && { file }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await publish({ files: () => [JWKS] })).toMatchObject([{ path: JWKS.path }]);
  });

  it('tells the longest that a cache may keep', async () => {
    shows = (_, file) => ({
      status: 200,
      ...(file && { file }),
      headers: { 'cache-control': 'max-age=60, s-maxage=900', age: '50' },
    });
    expect(await publish({ files: () => [JWKS] })).toMatchObject([{ seen: { maxAge: 900 } }]);
  });
});

describe('a key set that was public before', () => {
  const old = {
    ...jsonFile(JWKS.path, { keys: [] }, JWKS.contentType),
    cacheControl: 'max-age=900',
  };
  const served: number[] = [];
  const onServed = async (maxAge: number) => void served.push(maxAge);
  beforeEach(() => (served.length = 0));

  it.each([
    ['lacks a key of ours', old, [900]],
    ['is for a year', { ...old, cacheControl: 'max-age=31536000' }, [86_400]],
    ['has our keys', { ...JWKS, body: Buffer.from(` ${JWKS.body.toString()}`) }, []],
    ['is a page', { ...old, body: Buffer.from('<p>') }, []],
    ['is not there', undefined, []],
  ])('is told of before it is replaced, where it %s', async (_, before, expected) => {
    if (before !== undefined) placed.set(JWKS.path, before);
    let told = 0;
    const seen = async (maxAge: number) => {
      expect(log).not.toContain(`write ${JWKS.path}`);
      told += 1;
      await onServed(maxAge);
    };
    await publish({ files: () => [JWKS], onServed: seen });
    expect([told, served]).toEqual([expected.length, expected]);
  });

  it('is told of where it lies there, and the address is in trouble right then', async () => {
    placed.set(JWKS.path, old);
    let looks = 0;
    shows = (_, file) => (looks++ === 0 ? { status: 503 } : { status: 200, file: file ?? INDEX });
    await publish({ files: () => [JWKS], onServed });
    expect(served).toEqual([900]);
    placed.set(JWKS.path, { ...old, cacheControl: 'max-age=31536000' });
    looks = 0;
    await publish({ files: () => [JWKS], onServed });
    expect(served).toEqual([900, 86_400]);
  });

  it('stays where nobody can be told of it', async () => {
    placed.set(JWKS.path, old);
    const full = new DrawbridgeError('data_unusable', { detail: 'no room' });
    const onFull = () => Promise.reject(full);
    await expect(publish({ files: () => [JWKS], onServed: onFull })).rejects.toBe(full);
    expect(placed.get(JWKS.path)).toBe(old);
  });

  it('is told of where it is still seen, though another has replaced it', async () => {
    placed.set(JWKS.path, JWKS);
    let looks = 0;
    shows = (_, file) => ({ status: 200, file: looks++ === 0 ? old : (file ?? INDEX) });
    await publish({ files: () => [JWKS], onServed });
    expect(served).toEqual([900]);
  });
});

describe('the keys of another', () => {
  const others = jsonFile(JWKS.path, { keys: [{ kty: 'RSA', kid: 'b' }] }, JWKS.contentType);

  it('stay, and with them all else', async () => {
    placed.set(JWKS.path, others);
    await expect(publish()).rejects.toMatchObject({
      code: 'publish_refused',
      message: `here${JWKS.path} has keys of another issuer, and none of this key ring: b`,
    });
    await expect(planSite({ publisher }, [JWKS])).rejects.toMatchObject({
      code: 'publish_refused',
    });
    expect([...placed.values()]).toEqual([others]);
  });

  it('go where that is asked for', async () => {
    placed.set(JWKS.path, others);
    const [first] = await publish({ replace: true });
    expect(first?.change).toBe('changed');
    expect(await planSite({ publisher, replace: true }, [others])).toMatchObject([
      { lines: ['- keys: a (RS256)', '+ keys: b'] },
    ]);
  });
});

describe('an address that hangs', () => {
  it('is waited for as long as there is patience, all requests together', async () => {
    const hanging = await serve(() => {});
    const from = performance.now();
    const clockOfWall = { ...clock, monotonic: () => performance.now() };
    await expect(
      publish({ address: hanging.url, patience: 0.1, clock: clockOfWall }),
    ).rejects.toMatchObject({
      code: 'publish_failed',
      message: expect.stringContaining('did not answer within 1 seconds') as string,
    });
    // The look before writing, and the last one, each of a second.
    expect(performance.now() - from).toBeLessThan(10_000);
    await hanging.close();
  });
});

describe('planSite', () => {
  it('says of what is no JSON how long it is, of two documents what differs', async () => {
    placed.set(INDEX.path, { ...INDEX, body: Buffer.from('<p>It worked') });
    placed.set(DISCOVERY.path, { ...DISCOVERY, body: Buffer.from('<p>') });
    expect(await planSite({ publisher }, [INDEX, DISCOVERY])).toEqual([
      { path: INDEX.path, change: 'changed', lines: ['- 12 bytes', '+ 12 bytes'] },
      { path: DISCOVERY.path, change: 'changed', lines: ['- 3 bytes', '+ jwks_uri: "x"'] },
    ]);
  });

  it('says what would change, and writes nothing', async () => {
    placed.set(JWKS.path, JWKS);
    placed.set(DISCOVERY.path, jsonFile(DISCOVERY.path, { jwks_uri: 'old', issuer: 'i' }));
    const keys = [
      { kty: 'RSA', kid: 'a', alg: 'RS256' },
      { kty: 'EC', kid: 'b', alg: 'ES256' },
    ];
    const next = jsonFile(JWKS.path, { keys }, JWKS.contentType);
    expect(await planSite({ publisher }, [next, DISCOVERY, INDEX, JWKS])).toEqual([
      { path: JWKS.path, change: 'changed', lines: ['+ keys: b (ES256)'] },
      {
        path: DISCOVERY.path,
        change: 'changed',
        lines: ['- jwks_uri: "old"', '- issuer: "i"', '+ jwks_uri: "x"'],
      },
      { path: INDEX.path, change: 'created', lines: ['+ 12 bytes'] },
      { path: JWKS.path, change: 'same', lines: [] },
    ]);
    expect(log).toEqual([]);
  });
});
