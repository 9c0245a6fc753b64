import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { createRuntime } from '@drawbridge/node';
import {
  createLogRecorder,
  createTestIssuer,
  replyJson,
  testCall,
  type TestIssuer,
} from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildExchange } from './build-exchange.ts';
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

  it('opens the store for a rule that takes a token once, before it makes a key, and for no other', async () => {
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
