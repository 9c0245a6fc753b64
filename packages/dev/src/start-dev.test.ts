import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeToken } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DevOptions, type DevSystem, startDev } from './start-dev.ts';

const FREE = { host: '127.0.0.1', port: 0 };

let data: string;
const started: DevSystem[] = [];
const others: Server[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-dev-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((system) => system.close()));
  for (const other of others.splice(0)) other.close();
  await rm(data, { recursive: true });
});

async function start(options: Partial<DevOptions> = { listen: FREE }): Promise<DevSystem> {
  const system = await startDev({ data, ...options });
  started.push(system);
  return system;
}

/** Takes a port, unless another program has it already. */
async function take(port: number): Promise<number> {
  const other = createServer();
  others.push(other);
  return new Promise((resolve) => {
    other.once('error', () => resolve(port));
    other.listen(port, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
}

const portOf = (url: string) => Number(new URL(url).port);

describe('startDev', () => {
  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])(
    'does not listen on %s',
    async (host) => {
      await expect(start({ listen: { host, port: 0 } })).rejects.toMatchObject({
        code: 'usage_invalid',
      });
      expect(await readdir(data)).toEqual([]);
    },
  );

  test('takes one token across by its one rule', async () => {
    const { issuer, upstreamIssuer, tokenEndpoint, rules, matched, crossing } = await start();
    expect(tokenEndpoint).toBe(`${issuer}/token`);
    expect(matched).toBe(rules[0]?.name);
    expect(decodeToken(crossing.upstreamToken).claims).toMatchObject({
      iss: upstreamIssuer,
      aud: issuer,
    });
    expect(crossing.exchanged.claims).toMatchObject({
      iss: issuer,
      aud: 'sts.amazonaws.com',
      project_path: 'acme/web',
    });
  });

  test('keeps an upstream token in a file for this user alone', async () => {
    const { tokenFile, crossing } = await start();
    expect(await readFile(tokenFile, 'utf8')).toBe(crossing.upstreamToken);
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
    expect((await stat(join(data, 'dev'))).mode & 0o777).toBe(0o700);
  });

  test('tells the log what the exchange does, without tokens', async () => {
    const lines: string[] = [];
    const note = (event: string, fields: object = {}) => lines.push(event + JSON.stringify(fields));
    const log = { debug: note, info: note, warn: note, error: note };
    const { crossing } = await start({ listen: FREE, log });
    expect(lines.join('\n')).toContain('token exchanged');
    for (const part of `${crossing.upstreamToken}.${crossing.exchangedToken}`.split('.')) {
      expect(lines.join('\n')).not.toContain(part);
    }
  });

  test('goes on with the key ring of an earlier start', async () => {
    const first = await start();
    await first.close();
    const second = await start({ listen: { host: '127.0.0.1', port: portOf(first.issuer) } });
    const kidOf = ({ crossing }: DevSystem) => crossing.exchanged.header['kid'];
    expect(kidOf(second)).toBe(kidOf(first));
  });

  test('lets two run on one data folder, each with a key ring of its own', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.issuer).not.toBe(two.issuer);
    expect(one.tokenFile).not.toBe(two.tokenFile);
    expect(one.crossing.exchanged.header['kid']).not.toBe(two.crossing.exchanged.header['kid']);
  });
});

describe('the address', () => {
  test('is any that is free, when the usual one is taken', async () => {
    await take(8080);
    const { issuer } = await start({});
    expect(portOf(issuer)).not.toBe(8080);
  });

  test('is the one asked for', async () => {
    const port = await take(0);
    await new Promise((resolve) => others.pop()?.close(resolve));
    const { issuer } = await start({ listen: { host: '127.0.0.1', port } });
    expect(issuer).toBe(`http://127.0.0.1:${port}`);
  });

  test('that was asked for and is taken, is a fault', async () => {
    const port = await take(0);
    await expect(start({ listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'address_unavailable',
      hint: expect.stringContaining('--listen'),
    });
    expect(await readdir(data)).toEqual([]);
  });

  test('of the provider is another one, when the next is taken', async () => {
    // The port before it may be anybody's, then there is another pair.
    for (;;) {
      const port = await take(0);
      const listen = { host: '127.0.0.1', port: port - 1 };
      const system = await start({ listen }).catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ code: 'address_unavailable' });
      });
      if (system === undefined) continue;
      expect(portOf(system.upstreamIssuer)).not.toBe(port);
      return;
    }
  });
});

describe('close', () => {
  test('frees both ports and removes the token file; the key ring stays', async () => {
    const { issuer, upstreamIssuer, close } = await start();
    await fetch(`${issuer}/.well-known/jwks.json`); // fetch keeps the connection for later
    await close();
    await close();
    for (const url of [issuer, upstreamIssuer]) {
      await expect(fetch(url)).rejects.toThrow(TypeError);
    }
    expect(await readdir(join(data, 'dev'))).toEqual([`127.0.0.1-${portOf(issuer)}`]);
  });

  test('leaves no timer behind', async () => {
    const cleared = vi.spyOn(globalThis, 'clearInterval');
    const set = vi.spyOn(globalThis, 'setInterval');
    const system = await start();
    await system.close();
    const timers = set.mock.results.map(({ value }) => value as NodeJS.Timeout);
    expect(timers.length).toBeGreaterThan(0);
    const ended = cleared.mock.calls.map(([timer]) => timer);
    expect(timers.filter((timer) => timer.hasRef() && !ended.includes(timer))).toEqual([]);
  });
});

test('a data folder that is none is a fault, and nothing stays open', async () => {
  const { tokenFile, issuer } = await start();
  await expect(startDev({ data: tokenFile, listen: FREE })).rejects.toMatchObject({
    code: 'data_unusable',
  });
  expect((await fetch(`${issuer}/.well-known/jwks.json`)).status).toBe(200);
});
