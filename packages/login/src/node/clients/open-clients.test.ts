import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { Refusal } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginPlace } from '../cache/login-place.ts';
import { createTestData, type TestData } from '../logins.fixture.ts';
import { type Clients, openClients, type OpenClientsOptions } from './open-clients.ts';
import type { WantedClient } from './register-new-client.ts';
import { isUnknownClient } from './unknown-client.ts';

const URL_OF_IT = 'https://id.test/register';
const WANTED: WantedClient = {
  provider: {
    issuer: 'https://id.test',
    discoveryUrl: 'https://id.test/.well-known/openid-configuration',
    registrationEndpoint: URL_OF_IT,
  },
  redirectUris: ['http://127.0.0.1:1/callback', 'http://127.0.0.1:2/callback'],
  isDevice: false,
};

const json = (status: number, value: object) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json' },
  });

/** A provider in this process. */
function createProvider() {
  const asked: string[] = [];
  const tokens = new Map<string, string>();
  let made = 0;
  const provider = {
    asked,
    tokens,
    /** What it answers instead. */
    instead: undefined as ((method: string) => Response | undefined) | undefined,
    manages: true,
    fetch: async (url: string, init: { method: string; headers: object; body?: unknown }) => {
      const { method, headers, body } = init;
      asked.push(method === 'GET' ? `GET ${url.split('/').at(-1)}` : method);
      const other = provider.instead?.(method);
      if (other !== undefined) return other;
      if (method === 'GET') {
        const id = url.split('/').at(-1) ?? '';
        const isOurs =
          `Bearer ${tokens.get(id)}` === (headers as Record<string, string>)['authorization'];
        if (!isOurs) return json(401, { error: 'invalid_token' });
        tokens.set(id, `${tokens.get(id)}+`);
        return json(200, { client_id: id, registration_access_token: tokens.get(id) });
      }
      const id = `client-${++made}`;
      tokens.set(id, `management-token-of-${id}`);
      return json(201, {
        client_id: id,
        redirect_uris: (JSON.parse(String(body)) as { redirect_uris: unknown }).redirect_uris,
        ...(provider.manages && {
          registration_client_uri: `${URL_OF_IT}/${id}`,
          registration_access_token: tokens.get(id),
        }),
      });
    },
  };
  return provider;
}

let folder: TestData;
let provider: ReturnType<typeof createProvider>;
beforeEach(async () => {
  folder = await createTestData();
  provider = createProvider();
});
afterEach(() => folder.remove());

const open = (options: Partial<OpenClientsOptions> = {}): Clients =>
  openClients({
    data: folder.data,
    http: { tokens: () => provider.fetch },
    cache: 'file',
    ...options,
  });
const filesOf = async () => {
  const { clients } = loginPlace(folder.data);
  return (await readdir(clients)).map((name) => join(clients, name));
};

describe('no client is come by', () => {
  it.each<[string, () => Response]>([
    ['refuses', () => json(403, { error: 'insufficient_scope', error_description: 'not here' })],
    ['has no such endpoint', () => json(404, {})],
    ['answers garbage', () => new Response('<html>', { status: 200 })],
    ['makes another than was asked for', () => json(201, { client_id: 'x', redirect_uris: [] })],
  ])('where the provider %s: it says what to register by hand', async (_, answer) => {
    provider.instead = answer;
    await expect(open().get(WANTED)).rejects.toMatchObject({
      code: 'sign_in_unavailable',
      hint: expect.stringMatching(
        /URIs http:\/\/127\.0\.0\.1:1\/callback and http:\/\/127\.0\.0\.1:2\/callback, .* --client-id/,
      ) as string,
    });
    expect(provider.asked).toEqual(['POST']);
  });

  it('where its document names no endpoint: nobody is asked', async () => {
    const { registrationEndpoint: _, ...without } = WANTED.provider;
    await expect(open().get({ ...WANTED, provider: without })).rejects.toMatchObject({
      code: 'sign_in_unavailable',
      message: expect.stringContaining('names no registration_endpoint') as string,
      hint: expect.stringContaining('--client-id') as string,
    });
    expect(provider.asked).toEqual([]);
  });

  it('for now, where the provider is down', async () => {
    provider.instead = () => json(503, {});
    await expect(open().get(WANTED)).rejects.toMatchObject({ code: 'token_endpoint_unavailable' });
  });

  it('where what is kept cannot be read: another is made when a person says so', async () => {
    const first = await open().get(WANTED);
    const [file = ''] = await filesOf();
    await writeFile(file, 'login1.file.v1.x');
    await expect(open().get(WANTED)).rejects.toMatchObject({
      code: 'data_unusable',
      hint: expect.stringContaining('--register') as string,
    });
    await rm(file);
    await chmod(loginPlace(folder.data).clients, 0o777);
    await expect(open().get(WANTED)).rejects.toMatchObject({ code: 'data_unusable' });
    await chmod(loginPlace(folder.data).clients, 0o700);
    expect((await open().renew(WANTED)).clientId).not.toBe(first.clientId);
  });
});

describe('a client', () => {
  it('is registered once, sealed, and found again', async () => {
    const clock = createTestClock(1_700_000_000);
    const first = await open({ clock }).get(WANTED);
    expect(first).toEqual({
      clientId: 'client-1',
      registeredAt: 1_700_000_000,
      hasWorked: false,
      isNew: true,
    });
    const redirectUris = [...WANTED.redirectUris].reverse();
    expect(await open().get({ ...WANTED, redirectUris })).toEqual({ ...first, isNew: false });
    expect(provider.asked).toEqual(['POST', 'GET client-1', 'GET client-1']);
    const [file = '', ...others] = await filesOf();
    expect(others).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(Buffer.from(text.replace(/^.*\./, ''), 'base64url').toString('latin1')).not.toMatch(
      /client-1|management-token/,
    );
  });

  it('is kept before anything else is asked, so that no kill leaves one behind that nobody knows of', async () => {
    const kept: number[] = [];
    const { fetch } = provider;
    provider.fetch = async (url, init) => {
      if (init.method === 'GET') kept.push((await filesOf()).length);
      return fetch(url, init);
    };
    await open().get(WANTED);
    expect(kept).toEqual([1]);
  });

  it('is of one provider, one set of redirect URIs, and one way of signing in', async () => {
    const clients = open();
    const { clientId } = await clients.get(WANTED);
    const others = [
      { ...WANTED, isDevice: true },
      { ...WANTED, redirectUris: WANTED.redirectUris.slice(1) },
      { ...WANTED, provider: { ...WANTED.provider, issuer: 'https://id.test/' } },
    ];
    const found = new Set([clientId]);
    for (const other of others) found.add((await clients.get(other)).clientId);
    expect(found.size).toBe(4);
  });

  it('is registered once by twenty that begin at once, who do not all ask after it', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => open().get(WANTED)));
    expect(new Set(found.map(({ clientId }) => clientId))).toEqual(new Set(['client-1']));
    expect(found.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(provider.asked.filter((method) => method === 'POST')).toHaveLength(1);
    expect(provider.asked.length).toBeLessThan(20);
  });

  it('is registered anew when the provider says that it is gone', async () => {
    await open().get(WANTED);
    provider.tokens.clear();
    expect(await open().get(WANTED)).toMatchObject({ clientId: 'client-2', isNew: true });
    expect(await open().get(WANTED)).toMatchObject({ clientId: 'client-2', isNew: false });
  });

  it.each([500, 429, 302])('is gone on with where that is answered with %i', async (status) => {
    await open().get(WANTED);
    provider.instead = (method) => (method === 'GET' ? new Response(null, { status }) : undefined);
    expect(await open().get(WANTED)).toMatchObject({ clientId: 'client-1', isNew: false });
  });

  it('is not asked after where the provider does not know its own new ones, or manages none', async () => {
    provider.instead = (method) => (method === 'GET' ? json(403, {}) : undefined);
    await open().get(WANTED);
    expect(await open().get(WANTED)).toMatchObject({ clientId: 'client-1', isNew: false });
    provider.manages = false;
    await open().renew(WANTED);
    expect(await open().get(WANTED)).toMatchObject({ clientId: 'client-2', isNew: false });
    expect(provider.asked).toEqual(['POST', 'GET client-1', 'POST']);
  });

  it('is renewed by one of those who were refused with it', async () => {
    await open().get(WANTED);
    const [one, other] = await Promise.all([
      open().renew(WANTED, 'client-1'),
      open().renew(WANTED, 'client-1'),
    ]);
    expect([one.clientId, other.clientId]).toEqual(['client-2', 'client-2']);
    expect((await open().renew(WANTED)).clientId).toBe('client-3');
  });

  it('is noted to work, unless it is another by now', async () => {
    const clients = open();
    await clients.get(WANTED);
    await clients.noteWorking(WANTED, 'client-0');
    expect(await clients.get(WANTED)).toMatchObject({ hasWorked: false });
    await clients.noteWorking(WANTED, 'client-1');
    expect(await clients.get(WANTED)).toMatchObject({ hasWorked: true });
  });
});

describe('isUnknownClient', () => {
  const fault = (
    code: 'token_endpoint_refused' | 'sign_in_refused' | 'cloud_refused',
    error: string,
  ) =>
    new DrawbridgeError(code, {
      cause: new Error('hinted', { cause: new Refusal(error, undefined, 400) }),
    });

  it.each([
    [fault('cloud_refused', 'invalid_client'), false],
    [fault('sign_in_refused', 'access_denied'), false],
    [new DrawbridgeError('sign_in_refused'), false],
    [new Error('invalid_client'), false],
    [undefined, false],
    [fault('sign_in_refused', 'unauthorized_client'), true],
    [fault('token_endpoint_refused', 'invalid_client'), true],
  ])('%s: %s', (thrown, expected) => {
    expect(isUnknownClient(thrown)).toBe(expected);
  });
});
