import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrawbridgeError, holdUnread, silentLog, systemClock } from '@drawbridge/core';
import { addKey, changeRing, createRuntime, readManifest, type Runtime } from '@drawbridge/node';
import {
  createLogRecorder,
  createTestIssuer,
  replyJson,
  testCall,
  type TestIssuer,
} from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BuiltExchange, buildExchange, prepareExchange } from './build-exchange.ts';
import type { ExchangeSection } from './section/exchange-section.ts';

const cleanUps: (() => unknown)[] = [];
let data: string;
let log = createLogRecorder();

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  log = createLogRecorder();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await rm(data, { recursive: true });
});

/** A test issuer behind a socket. */
async function startIssuer(): Promise<TestIssuer> {
  const server = createServer((request, response) => {
    issuer.fetch(`${issuer.issuer}${request.url}`, { accept: '', maxBytes: 1e6 }).then(
      ({ status, body }) => response.writeHead(status).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUps.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  const issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${port}` });
  return issuer;
}

function section(issuer: string, changes: Partial<ExchangeSection> = {}): ExchangeSection {
  return {
    issuer: 'https://public.test',
    upstreams: [{ issuer, audiences: ['drawbridge'] }],
    rules: [{ name: 'r', match: { issuer }, grant: { audience: 'aws' } }],
    ...changes,
  };
}

async function build(settings: ExchangeSection) {
  const runtime = createRuntime({ data, log });
  cleanUps.push(() => runtime.close());
  const exchange = await buildExchange(settings, runtime);
  cleanUps.push(() => exchange.close());
  return exchange;
}

const events = () => log.entries.map(({ level, event }) => `${level}: ${event}`);
const CI = 'https://ci.test';

describe('buildExchange refuses', () => {
  const upstream = { issuer: CI, audiences: ['a'] };
  const stray = { name: 's', match: { issuer: 'https://stray.test' }, grant: { audience: 'a' } };

  it('an upstream twice, and a rule for nobody, at once', async () => {
    const settings = section(CI, { upstreams: [upstream, upstream], rules: [stray] });
    const error: unknown = await build(settings).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect((error as Error).message.split('\n').slice(1)).toEqual([
      '  exchange.upstreams[1].issuer is listed twice',
      '  exchange.rules[0].match.issuer is not one of the upstreams, so the rule can never match',
    ]);
  });

  it('a rule that copies a reserved claim', async () => {
    const rule = { name: 'r', match: { issuer: CI }, grant: { audience: 'a', copy: ['exp'] } };
    await expect(build(section(CI, { rules: [rule] }))).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('exchange.rules[0].grant.copy has "exp"'),
    });
  });

  it('without touching the data folder', async () => {
    await expect(build(section(CI, { rules: [stray] }))).rejects.toThrow();
    expect(await readdir(data)).toEqual([]);
  });
});

describe('buildExchange refuses the key ring', () => {
  const ownedBy = async () => (await readManifest(join(data, 'keys'))).manifest;
  const refusal = {
    code: 'key_ring_unusable',
    message: expect.stringMatching(/issuer https:\/\/public.test, not of https:\/\/other.test/),
  };

  it('of another issuer, at a start and at a reload, and goes on with its own', async () => {
    const runtime = createRuntime({ data, log });
    cleanUps.push(() => runtime.close());
    const before = await build(section(CI));
    const kept = await ownedBy();
    const other = section(CI, { issuer: 'https://other.test' });
    await expect(build(other)).rejects.toMatchObject(refusal);
    await expect(buildExchange(other, runtime, before)).rejects.toMatchObject(refusal);
    await rm(join(data, 'keys'), { recursive: true });
    await expect(buildExchange(other, runtime, before)).rejects.toMatchObject(refusal);
    expect(kept.issuer).toBe('https://public.test');
    const reply = await before.handle(testCall({ target: '/.well-known/jwks.json' }));
    expect(replyJson(reply)).toMatchObject({ keys: [{ kid: kept.keys[0]?.kid }] });
  });

  it('of a site, so that no key signs that strangers have not read', async () => {
    const folder = join(data, 'keys');
    const own = { issuer: 'https://public.test', before: holdUnread };
    await addKey(folder, 'EdDSA', systemClock, own);
    await expect(build(section(CI, { issuer: 'https://other.test' }))).rejects.toMatchObject(
      refusal,
    );
    expect((await ownedBy()).keys).toMatchObject([{ signsFrom: null }]);
    await changeRing(folder, systemClock, (current) => {
      const { issuer: _, ...manifest } = current;
      return { manifest };
    });
    await expect(build(section(CI))).rejects.toMatchObject({
      code: 'key_ring_unusable',
      message: expect.stringMatching(/an earlier release has not noted for which issuer/),
    });
    expect((await ownedBy()).keys).toMatchObject([{ signsFrom: null }]);
  });

  it('never where it is its own, and `publish` is gone: its keys sign', async () => {
    const own = { issuer: 'https://public.test', before: holdUnread };
    await addKey(join(data, 'keys'), 'EdDSA', systemClock, own);
    await build(section(CI));
    const { keys, readBack } = await ownedBy();
    expect([readBack, keys[0]?.signsFrom]).toEqual([undefined, expect.any(Number)]);
  });
});

describe('buildExchange, where it fails late', () => {
  const put = { put: { url: 'http://127.0.0.1:1' } };
  const failing = {
    ...silentLog,
    warn() {
      throw new Error('late');
    },
  };

  /** Ways out that are open. */
  function watched(open: Runtime['log'] = log) {
    const runtime = createRuntime({ data, log: open });
    cleanUps.push(() => runtime.close());
    let count = 0;
    const remote: Runtime['http']['remote'] = (options) => {
      const made = runtime.http.remote(options);
      count += 1;
      const close = () => {
        count -= 1;
        return made.close();
      };
      return { ...made, close };
    };
    return { runtime: { ...runtime, http: { ...runtime.http, remote } }, open: () => count };
  }

  it('closes its publisher where a secret is missing, and where the ring is refused', async () => {
    const { runtime, open } = watched();
    const upstreams = [
      { issuer: CI, audiences: ['drawbridge'], headers: { 'x-a': { env: 'NOT_THERE' } } },
    ];
    await expect(
      buildExchange(section(CI, { publish: put, upstreams }), runtime),
    ).rejects.toMatchObject({ code: 'config_invalid' });
    expect(open()).toBe(0);
    await build(section(CI));
    const other = section(CI, { issuer: 'https://other.test', publish: put });
    await expect(buildExchange(other, runtime)).rejects.toMatchObject({
      code: 'key_ring_unusable',
    });
    expect(open()).toBe(0);
  });

  it('ends what keeps its keys and documents', async () => {
    const { runtime, open } = watched(failing);
    const set = vi.spyOn(globalThis, 'setInterval');
    const clear = vi.spyOn(globalThis, 'clearInterval');
    try {
      // It is warned of certificates, when all else is under way.
      const keys = { algorithms: ['EdDSA'] as const, x5c: true };
      const late = section(CI, { issuer: 'http://127.0.0.1:1', publish: put, keys });
      await expect(buildExchange(late, runtime)).rejects.toThrow('late');
      const begun = set.mock.results.map(({ value }) => value as unknown);
      expect(begun).toHaveLength(3);
      expect(clear.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(begun));
      expect(open()).toBe(0);
    } finally {
      set.mockRestore();
      clear.mockRestore();
    }
  });
});

describe('buildExchange', () => {
  it('makes an RS256 key at the first start, and uses it again at the second', async () => {
    const keysOf = async (exchange: Awaited<ReturnType<typeof build>>) => {
      const reply = await exchange.handle(testCall({ target: '/.well-known/jwks.json' }));
      return (replyJson(reply) as { keys: { alg: string; kid: string }[] }).keys;
    };
    const first = await keysOf(await build(section(CI)));
    expect(first).toMatchObject([{ alg: 'RS256' }]);
    expect(events()).toEqual(['info: signing key made']);
    expect((await stat(join(data, 'keys'))).mode & 0o777).toBe(0o700);

    const second = await keysOf(await build(section(CI)));
    expect(second).toEqual(first);
    expect(events()).toHaveLength(1);
  });

  it('opens the store for a rule that takes a token once, or a limit, before it makes a key, and for nothing else', async () => {
    const openStore = vi.fn(() => Promise.reject(new DrawbridgeError('data_unusable')));
    const runtime = createRuntime({ data, log, openStore });
    cleanUps.push(() => runtime.close());
    const rule = (once: boolean) => ({
      name: 'r',
      match: { issuer: CI },
      grant: { audience: 'a', once },
    });
    const failing = buildExchange(section(CI, { rules: [rule(true)] }), runtime);
    await expect(failing).rejects.toMatchObject({ code: 'data_unusable' });
    expect(openStore).toHaveBeenCalledOnce();
    expect(await readdir(data)).toEqual([]);
    const exchange = await buildExchange(section(CI, { rules: [rule(false)] }), runtime);
    await exchange.close();
    expect(openStore).toHaveBeenCalledOnce();
    const limited = section(CI, { rateLimits: { perAddress: { requests: 1, seconds: 1 } } });
    const other = createRuntime({ data, log, openStore });
    cleanUps.push(() => other.close());
    await expect(buildExchange(limited, other)).rejects.toMatchObject({ code: 'data_unusable' });
  });

  it('reports all that cannot be read at once, whatever it is for, and makes no key then', async () => {
    const issuer = 'https://ci.test';
    const settings = section(issuer, {
      tls: { certificateFile: '/nowhere/c', keyFile: '/nowhere/k' },
      clients: [{ id: 'a', secret: { env: 'NOT_SET' } }],
      upstreams: [{ issuer, audiences: ['drawbridge'], caFile: '/nowhere/ca' }],
    });
    const failed: unknown = await build(settings).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ code: 'config_invalid' });
    for (const path of [
      'exchange.tls.certificateFile',
      'exchange.tls.keyFile',
      'exchange.clients[0].secret',
      'exchange.upstreams[0].caFile',
    ]) {
      expect(String(failed)).toContain(`${path} is `);
    }
    expect(await readdir(data)).toEqual([]);
  });

  it('only warns when an upstream is down as it starts, and serves once it is up', async () => {
    const up = await startIssuer();
    const down = await startIssuer();
    down.goDown();
    const exchange = await build(
      section(down.issuer, {
        upstreams: [up, down].map(({ issuer, audience }) => ({ issuer, audiences: [audience] })),
      }),
    );
    await exchange.warm();
    expect(events().sort()).toEqual([
      'info: signing key made',
      'info: upstream keys fetched',
      'warn: upstream keys not fetched',
    ]);
    expect(log.text()).toContain(down.issuer);
    expect(up.requests).toMatchObject({ discovery: 1, jwks: 1 });

    const post = async () =>
      exchange.handle(
        testCall({
          method: 'POST',
          target: '/token',
          headers: [['content-type', 'application/jwt']],
          body: await down.issue(),
        }),
      );
    expect((await post()).status).toBe(502);
    down.comeUp();
    expect((await post()).status).toBe(200);
  });
});

describe('an exchange that takes the place of another', () => {
  const post = async (exchange: BuiltExchange, token: string) => {
    const headers = [['content-type', 'application/jwt']] as const;
    const call = testCall({ method: 'POST', target: '/token', headers, body: token });
    return (await exchange.handle(call)).status;
  };
  const setUp = async () => {
    const runtime = createRuntime({ data, log });
    cleanUps.push(() => runtime.close());
    const [one, two] = [await startIssuer(), await startIssuer()];
    const upstreams = [one, two].map(({ issuer }) => ({ issuer, audiences: ['drawbridge'] }));
    const rules = [one, two].map(({ issuer }, index) => ({
      name: `r${index}`,
      match: { issuer },
      grant: { audience: 'aws' },
    }));
    const settings = section(one.issuer, { upstreams, rules });
    const before = await buildExchange(settings, runtime);
    await before.warm();
    return { runtime, one, two, settings, before, upstreams };
  };

  it('keeps the keys of upstreams, wherever they stand in the list now and however tokens are judged', async () => {
    const { runtime, one, two, settings, before, upstreams } = await setUp();
    one.goDown();
    two.goDown();
    const changed = upstreams.toReversed().map((upstream) => ({
      ...upstream,
      leeway: 5,
      algorithms: ['RS256', 'ES256'] as const,
      limits: { tokenLength: 5000 },
    }));
    const after = await buildExchange({ ...settings, upstreams: changed }, runtime, before);
    await before.close();
    expect(await post(after, await one.issue())).toBe(200);
    expect(await post(after, await two.issue())).toBe(200);
    await after.warm();
    expect(events().filter((event) => event.includes('not fetched'))).toEqual([]);
    await after.close();
  });

  it.each([
    ['its time-out', { timeout: 3 }],
    ['the limit of its keys', { limits: { jwksKeys: 5 } }],
    ['a header', { headers: { 'x-a': 'b' } }],
    ['its cache', { cache: { maxAge: 5 } }],
  ])('fetches the keys of an upstream anew where %s changed', async (_, change) => {
    const { runtime, one, settings, before, upstreams } = await setUp();
    const changed = [{ ...upstreams[0], ...change }, upstreams[1]] as typeof upstreams;
    const after = await buildExchange({ ...settings, upstreams: changed }, runtime, before);
    await before.close();
    const counted = one.requests.jwks;
    await after.warm();
    expect(one.requests.jwks).toBe(counted + 1);
    await after.close();
  });

  it('fetches them anew where a secret is another in a file of the same name', async () => {
    const { runtime, one, settings, before, upstreams } = await setUp();
    const file = join(data, 'header');
    const headers = { authorization: { file } };
    const changed = [{ ...upstreams[0], headers }, upstreams[1]] as typeof upstreams;
    let current = before;
    const counts: number[] = [];
    for (const secret of ['first', 'first', 'second']) {
      await writeFile(file, secret, { mode: 0o600 });
      const next = await buildExchange({ ...settings, upstreams: changed }, runtime, current);
      await current.close();
      current = next;
      await current.warm();
      counts.push(one.requests.jwks);
    }
    const [first = 0, same, other] = counts;
    expect([same, other]).toEqual([first, first + 1]);
    await current.close();
  });

  it('goes on with the key ring, also when the one before is closed, or it was built in vain', async () => {
    const { runtime, one, settings, before } = await setUp();
    const vain = await buildExchange(settings, runtime, before);
    await vain.close();
    expect(await post(before, await one.issue())).toBe(200);
    const after = await buildExchange(settings, runtime, before);
    await before.close();
    expect(after.kept.keyRing).toBe(before.kept.keyRing);
    expect(await post(after, await one.issue())).toBe(200);
    await after.close();
    expect(after.kept.users.size).toBe(0);
  });
});

describe('prepareExchange', () => {
  it('changes nothing, and finds what buildExchange finds', async () => {
    const runtime = createRuntime({ data, log });
    cleanUps.push(() => runtime.close());
    await prepareExchange(section(CI), runtime);
    expect(await readdir(data)).toEqual([]);
    const caFile = '/nowhere/ca';
    const upstreams = [{ issuer: CI, audiences: ['a'], caFile }];
    await expect(prepareExchange(section(CI, { upstreams }), runtime)).rejects.toMatchObject({
      code: 'config_invalid',
    });
  });
});

describe('the check of an exchange', () => {
  it('wants a key that signs when nobody asks, and none for a rule alone', async () => {
    const well = await build(section(CI));
    for (const { check } of well.checks) await check();
    expect(well.checks.map(({ name }) => name)).toEqual(['signing-key']);

    const rules = [
      { name: 'r', match: { issuer: CI }, grant: { audience: 'a', algorithm: 'ES256' as const } },
    ];
    for (const { check } of (await build(section(CI, { rules }))).checks) await check();

    const other = await build(section(CI, { signing: { default: 'EdDSA' } }));
    expect(() => other.checks[0]?.check()).toThrow('EdDSA');
  });
});
