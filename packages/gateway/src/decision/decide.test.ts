import { DrawbridgeError } from '@drawbridge/core';
import { replyJson, replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import {
  AUTH,
  bearerOf,
  cookieOf,
  fieldsOf,
  HTML,
  setUpGateway,
  userNamed,
} from '../gateway.fixture.ts';

const FIELDS = ['remote-user', 'remote-email', 'remote-name', 'remote-groups'];

describe('a question about nobody', () => {
  it('of a page is sent to sign in, on the host of the app', async () => {
    const { ask } = await setUpGateway();
    const reply = await ask('/x?y=1', [HTML]);
    expect(reply).toMatchObject({ status: 302, body: null });
    expect(fieldsOf(reply)['location']).toBe(
      'https://app.example.com/.drawbridge/login?url=%2Fx%3Fy%3D1',
    );
  });

  it('of a program is told so, and sent nowhere', async () => {
    const { ask } = await setUpGateway();
    const reply = await ask('/x');
    expect(reply.status).toBe(401);
    expect(fieldsOf(reply)).toMatchObject({ 'www-authenticate': 'Bearer realm="drawbridge"' });
    expect(fieldsOf(reply)).not.toHaveProperty('location');
    expect(replyJson(reply)).toMatchObject({ code: 'credentials_missing' });
  });

  it('goes on where anyone may come, with every field empty', async () => {
    const { ask, records } = await setUpGateway();
    const reply = await ask('/public');
    expect(reply.status).toBe(200);
    const fields = fieldsOf(reply);
    for (const name of [...FIELDS, 'x-drawbridge-identity']) expect(fields[name]).toBe('');
    expect(records).toEqual([]);
  });

  it.each(['nobody@app.example.com', 's0', '@', ''])(
    'is one with a cookie like %j',
    async (cookie) => {
      const { ask, signIn } = await setUpGateway();
      signIn(userNamed('alice'));
      expect((await ask('/x', [['cookie', `__Host-drawbridge=${cookie}`]])).status).toBe(401);
    },
  );
});

describe('a session that cannot be looked up', () => {
  it.each([
    'signature_invalid',
    'token_endpoint_refused',
    'parameter_invalid',
    'store_unavailable',
    'internal',
  ] as const)(
    'over %s is unavailable, since the request brought no token that could be bad',
    async (code) => {
      const { bearer } = await bearerOf();
      const { ask, trouble, signIn, records } = await setUpGateway({ bearer });
      const cookie = signIn(userNamed('alice'));
      trouble.store = new DrawbridgeError(code);
      for (const fields of [[cookie], [cookie, HTML]]) {
        const reply = await ask('/x', fields);
        expect(reply.status).toBe(503);
        expect(fieldsOf(reply)).not.toHaveProperty('www-authenticate');
      }
      expect(records).toEqual([]);
    },
  );
});

describe('a question about somebody who is signed in', () => {
  it('goes on, with who it is', async () => {
    const { ask, signIn } = await setUpGateway();
    const reply = await ask('/x', [signIn(userNamed('alice', ['dev', 'ops']))]);
    expect(reply).toMatchObject({ status: 200, body: null });
    expect(fieldsOf(reply)).toMatchObject({
      'remote-user': 'alice@corp.example',
      'remote-groups': 'dev,ops',
      'x-drawbridge-identity': expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
      'cache-control': 'no-store',
    });
  });

  it('goes on where anyone may come, with who it is', async () => {
    const { ask, signIn } = await setUpGateway();
    const reply = await ask('/public', [signIn(userNamed('alice'))]);
    expect(fieldsOf(reply)['remote-user']).toBe('alice@corp.example');
  });

  it('is refused where they may not, and never sent to sign in once more', async () => {
    const { ask, signIn, log, records } = await setUpGateway();
    const cookie = signIn(userNamed('alice'));
    const page = await ask('/admin', [cookie, HTML]);
    expect(page.status).toBe(403);
    expect(replyText(page)).toContain('alice@corp.example');
    expect(fieldsOf(page)).not.toHaveProperty('www-authenticate');
    const json = await ask('/admin', [cookie]);
    expect([json.status, replyJson(json)]).toMatchObject([403, { code: 'access_denied' }]);
    expect(log.entries).toMatchObject([
      {
        level: 'info',
        event: 'request refused',
        fields: {
          code: 'access_denied',
          detail: 'the person is in no group "ops"',
          host: 'app.example.com',
          path: '/admin',
          subject: 'alice',
        },
      },
      {},
    ]);
    expect(records).toMatchObject([
      {
        decision: 'refused',
        code: 'access_denied',
        issuer: 'https://corp.example',
        subject: 'alice',
        audiences: ['https://app.example.com'],
        method: 'GET',
        path: '/admin',
        address: '203.0.113.7',
      },
      {},
    ]);
  });

  it('finds the good one of several cookies that others may have planted', async () => {
    const { ask, signIn } = await setUpGateway();
    const good = signIn(userNamed('alice'));
    const planted = [cookieOf('planted'), cookieOf('s0', 'other.example.com')];
    for (const cookies of [
      [...planted, good],
      [good, ...planted],
    ]) {
      expect((await ask('/x', cookies)).status).toBe(200);
    }
    expect((await ask('/x', planted)).status).toBe(401);
  });

  it('is about nobody in the second in which the session ends', async () => {
    const { ask, signIn, clock } = await setUpGateway();
    const cookie = signIn(userNamed('alice'));
    clock.advance(1799);
    expect((await ask('/x', [cookie])).status).toBe(200);
    clock.advance(1);
    expect((await ask('/x', [cookie])).status).toBe(401);
    expect((await ask('/x', [cookie, HTML])).status).toBe(302);
    expect(fieldsOf(await ask('/public', [cookie]))['remote-user']).toBe('');
  });

  it('goes by way of the auth host once the cookie is to be renewed, if it is for a page', async () => {
    const { ask, signIn, clock } = await setUpGateway();
    const renewAt = clock.seconds() + 60;
    const cookie = signIn(userNamed('alice'), undefined, { renewAt });
    clock.advance(59);
    expect((await ask('/x', [cookie, HTML])).status).toBe(200);
    clock.advance(1);
    const reply = await ask('/x', [cookie, HTML]);
    expect([reply.status, fieldsOf(reply)['location']]).toEqual([
      302,
      'https://app.example.com/.drawbridge/login?url=%2Fx',
    ]);
    expect((await ask('/x', [cookie])).status).toBe(200);
    expect((await ask('/x', [cookie, HTML], { method: 'POST' })).status).toBe(200);
    expect((await ask('/public', [cookie, HTML])).status).toBe(200);
    expect((await ask('/admin', [cookie, HTML])).status).toBe(403);
  });

  it('is counted, and kept', async () => {
    const { ask, signIn, counts, records } = await setUpGateway();
    await ask('/x', [signIn(userNamed('alice'))]);
    expect(counts).toEqual([
      ['drawbridge_gateway_decisions_total', { code: 'ok', dialect: 'traefik' }],
    ]);
    expect(records).toMatchObject([{ decision: 'granted', rule: 'people', subject: 'alice' }]);
  });
});

describe('what an app may read in two ways', () => {
  it.each(['/public//../x', '/public/%2e%2e/admin'])('is not judged at all: %s', async (target) => {
    const { ask } = await setUpGateway();
    expect((await ask(target)).status).toBe(400);
  });

  it.each([
    ['//public', 401],
    ['/public;x', 401],
    ['/public%2Fx', 401],
    ['/public//x', 200],
    ['/public/a;x=1', 200],
  ])('is decided by the stricter: %s', async (target, status) => {
    const { ask } = await setUpGateway();
    expect((await ask(target)).status).toBe(status);
  });

  it.each([
    '//admin',
    '/;x/admin',
    '/admin%3Bx',
    '/x;%2F..%2Fadmin',
    '/;%2Fadmin',
    '/admin%2Fx',
    '/x//../admin',
    '/%2Fadmin',
  ])('lets nobody in by the other: %s', async (target) => {
    const { ask, signIn } = await setUpGateway();
    expect((await ask(target, [signIn(userNamed('alice'))])).status).toBeGreaterThanOrEqual(400);
  });
});

describe('what is no app', () => {
  const UNLISTED = 'Name the host of the app in gateway.hosts';

  it.each([
    ['evil.example.com', UNLISTED],
    ['app.example.com.evil.example', UNLISTED],
    ['evilapp.example.com', UNLISTED],
    ['app.example.com:8443', UNLISTED],
    ['auth.example.com', 'lead this host to the gateway without asking'],
  ])('is refused, and nobody is sent there: %s', async (host, hint) => {
    const { ask, signIn, log } = await setUpGateway();
    const reply = await ask('/x', [signIn(userNamed('alice'), host), HTML], { host });
    expect(reply.status).toBe(403);
    expect(JSON.stringify(reply.headers)).not.toContain(host);
    expect(log.entries).toMatchObject([{ fields: { code: 'request_forbidden', host } }]);
    expect(log.text()).toContain(hint);
  });

  it('Oathkeeper GHSA-vhr5: is what a browser asked for over another scheme than that of the gateway', async () => {
    const { ask, signIn, log } = await setUpGateway();
    const cookie = signIn(userNamed('alice'));
    expect((await ask('/x', [cookie], { scheme: 'http' })).status).toBe(403);
    expect((await ask('/public', [cookie], { scheme: 'http' })).status).toBe(403);
    expect(log.text()).toContain('gateway.url is https');
    expect((await ask('/x', [cookie], { scheme: 'wss' })).status).toBe(200);
  });
});

describe('what cannot be decided', () => {
  it.each([
    new DrawbridgeError('store_unavailable'),
    new DrawbridgeError('token_endpoint_unreachable'),
    new DrawbridgeError('sign_in_needed'),
    new Error('a bug'),
  ])('is not let through: %s', async (fault) => {
    const { ask, signIn, trouble } = await setUpGateway();
    const cookie = signIn(userNamed('alice'));
    trouble.store = fault;
    for (const target of ['/x', '/public', '/admin']) {
      const reply = await ask(target, [cookie, HTML]);
      expect(reply.status).not.toBe(200);
      expect(fieldsOf(reply)).not.toHaveProperty('remote-user');
    }
  });

  it('asks no store about who brings no cookie', async () => {
    const { ask, trouble } = await setUpGateway();
    trouble.store = new DrawbridgeError('store_unavailable');
    expect((await ask('/public')).status).toBe(200);
    expect((await ask('/x', [HTML])).status).toBe(302);
  });

  it('says when to come again', async () => {
    const { ask, signIn, trouble, log } = await setUpGateway();
    const cookie = signIn(userNamed('alice'));
    trouble.store = new DrawbridgeError('store_unavailable');
    const reply = await ask('/x', [cookie]);
    expect([reply.status, fieldsOf(reply)['retry-after']]).toEqual([503, '5']);
    expect(log.entries).toMatchObject([{ level: 'warn', event: 'request not decided' }]);
  });

  it('is what cannot be recorded, where it must be', async () => {
    const { ask, signIn } = await setUpGateway({
      audit: {
        write: () => Promise.reject(new DrawbridgeError('audit_unavailable')),
        check: () => Promise.resolve(),
      },
    });
    const reply = await ask('/x', [signIn(userNamed('alice'))]);
    expect([reply.status, replyJson(reply)]).toMatchObject([503, { code: 'audit_unavailable' }]);
    expect(fieldsOf(reply)).not.toHaveProperty('remote-user');
  });

  it('is what an app could not be told of', async () => {
    const { signIn, ask } = await setUpGateway({
      identity: {
        fields: [],
        keyRing: {
          signingKey: () => {
            throw new DrawbridgeError('key_ring_unusable');
          },
          publicKeys: () => [],
          algorithms: () => [],
          changesAt: () => Infinity,
        },
      },
    });
    expect((await ask('/x', [signIn(userNamed('alice'))])).status).toBe(503);
    expect((await ask('/public')).status).toBe(200);
  });
});

describe('a bearer token', () => {
  it('is the app’s own business where none is configured', async () => {
    const { ask, signIn } = await setUpGateway();
    const cookie = signIn(userNamed('alice'));
    expect((await ask('/x', [cookie, ['authorization', 'Bearer x']])).status).toBe(200);
    expect((await ask('/x', [['authorization', 'Bearer x']])).status).toBe(401);
  });

  it('stands for a session', async () => {
    const { bearer, issuer } = await bearerOf();
    const { ask, records } = await setUpGateway({ bearer });
    const reply = await ask('/x', [['authorization', `Bearer ${await issuer.issue()}`]]);
    expect(reply.status).toBe(200);
    expect(records).toMatchObject([{ decision: 'granted', issuer: issuer.issuer }]);
  });

  it('counts where a cookie is there too', async () => {
    const { bearer, issuer } = await bearerOf();
    const { ask, signIn } = await setUpGateway({ bearer });
    const token = await issuer.issue({ sub: 'job' });
    const cookie = signIn(userNamed('alice', ['ops']));
    const reply = await ask('/x', [cookie, ['authorization', `Bearer ${token}`]]);
    expect(fieldsOf(reply)['remote-user']).toBe('job');
    const admin = await ask('/admin', [cookie, ['authorization', `Bearer ${token}`]]);
    expect(admin.status).toBe(403);
  });

  it.each([
    [[['authorization', 'Bearer x.y.z']], 'invalid_token'],
    [[['authorization', 'Bearer']], 'invalid_request'],
    [
      [
        ['authorization', 'Basic YTpi'],
        ['authorization', 'Bearer x'],
      ],
      'invalid_request',
    ],
  ] as const)('that is bad is 401, and no cookie makes up for it: %j', async (fields, error) => {
    const { bearer } = await bearerOf();
    const { ask, signIn, records } = await setUpGateway({ bearer });
    const cookie = signIn(userNamed('alice', ['ops']));
    for (const target of ['/x', '/public']) {
      const reply = await ask(target, [cookie, HTML, ...fields]);
      expect(reply.status).toBe(401);
      expect(fieldsOf(reply)['www-authenticate']).toBe(
        `Bearer realm="drawbridge", error="${error}"`,
      );
      expect(fieldsOf(reply)).not.toHaveProperty('location');
    }
    expect(records).toMatchObject([{ decision: 'refused' }, { decision: 'refused' }]);
  });

  it('is none where the scheme is another, which is between the client and the app', async () => {
    const { bearer } = await bearerOf();
    const { ask, signIn } = await setUpGateway({ bearer });
    const cookie = signIn(userNamed('alice'));
    expect((await ask('/x', [cookie, ['authorization', 'Basic YTpi']])).status).toBe(200);
    expect((await ask('/x', [['authorization', 'Basic YTpi']])).status).toBe(401);
  });

  it('whose issuer cannot be asked for its keys lets nobody in', async () => {
    const { bearer, issuer } = await bearerOf();
    const { ask } = await setUpGateway({ bearer });
    const token = await issuer.issue();
    issuer.goDown();
    const reply = await ask('/x', [['authorization', `Bearer ${token}`]]);
    expect(reply.status).toBe(503);
  });
});

it('is signed for the app that was asked for, by the gateway', async () => {
  const { ask, signIn } = await setUpGateway();
  const host = 'a.apps.example.com';
  const reply = await ask('/x', [signIn(userNamed('alice'), host)], { host });
  const [, payload = ''] = (fieldsOf(reply)['x-drawbridge-identity'] ?? '').split('.');
  expect(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))).toMatchObject({
    iss: AUTH,
    aud: `https://${host}`,
    sub: 'corp:alice',
  });
});
