import { createServer, type RequestListener } from 'node:http';
import type { JsonObject } from '@drawbridge/core';
import { APISIX, type Caller } from '@drawbridge/guard';
import { createVouchCodec } from '@drawbridge/oauth';
import { apisixHeaders, type ApisixSettings, createTestIssuer } from '@drawbridge/testing';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vouchSession } from '../packages/gateway/src/vouch/vouch-defaults.fixture.ts';
import { readPage, tableRows } from './support/documents.ts';
import { runCode } from './support/page-code.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';

// The code in the pages about the guard, as it stands there but for the issuer: theirs cannot be reached.

const stage = createStage();
afterAll(() => stage.clear());

const AUDIENCE = 'orders-api';
const READ = { scope: 'orders:read' };

/** An issuer on this machine, until the stage is cleared. */
async function listen(audience: string): Promise<ListeningIssuer> {
  const issuer = await listenTestIssuer({ audience });
  stage.later(() => issuer.close());
  return issuer;
}

let issuer: ListeningIssuer;
beforeAll(async () => {
  issuer = await listen(AUDIENCE);
});

type Headers = Readonly<Record<string, string>>;

/** What is used of an application of Fastify. */
interface Application {
  inject(request: { method?: string; url: string; headers: Headers }): Promise<{
    readonly statusCode: number;
    json(): unknown;
  }>;
}

describe.each([
  ['README.md', 'https://sso.example.com/realms/example'],
  ['docs/guard.md', 'https://sso.example.com/realms/example'],
])('the first example of %s', (page, named) => {
  it('answers 401, 403 and 200, by who calls', async () => {
    const replaced = { [named]: issuer.issuer };
    const { app } = await runCode<{ app: Application }>(
      stage,
      page,
      'fastifyGuard(guard)',
      replaced,
    );
    const ask = async (method: 'GET' | 'DELETE', headers: Headers = {}) => {
      const reply = await app.inject({ method, url: '/orders', headers });
      const body = reply.json() as { readonly code?: string };
      return [reply.statusCode, body.code ?? body];
    };
    const reader = await apisixHeaders(issuer, { sub: 'bob' }, READ);
    const admin = await issuer.bearer({ sub: 'ann', groups: ['admin'] });

    expect(await ask('GET')).toEqual([401, 'credentials_missing']);
    expect(await ask('GET', { 'x-access-token': 'x' })).toEqual([401, 'token_malformed']);
    expect(await ask('GET', await apisixHeaders(issuer))).toEqual([403, 'scope_insufficient']);
    expect(await ask('GET', reader)).toEqual([200, { orders: [], for: 'bob' }]);
    expect(await ask('DELETE', reader)).toEqual([403, 'scope_insufficient']);
    expect(await ask('DELETE', admin)).toEqual([200, { deleted: true }]);
  });
});

describe('docs/guard.md', () => {
  interface Adapters {
    readonly expressApp: RequestListener;
    readonly honoApp: { request(path: string, init: RequestInit): Promise<Response> };
    readonly GET: (request: Request, context: unknown) => Promise<Response>;
    readonly handle: (request: Request) => Promise<Response>;
  }

  it('has an example that works in every framework', async () => {
    const replaced = { 'https://sso.example.com': issuer.issuer };
    const code = await runCode<Adapters>(stage, 'docs/guard.md', 'honoGuard(guard)', replaced);
    const url = await serveHere(stage, createServer(code.expressApp));
    const here = 'http://127.0.0.1/';
    const adapters = {
      express: (init: RequestInit) => fetch(url, init),
      hono: async (init: RequestInit) => code.honoApp.request('/', init),
      next: (init: RequestInit) => code.GET(new Request(here, init), {}),
      request: (init: RequestInit) => code.handle(new Request(here, init)),
    };
    const headers = await issuer.bearer({ sub: 'bob' }, READ);
    for (const [name, ask] of Object.entries(adapters)) {
      const refused = await ask({});
      expect([refused.status, refused.headers.get('www-authenticate')], name).toEqual([
        401,
        'Bearer',
      ]);
      const served = await ask({ headers });
      expect([served.status, await served.json()], name).toEqual([200, { subject: 'bob' }]);
    }
  });
});

describe('docs/guard.md, of cookies', () => {
  it('has an example that tells people by the cookie of Vouch Proxy', async () => {
    const secret = 'a secret of forty-four characters or a few more';
    const replaced = { "process.env['VOUCH_JWT_SECRET'] ?? ''": `'${secret}'` };
    const { app } = await runCode<{ app: Application }>(
      stage,
      'docs/guard.md',
      'createCookieGuard',
      replaced,
    );
    const codec = createVouchCodec({ keys: [{ secret }] });
    const cookieOf = async (claims: JsonObject, audience = 'example.com') => {
      const expiresAt = Math.floor(Date.now() / 1000) + 60;
      const session = { username: 'ada', customClaims: claims, audience, expiresAt };
      const value = await codec.encode(vouchSession(session));
      return { cookie: `fabric-service-alpha=${value}` };
    };
    const ask = async (url: string, headers: Headers = {}) =>
      (await app.inject({ url, headers })).statusCode;
    const ada = await cookieOf({ name: 'Ada', groups: ['staff'], tenant: 'acme' });
    const told = await app.inject({ url: '/me', headers: ada });
    expect([told.statusCode, told.json()]).toEqual([200, { username: 'ada', name: 'Ada' }]);
    expect([
      await ask('/me'),
      await ask('/me', await cookieOf({}, 'example.org')),
      await ask('/staff', await cookieOf({ groups: ['staff'] })),
      await ask('/staff', ada),
    ]).toEqual([401, 401, 403, 200]);
  });
});

describe('docs/migrate/eoepca-security.md', () => {
  it('greets by name whoever has one', async () => {
    const realm = await listen('account');
    const { app } = await runCode<{ app: Application }>(
      stage,
      'docs/migrate/eoepca-security.md',
      'fastifyGuard(guard)',
      { 'https://sso.example.com/realms/example': realm.issuer },
    );
    const greeting = async (headers: Headers = {}) => {
      const { message } = (await app.inject({ url: '/', headers })).json() as { message: string };
      return message;
    };
    const settings = { access_token_in_authorization_header: true };
    const signedIn = (claims: object, clientId = 'apisix') =>
      apisixHeaders(realm, { ...claims }, { clientId, settings });
    const bob = await signedIn({ preferred_username: 'bob' });

    expect(await greeting()).toBe('Hello World, Hello unauthorised person!');
    expect(await greeting(await signedIn({}))).toBe('Hello World, Hello mysterious stranger!');
    expect(await greeting(bob)).toBe('Hello World, Hello bob!');
    // What was possible before: any token of the realm, and claims of somebody else.
    const { Authorization = '' } = await signedIn({ sub: 'mallory' });
    expect(await greeting({ ...bob, Authorization })).toMatch('unauthorised person');
    expect(await greeting(await signedIn({ preferred_username: 'eve' }, 'another'))).toMatch(
      'unauthorised person',
    );
  });
});

describe('docs/testing.md', () => {
  it('has two lines that do what they say', async () => {
    const { caller } = await runCode<{ caller: Caller }>(
      stage,
      'docs/testing.md',
      'createTestIssuer',
    );
    expect([caller.subject, caller.hasRole('admins'), caller.hasScope('orders:read')]).toEqual([
      'bob',
      true,
      true,
    ]);
  });

  it('has an API that is tested with a guard of its own', async () => {
    const { answer } = await runCode<{ answer: { readonly body: string } }>(
      stage,
      'docs/testing.md',
      'createApi',
    );
    expect(answer.body).toBe('alice');
  });

  it('has a guard of two issuers, one of which is asked', async () => {
    const { caller } = await runCode<{ caller: Caller }>(stage, 'docs/testing.md', 'issueOpaque({');
    expect([caller.subject, caller.issuer]).toEqual(['bob', 'https://legacy.test']);
  });

  it('has a loop over hostile tokens that finds nothing wrong', async () => {
    const { wrong } = await runCode<{ wrong: string[] }>(
      stage,
      'docs/testing.md',
      'forgeHostileTokens',
    );
    expect(wrong).toEqual([]);
  });
});

describe('docs/behind/apisix.md', () => {
  it('has the fields and switches of the test kit, and of the profile', async () => {
    const kit = await createTestIssuer();
    const sent = async (settings: ApisixSettings) =>
      Object.keys(await apisixHeaders(kit, {}, { settings }));
    const rows = tableRows(await readPage('docs/behind/apisix.md')).filter(([field]) =>
      /^(?:X-|Authorization$)/.test(field ?? ''),
    );
    const { access, id, idClaims, userinfo, refresh } = APISIX;
    const read = [...access, id, idClaims, userinfo, refresh].map((source) => source?.name);
    expect(new Set(rows.map(([field]) => field))).toEqual(new Set(read));
    const byDefault = await sent({});
    for (const [field = '', , name = '', state] of rows) {
      const isOn = state === 'on';
      expect([isOn, byDefault.includes(field)], field).toEqual([isOn, isOn]);
      expect((await sent({ [name]: !isOn })).includes(field), name).toBe(!isOn);
    }
  });
});
