import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveKeys } from '../support/given-keys.ts';
import { ACCEPTED, ISSUER, readyAt } from '../support/exchange.ts';
import type { RunningCommand } from '../support/command.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

// Two exchanges on one data folder: what one remembers and counts, the other knows.

const stage = createStage();
afterAll(() => stage.clear());

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
});

interface Replicas {
  readonly data: string;
  readonly config: string;
  readonly urls: readonly [string, string];
  readonly commands: readonly [RunningCommand, RunningCommand];
}

async function startOne(config: string): Promise<readonly [RunningCommand, string]> {
  const command = await stage.start(['serve', 'exchange', '--config', config]);
  return [command, await readyAt(command)];
}

async function startReplicas(settings: object = {}): Promise<Replicas> {
  const data = await stage.folder();
  await giveKeys(data);
  const config = join(data, 'drawbridge.yaml');
  const exchange = {
    issuer: ISSUER,
    listen: '127.0.0.1:0',
    upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
    rules: [
      {
        name: 'once',
        match: { issuer: upstream.issuer },
        grant: { audience: ['aws', 'vault'], once: true },
      },
    ],
    ...settings,
  };
  await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
  // The first makes the key that both sign with.
  const [first, firstUrl] = await startOne(config);
  const [second, secondUrl] = await startOne(config);
  return { data, config, urls: [firstUrl, secondUrl], commands: [first, second] };
}

interface Outcome {
  readonly status: number;
  readonly handle: string | null;
  readonly retryAfter: string | null;
  readonly text: string;
  /** Of the fault, if it is one. */
  readonly code: string | undefined;
}

async function send(
  url: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const reply = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/jwt', ...headers },
    body: token,
  });
  const text = await reply.text();
  const code = reply.ok ? undefined : (JSON.parse(text) as { code: string }).code;
  const { status } = reply;
  const handle = reply.headers.get('renewal-handle');
  return { status, handle, retryAfter: reply.headers.get('retry-after'), text, code };
}

const renew = (url: string, token: string, handle: string) =>
  send(url, token, { 'renewal-handle': handle });

describe('a token that may be used once', () => {
  let replicas: Replicas;
  beforeAll(async () => {
    replicas = await startReplicas();
  });

  test('is exchanged by one of fifty who try at the same time at two replicas', async () => {
    const token = await upstream.issue();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => send(replicas.urls[(index % 2) as 0 | 1], token)),
    );
    const granted = outcomes.filter(({ status }) => status === 200);
    expect(granted).toHaveLength(1);
    expect(decodeJwt(granted[0]?.text ?? '')).toMatchObject({ iss: ISSUER, aud: 'aws' });
    const refused = outcomes.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['token_used']));
  });

  test('is renewed by its job at the other replica, and by no other job', async () => {
    const [here, there] = replicas.urls;
    const token = await upstream.issue({ sub: 'mine' });
    const { handle } = await send(here, token);
    expect(handle).toMatch(/^dbr_[\w-]{43}$/);
    const renewed = await renew(there, token, handle ?? '');
    expect([renewed.status, renewed.handle]).toEqual([200, null]);
    expect(decodeJwt(renewed.text)).toMatchObject({ sub: 'mine' });

    const other = await upstream.issue({ sub: 'other' });
    expect(await renew(here, other, handle ?? '')).toMatchObject({
      status: 400,
      code: 'renewal_invalid',
    });
    expect(await send(there, other)).toMatchObject({ status: 200 });
    expect(await renew(here, other, handle ?? '')).toMatchObject({ code: 'renewal_invalid' });
    expect(await send(here, token)).toMatchObject({ code: 'token_used' });
  });

  test('is renewed by form and by JSON as RFC 8693 writes them', async () => {
    const token = await upstream.issue();
    const parameters = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    };
    const ask = async (body: URLSearchParams | string, type: string) => {
      const reply = await fetch(`${replicas.urls[0]}/token`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: String(body),
      });
      return { status: reply.status, ...((await reply.json()) as Record<string, unknown>) };
    };
    const form = 'application/x-www-form-urlencoded';
    const first = await ask(new URLSearchParams(parameters), form);
    const renewal_handle = String(first['renewal_handle' as keyof typeof first]);
    const again = { ...parameters, renewal_handle, audience: 'vault' };
    const second = await ask(new URLSearchParams(again), form);
    expect(second).toMatchObject({ status: 200, access_token: expect.stringMatching(/^eyJ/) });
    expect(second).not.toHaveProperty('renewal_handle');
    expect(await ask(JSON.stringify(again), 'application/json')).toMatchObject({ status: 200 });
  });

  test('stays used when a replica is killed the moment it answered, and one starts anew', async () => {
    const own = await startReplicas();
    const token = await upstream.issue();
    const { status, handle } = await send(own.urls[0], token);
    await Promise.all(own.commands.map((command) => command.stop('SIGKILL')));
    expect(status).toBe(200);
    const [, url] = await startOne(own.config);
    expect(await send(url, token)).toMatchObject({ status: 400, code: 'token_used' });
    expect(await renew(url, token, handle ?? '')).toMatchObject({ status: 200 });
  });
});

describe('rate limits', () => {
  const HOUR = { requests: 3, seconds: 86_400 };

  test('count in two replicas together, by the address that a trusted proxy tells', async () => {
    const { urls, commands } = await startReplicas({
      rateLimits: { perAddress: HOUR },
      trustedProxies: ['127.0.0.1'],
    });
    const call = (index: 0 | 1, forwarded: string) =>
      send(urls[index], 'x', { 'x-forwarded-for': forwarded });
    // What stands on the left is invented.
    const calls = [0, 1, 0, 1].map((index) => call(index as 0 | 1, `6.0.0.${index}, 192.0.2.1`));
    const outcomes = await Promise.all(calls);
    const codes = outcomes.map(({ code }) => code);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(1);
    expect(codes.filter((code) => code === 'token_malformed')).toHaveLength(3);
    const limited = outcomes.find(({ code }) => code === 'rate_limited');
    expect(limited?.status).toBe(429);
    expect(Number(limited?.retryAfter)).toBeGreaterThan(0);
    expect(await call(0, '192.0.2.2')).toMatchObject({ code: 'token_malformed' });
    await commands[0].waitFor('stderr', /code=token_malformed .*client=192\.0\.2\.2\n/);
  });

  test('are not escaped by a header that nobody trusts', async () => {
    const { urls } = await startReplicas({ rateLimits: { perAddress: HOUR } });
    const codes: unknown[] = [];
    for (const last of [1, 2, 3, 4]) {
      const spoofed = { 'x-forwarded-for': `192.0.2.${last}`, forwarded: `for=192.0.2.${last}` };
      codes.push((await send(urls[0], 'x', spoofed)).code);
    }
    expect(codes[3]).toBe('rate_limited');
  });

  test('of a subject hold for its verified tokens alone', async () => {
    const { urls } = await startReplicas({ rateLimits: { perSubject: HOUR } });
    const loud = () => upstream.issue({ sub: 'loud' });
    const forged = `${(await loud()).slice(0, -4)}AAAA`;
    for (const _ of [1, 2, 3, 4]) {
      expect(await send(urls[0], forged)).toMatchObject({ code: 'signature_invalid' });
    }
    for (const index of [0, 1, 0] as const) {
      expect(await send(urls[index], await loud())).toMatchObject({ status: 200 });
    }
    expect(await send(urls[1], await loud())).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(await send(urls[1], await upstream.issue({ sub: 'quiet' }))).toMatchObject({
      status: 200,
    });
  });
});

test('no renewal handle is in what the commands wrote', () => {
  expect(stage.output()).toContain('token exchanged');
  expect(stage.output()).not.toContain('dbr_');
});
