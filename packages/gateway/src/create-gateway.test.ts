import type { HeaderField } from '@drawbridge/core';
import { createLogRecorder, replyJson, replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { Answered } from './decision/report.ts';
import {
  AUTH,
  CLIENT,
  fieldsOf,
  HOST,
  HTML,
  PROXY,
  setUpGateway,
  userNamed,
} from './gateway.fixture.ts';
import { createAppHosts } from './hosts/app-hosts.ts';
import { createAuthOrigin } from './hosts/auth-origin.ts';

const AUTH_HOST = new URL(AUTH).host;

describe('createGateway', () => {
  it.each([['0.0.0.0/0'], ['::/0'], ['proxy.example']])(
    'oauth2-proxy CVE-2026-40575: is not made to trust %s',
    async (proxy) => {
      await expect(setUpGateway({ trustedProxies: [proxy] })).rejects.toThrow(TypeError);
    },
  );

  it('oauth2-proxy CVE-2026-40575: trusts no proxy that is not named, and says so at once', async () => {
    const log = createLogRecorder();
    const { ask, signIn } = await setUpGateway({ trustedProxies: [], log });
    expect(log.entries).toMatchObject([{ level: 'warn', event: 'no proxy is trusted' }]);
    const reply = await ask('/public', [signIn(userNamed('alice'))]);
    expect([reply.status, replyJson(reply)]).toMatchObject([400, { code: 'proxy_unproven' }]);
  });

  it.each(['/nothing', '/.drawbridge/nothing', '/login/'])(
    'has a page for a person who comes to %s, and JSON for a program',
    async (target) => {
      const { gateway, log } = await setUpGateway();
      const page = await gateway.handle(testCall({ target, headers: [['host', AUTH_HOST], HTML] }));
      expect([page.status, fieldsOf(page)['content-type']]).toEqual([
        404,
        'text/html; charset=utf-8',
      ]);
      expect(replyText(page)).toContain('path_unknown');
      const json = await gateway.handle(testCall({ target, headers: [['host', AUTH_HOST]] }));
      expect([json.status, replyJson(json)]).toMatchObject([404, { code: 'path_unknown' }]);
      expect(log.entries.map(({ event }) => event)).toEqual(['call refused', 'call refused']);
    },
  );

  it('has a page for a person who comes by a method that is none here, which says what is', async () => {
    const { gateway } = await setUpGateway();
    const headers: readonly HeaderField[] = [['host', AUTH_HOST], HTML];
    const page = await gateway.handle(testCall({ method: 'PUT', target: '/login', headers }));
    expect([page.status, fieldsOf(page)]).toMatchObject([
      405,
      { allow: 'GET, HEAD', 'content-type': 'text/html; charset=utf-8' },
    ]);
  });

  it.each(['nginx', 'traefik', 'envoy/x', 'haproxy', 'caddy'])(
    'has a page for a person who comes to /authz/%s by no proxy, and JSON for a program',
    async (path) => {
      const { gateway, log } = await setUpGateway();
      const ask = (headers: readonly HeaderField[], method = 'GET') =>
        gateway.handle(
          testCall({ method, target: `/authz/${path}`, headers, address: '203.0.113.9' }),
        );
      const json = await ask([]);
      expect(replyJson(json)).toMatchObject({ code: 'proxy_unproven' });
      const page = await ask([HTML]);
      expect([page.status, fieldsOf(page)['content-type']]).toEqual([
        json.status,
        'text/html; charset=utf-8',
      ]);
      expect(replyText(page)).toContain('proxy_unproven');
      expect((await ask([HTML], 'HEAD')).body).toBeNull();
      expect(log.entries.map(({ event }) => event)).toEqual(
        Array.from({ length: 3 }, () => 'request refused'),
      );
    },
  );

  it('answers the bug of a page with 500', async () => {
    const { gateway, log } = await setUpGateway({
      account: {
        show: () => Promise.reject(new RangeError('PLANTED')),
        act: () => Promise.reject(new RangeError('PLANTED')),
      },
    });
    for (const headers of [[], [HTML]]) {
      const reply = await gateway.handle(testCall({ headers: [['host', AUTH_HOST], ...headers] }));
      expect(reply.status).toBe(500);
      expect(replyText(reply)).not.toContain('PLANTED');
    }
    expect(log.entries).toMatchObject([{ level: 'error' }, { level: 'error' }]);
  });

  it('tells who listens of every answer, of a question that could not be read as well', async () => {
    const told: Answered[] = [];
    const { ask, signIn } = await setUpGateway({ onAnswered: (answered) => told.push(answered) });
    const alice = userNamed('alice');
    await ask('/admin', [signIn(alice), HTML]);
    await ask('/%FF', []);
    expect(told).toMatchObject([
      {
        status: 403,
        question: { readings: ['/admin'], isPage: true },
        verdict: { kind: 'forbidden', user: alice },
      },
      { question: undefined, verdict: { kind: 'malformed' } },
    ]);
  });

  it('opens no dialog for a password in the browser of somebody who is not signed in', async () => {
    const { gateway } = await setUpGateway({
      compatibility: { oauth2Proxy: { askedBy: 'nginx' } },
    });
    const headers = [
      ['host', HOST],
      ['x-forwarded-proto', 'https'],
    ] as const;
    const target = '/oauth2/userinfo';
    const reply = await gateway.handle(testCall({ target, headers, address: PROXY }));
    expect([reply.status, replyJson(reply)]).toMatchObject([401, { code: 'credentials_missing' }]);
    expect(reply.headers.filter(([name]) => name === 'www-authenticate')).toEqual([
      ['www-authenticate', 'Bearer realm="drawbridge"'],
    ]);
  });

  it('closes', async () => {
    const { gateway } = await setUpGateway();
    await expect(gateway.close()).resolves.toBeUndefined();
  });
});

describe('the paths of the auth host', () => {
  const routes = [
    ['GET', '/', 'show'],
    ['POST', '/', 'act'],
    ['GET', '/login?x', 'enter'],
    ['GET', '/callback?code=x', 'callback'],
    ['GET', '/callback/corp?code=x', 'callback'],
    ['GET', '/logout', 'at auth host'],
    ['POST', '/logout', 'at auth host'],
    ['GET', '/signed-out', 'signed out'],
    ['POST', '/backchannel-logout', 'back channel'],
    ['GET', '/frontchannel-logout?iss=x', 'front channel'],
  ] as const;

  it.each(routes)('%s %s is there', async (method, target, name) => {
    const { gateway } = await setUpGateway();
    const call = testCall({ method, target, headers: [['host', AUTH_HOST]] });
    expect(replyText(await gateway.handle(call))).toBe(name);
  });

  it.each(routes)('%s %s is on no other host', async (method, target) => {
    const { gateway } = await setUpGateway();
    for (const host of [HOST, 'evil.example', 'auth.example.com.evil.example', '']) {
      const reply = await gateway.handle(testCall({ method, target, headers: [['host', host]] }));
      expect(reply.status).toBe(404);
    }
  });

  it.each([
    ['POST', '/callback'],
    ['POST', '/login'],
    ['GET', '/backchannel-logout'],
    ['DELETE', '/'],
    ['TRACE', '/login'],
  ])('does not take %s %s', async (method, target) => {
    const { gateway } = await setUpGateway();
    const reply = await gateway.handle(
      testCall({ method, target, headers: [['host', AUTH_HOST]] }),
    );
    expect(reply.status).toBe(405);
  });

  it('shows a person a page of what went wrong', async () => {
    const { gateway, log } = await setUpGateway();
    const reply = await gateway.handle(
      testCall({ target: '/login', headers: [['host', 'evil.example'], HTML] }),
    );
    expect(reply.status).toBe(404);
    expect(fieldsOf(reply)['content-type']).toBe('text/html; charset=utf-8');
    expect(replyText(reply)).not.toContain('evil.example');
    expect(log.text()).toContain('gateway.hosts');
  });

  it('has the keys of identity tokens, and where they are', async () => {
    const { gateway, keyRing } = await setUpGateway();
    const get = async (target: string) => gateway.handle(testCall({ target }));
    const keys = await get('/.well-known/jwks.json');
    expect(replyJson(keys)).toEqual({ keys: keyRing.publicKeys() });
    expect(fieldsOf(keys)).toEqual({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=300',
    });
    expect(replyJson(await get('/.well-known/openid-configuration'))).toMatchObject({
      issuer: AUTH,
      jwks_uri: `${AUTH}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['ES256'],
    });
  });

  it('has no keys where no token is signed', async () => {
    const { gateway, ask } = await setUpGateway({ identity: { fields: [] } });
    const reply = await gateway.handle(testCall({ target: '/.well-known/jwks.json' }));
    expect(reply.status).toBe(404);
    expect((await ask('/public')).headers).toEqual([['cache-control', 'no-store']]);
  });
});

describe('the paths of an app host', () => {
  const routes = [
    ['GET', '/.drawbridge/login?url=%2Fx', 'begin'],
    ['GET', '/.drawbridge/callback?code=x', 'take over'],
    ['GET', '/.drawbridge/logout', 'from app'],
    ['POST', '/.drawbridge/logout', 'from app'],
  ] as const;

  it.each(routes)('%s %s is there', async (method, target, name) => {
    const { gateway } = await setUpGateway();
    for (const [host, headers] of [
      [HOST, [['host', 'App.Example.com:443']]],
      ['a.apps.example.com', [['host', 'a.apps.example.com']]],
      [
        HOST,
        [
          ['host', 'gateway.internal'],
          ['x-forwarded-host', HOST],
        ],
      ],
    ] as [string, HeaderField[]][]) {
      const call = testCall({ method, target, headers, address: PROXY });
      expect(replyText(await gateway.handle(call))).toBe(`${name} of ${host}`);
    }
  });

  it.each(routes)('%s %s is on no other host', async (method, target) => {
    const { gateway } = await setUpGateway();
    for (const host of ['evil.example', `${HOST}.evil.example`, `evil-${HOST}`]) {
      const reply = await gateway.handle(testCall({ method, target, headers: [['host', host]] }));
      expect(reply.status).toBe(404);
    }
  });

  it('are on the auth host too, which is no app for that, even where a list has it', async () => {
    const { gateway, ask } = await setUpGateway({
      hosts: createAppHosts(['*.example.com'], createAuthOrigin(AUTH)),
    });
    const headers: readonly HeaderField[] = [['host', AUTH_HOST]];
    const reply = await gateway.handle(testCall({ target: '/.drawbridge/login', headers }));
    expect(replyText(reply)).toBe(`begin of ${AUTH_HOST}`);
    expect((await ask('/public', [], { host: AUTH_HOST })).status).toBe(403);
  });
});

/** A question of Envoy, which has the target behind its own path. */
const envoyAsks = (target: string, fields: readonly HeaderField[]) =>
  testCall({
    target: `/authz/envoy${target}`,
    address: PROXY,
    headers: [['host', HOST], ['x-forwarded-proto', 'https'], ...fields],
  });

describe('/authz/', () => {
  it.each(['GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE', 'PROPFIND'])(
    'gives one answer, by whatever method a proxy asks: %s',
    async (proxyMethod) => {
      const { ask, signIn } = await setUpGateway();
      const cookie = signIn(userNamed('alice'));
      for (const target of ['/x', '/admin', '/a/../b']) {
        for (const fields of [[], [cookie], [cookie, HTML], [HTML]]) {
          const usual = await ask(target, fields);
          const { status, headers, body } = await ask(target, fields, { proxyMethod });
          expect({ status, headers }).toEqual({ status: usual.status, headers: usual.headers });
          expect(body).toBe(proxyMethod === 'HEAD' ? null : usual.body);
        }
      }
    },
  );

  it.each([
    '/authz',
    '/authz/',
    '/authz/traefik/',
    '/authz/traefik/x',
    '/authz/traefikx',
    '/authz/Traefik',
    '/authz/nginx%20',
    '//authz/nginx',
    '/x/../authz/nginx',
    '/authz/unknown',
  ])('has nothing at %s', async (target) => {
    const { gateway } = await setUpGateway();
    expect((await gateway.handle(testCall({ target, address: PROXY }))).status).toBe(404);
  });

  it('takes what ingress-nginx adds to its path', async () => {
    const { gateway } = await setUpGateway();
    const reply = await gateway.handle(
      testCall({
        target: '/authz/nginx?rd=https://evil.example/',
        address: PROXY,
        headers: [['x-original-url', `https://${HOST}/x`], ['x-original-method', 'GET'], HTML],
      }),
    );
    expect([reply.status, fieldsOf(reply)['location']]).toEqual([
      401,
      `https://${HOST}/.drawbridge/login?url=%2Fx`,
    ]);
  });

  it.each([
    '/..',
    '/../x',
    '//',
    '//evil.example/x',
    '*',
    '/*',
    '',
    '?',
    '/%2e%2e/x',
    '/a%2f..%2fb',
  ])('is asked by Envoy with any path behind it: %j', async (rest) => {
    const { gateway, signIn } = await setUpGateway();
    const ask = (fields: readonly HeaderField[]) => gateway.handle(envoyAsks(rest, fields));
    const isWhole = ['//', '//evil.example/x', '/*'].includes(rest);
    expect((await ask([])).status).toBe(isWhole ? 401 : 400);
    expect((await ask([signIn(userNamed('alice'))])).status).toBe(isWhole ? 200 : 400);
  });

  it('knows no address of a client where the proxy tells none', async () => {
    const seen: unknown[] = [];
    const { gateway } = await setUpGateway({
      access: {
        decide({ address }) {
          seen.push(address);
          return { kind: 'allowed', rule: 'anyone', isPublic: true };
        },
      },
    });
    for (const fields of [
      [],
      [['x-forwarded-for', 'unknown']],
      [['x-forwarded-for', PROXY]],
      [['x-forwarded-for', `127.0.0.1, ${CLIENT}`]],
    ] as HeaderField[][]) {
      await gateway.handle(envoyAsks('/x', fields));
    }
    expect(seen).toEqual([undefined, undefined, undefined, CLIENT]);
  });
});
