import type { HeaderField } from '@drawbridge/core';
import type { AccessTarget } from '@drawbridge/rules';
import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { CHECK_TYPE } from '../../check/checked-question.ts';
import {
  AUTH,
  CLIENT,
  fieldsOf,
  HOST,
  HTML,
  PROXY,
  RULES,
  setUpGateway,
  userNamed,
} from '../../gateway.fixture.ts';
import { IDENTITY_PROFILES } from '../../identity/identity-profiles.ts';
import { WRITTEN } from './asked.fixture.ts';
import { ASKED_BY, type AskedBy } from './asked-by.ts';

const LOGIN = `https://${HOST}/oauth2/drawbridge/login?url=`;

interface Asking {
  readonly query?: string;
  readonly address?: string;
  readonly method?: string;
}

/** A gateway that a proxy of one kind asks as it asked oauth2-proxy. */
async function setUp(askedBy: AskedBy) {
  const targets: AccessTarget[] = [];
  const world = await setUpGateway({
    compatibility: { oauth2Proxy: { askedBy } },
    identity: { fields: IDENTITY_PROFILES['auth-request'] },
    access: {
      decide(target, person) {
        targets.push(target);
        return RULES.decide(target, person);
      },
    },
  });
  const send = (headers: readonly HeaderField[], asking: Asking = {}) => {
    const { query = '', address = PROXY, method = 'GET' } = asking;
    return world.gateway.handle(
      testCall({ method, target: `/oauth2/auth${query}`, address, headers }),
    );
  };
  const ask = (target: string, fields: readonly HeaderField[] = [], asking?: Asking) =>
    send([...WRITTEN[askedBy](target), ...fields], asking);
  return { ...world, send, ask, targets };
}

/** What a client sends to be taken for another request, or for another client. */
const SPOOFED: readonly HeaderField[] = [
  ['x-original-url', `https://${HOST}/public`],
  ['x-original-uri', '/public'],
  ['x-original-method', 'HEAD'],
  ['x-forwarded-method', 'HEAD'],
  ['x-forwarded-proto', 'http'],
  ['x-forwarded-host', 'other.example.com'],
  ['x-forwarded-uri', '/public'],
  ['x-forwarded-for', '10.9.9.9'],
  ['x-real-ip', '10.9.9.9'],
  ['x-auth-request-redirect', '/public'],
  ['forwarded', 'for=10.9.9.9;host=other.example.com'],
];

const FORWARDED = ['method', 'proto', 'host', 'uri'].map((name) => `x-forwarded-${name}`);

/** Without which nothing is decided: where a proxy does not write one, a client would. */
const NEEDED: Readonly<Record<AskedBy, readonly string[]>> = {
  nginx: ['host', 'x-real-ip', 'x-forwarded-uri'],
  'ingress-nginx': ['host', 'x-original-url', 'x-original-method', 'x-real-ip'],
  traefik: FORWARDED,
  caddy: FORWARDED,
};

describe.each(ASKED_BY)('/oauth2/auth, asked by %s', (askedBy) => {
  const written = WRITTEN[askedBy]('/x');
  const isWritten = (name: string) => written.some(([other]) => other === name);

  it('is answered to trusted proxies alone', async () => {
    const { ask, signIn, targets, log } = await setUp(askedBy);
    const reply = await ask('/x', [signIn(userNamed('ann'))], { address: '192.0.2.1' });
    expect([reply.status, targets]).toEqual([403, []]);
    expect(log.text()).toContain('asks at /oauth2/auth and is none of gateway.trustedProxies');
  });

  it('is 202 with what is known, and 401 without a session', async () => {
    const { ask, signIn } = await setUp(askedBy);
    const reply = await ask('/x', [signIn(userNamed('ann', ['dev', 'ops']))]);
    expect(reply).toEqual({
      status: 202,
      headers: [
        ['X-Auth-Request-User', 'ann'],
        ['X-Auth-Request-Email', 'ann@corp.example'],
        ['X-Auth-Request-Preferred-Username', ''],
        ['X-Auth-Request-Groups', 'dev,ops'],
        ['cache-control', 'no-store'],
      ],
      body: null,
    });
    const refused = await ask('/x');
    expect([refused.status, fieldsOf(refused)['location']]).toEqual([401, undefined]);
  });

  it('has every field in a 202, empty for nobody', async () => {
    const { ask } = await setUp(askedBy);
    const reply = await ask('/public');
    expect(reply.status).toBe(202);
    expect(fieldsOf(reply)).toMatchObject({ 'x-auth-request-user': '' });
    expect(reply.headers).toHaveLength(5);
  });

  it('is 401 to a person, with the way to sign in that the proxy hands on', async () => {
    const { ask } = await setUp(askedBy);
    const reply = await ask('/x?y=1', [HTML]);
    expect([reply.status, fieldsOf(reply)['location']]).toEqual([401, `${LOGIN}%2Fx%3Fy%3D1`]);
  });

  it('is held against the app that its address says is reached', async () => {
    const { ask, signIn, targets } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann'));
    const status = async (query: string) => (await ask('/x', [cookie], { query })).status;
    for (const query of ['?host=other.example.com', `?host=${HOST}:8443`, '?host=', '?host']) {
      expect(await status(query)).toBe(403);
    }
    expect(await status(`?host=${HOST}&host=${HOST}`)).toBe(403);
    expect(targets).toEqual([]);
    expect(await status(`?host=${HOST.toUpperCase()}&allowed_emails=ann@corp.example`)).toBe(202);
  });

  it('tells who looks why it is refused, at no address that a client can name', async () => {
    const { send, ask } = await setUp(askedBy);
    const looks: HeaderField = ['accept', `text/html, ${CHECK_TYPE}`];
    const evil = written.map(
      ([name, value]): HeaderField => [name, value.replace(HOST, 'evil.example.com')],
    );
    const reply = await send([...evil, looks]);
    expect([reply.status, fieldsOf(reply)['location']]).toEqual([401, `${AUTH}/?refused=host`]);
    const plain = await send([...evil, HTML]);
    expect([plain.status, fieldsOf(plain)['location']]).toEqual([403, undefined]);
    const login = fieldsOf(await ask('/x', [looks]))['location'];
    expect(login).toBe(`${LOGIN}%2Fx&cookies=none`);
  });

  it('is 403 to who is signed in and may not, never 401, with a way to sign out', async () => {
    const { ask, signIn } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann'));
    const reply = await ask('/admin', [cookie, HTML]);
    expect(reply.status).toBe(403);
    expect(reply.body).toContain('/oauth2/sign_out');
    expect(reply.body).not.toContain('/.drawbridge/');
  });

  it('looks at no field that this proxy leaves as a client sent it', async () => {
    const { ask, targets } = await setUp(askedBy);
    await ask('/x', [HTML]);
    const spoofed = SPOOFED.filter(([name]) => !isWritten(name));
    const reply = await ask('/x', [HTML, ...spoofed]);
    expect(fieldsOf(reply)['location']).toBe(`${LOGIN}%2Fx`);
    expect(targets[1]).toEqual(targets[0]);
    expect(targets[0]).toMatchObject({ host: HOST, path: '/x', address: CLIENT });
  });

  it.each(NEEDED[askedBy])('is 403 without %s, or with two', async (name) => {
    const { send, signIn, targets } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann'));
    const value = written.find(([other]) => other === name)?.[1] ?? '';
    const others = written.filter(([other]) => other !== name);
    for (const headers of [
      [...others, cookie],
      [...others, [name, ''] as const, cookie],
      [...written, [name, value] as const, cookie],
    ]) {
      expect((await send(headers)).status).toBe(403);
    }
    expect(targets).toEqual([]);
  });

  it.each(['/a/../public', '/public/%2e%2e/admin', '/x%00', '/%252e', 'x', '//[', '/public#'])(
    'lets nobody by with %j',
    async (target) => {
      const { ask } = await setUp(askedBy);
      expect([401, 403]).toContain((await ask(target)).status);
    },
  );

  it('is the same by whatever method, without content for HEAD', async () => {
    const { ask, signIn } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann'));
    for (const fields of [[cookie], [HTML], []]) {
      const usual = await ask('/admin', fields);
      expect(await ask('/admin', fields, { method: 'POST' })).toEqual(usual);
      const head = await ask('/admin', fields, { method: 'HEAD' });
      expect(head).toEqual({ ...usual, body: null });
    }
  });

  it('is narrowed by its address, and widened by nothing there', async () => {
    const { ask, signIn, records } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann', ['dev']));
    const status = async (target: string, query: string, fields = [cookie]) =>
      (await ask(target, fields, { query })).status;
    expect(await status('/x', '?allowed_groups=dev')).toBe(202);
    expect(await status('/x', '?allowed_groups=ops')).toBe(403);
    expect(await status('/admin', '?allowed_groups=dev')).toBe(403);
    expect(await status('/public', '?allowed_groups=dev', [])).toBe(401);
    expect(await status('/x', '?allowed_groups=dev&allowed_groups=ops')).toBe(403);
    // What the audit has is what was answered.
    expect(records.map(({ decision }) => decision)).toEqual(['granted', 'refused', 'refused']);
  });

  it('tells nothing of a person to a page that asks itself', async () => {
    const { ask, signIn } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann'));
    for (const target of ['/oauth2/auth', '/oauth2/auth?allowed_groups=', '/oauth2//auth']) {
      const reply = await ask(target, [cookie]);
      expect(reply).toEqual({ status: 202, headers: [['cache-control', 'no-store']], body: null });
    }
  });

  it('is 503 while the store does not answer', async () => {
    const { ask, signIn, trouble } = await setUp(askedBy);
    const cookie = signIn(userNamed('ann'));
    trouble.store = new Error('PLANTED');
    const reply = await ask('/x', [cookie]);
    expect(reply.status).toBe(503);
    expect(JSON.stringify(reply)).not.toContain('PLANTED');
  });
});

describe('/oauth2/auth', () => {
  it('of nginx does not know the method, and takes the scheme of the gateway', async () => {
    const { ask, targets } = await setUp('nginx');
    expect((await ask('/public')).status).toBe(202);
    expect(targets).toMatchObject([{ host: HOST, method: undefined }]);
  });

  it('takes no address of a client that is none, and no other proxy for one', async () => {
    const { send, ask, targets } = await setUp('nginx');
    const others = WRITTEN.nginx('/public').filter(([name]) => name !== 'x-real-ip');
    for (const address of ['x', '10.0.0.1, 10.0.0.2', '10.0.0.1:80']) {
      expect((await send([...others, ['x-real-ip', address]])).status).toBe(403);
    }
    await send([...others, ['x-real-ip', PROXY]]);
    await send([...others, ['x-real-ip', '::ffff:203.0.113.9']]);
    await ask('/public');
    expect(targets.map(({ address }) => address)).toEqual([undefined, '203.0.113.9', CLIENT]);
  });

  it.each([HOST, `${HOST.toUpperCase()}.:443`, 'a.apps.example.com'])(
    'of ingress-nginx tells nothing at the address of an app, %s, where a script of its pages writes X-Original-URL',
    async (host) => {
      const { send, signIn, targets, log } = await setUp('ingress-nginx');
      const others = WRITTEN['ingress-nginx']('/x').filter(([name]) => name !== 'host');
      const reply = await send([['host', host], ...others, signIn(userNamed('ann'))]);
      expect([reply.status, fieldsOf(reply)['x-auth-request-user'], targets]).toEqual([
        403,
        undefined,
        [],
      ]);
      expect(log.text()).toContain('auth-url');
    },
  );

  it('of ingress-nginx is answered at whatever other address it asks at', async () => {
    const { send, signIn } = await setUp('ingress-nginx');
    const others = WRITTEN['ingress-nginx']('/x').filter(([name]) => name !== 'host');
    for (const host of ['drawbridge.auth.svc', 'drawbridge:4180', '10.0.0.3', 'auth.example.com']) {
      const reply = await send([['host', host], ...others, signIn(userNamed('ann'))]);
      expect([reply.status, fieldsOf(reply)['x-auth-request-user']]).toEqual([202, 'ann']);
    }
  });

  it.each(['/oauth2/auth/', '/oauth2/authx', '/oauth2/AUTH', '/oauth2/%61uth', '/oauth2//auth'])(
    'is not at %s',
    async (target) => {
      const { gateway } = await setUp('nginx');
      const call = testCall({ target, address: PROXY, headers: WRITTEN.nginx('/public') });
      expect((await gateway.handle(call)).status).toBe(404);
    },
  );

  it('is not there without the setting, nor is anything below /oauth2/', async () => {
    const { gateway } = await setUpGateway();
    for (const path of [
      'auth',
      'start',
      'sign_in',
      'sign_out',
      'callback',
      'userinfo',
      'drawbridge/login',
    ]) {
      const call = testCall({
        target: `/oauth2/${path}`,
        address: PROXY,
        headers: WRITTEN.nginx('/public'),
      });
      expect((await gateway.handle(call)).status).toBe(404);
    }
    expect(gateway.probes).toEqual({});
  });
});
