import { DrawbridgeError, type HeaderField, type Reply } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { ASKED, type Waiting } from './dialects/asked.fixture.ts';
import {
  bearerOf,
  CLIENT,
  fieldsOf,
  HOST,
  HTML,
  PROXY,
  setUpGateway,
  userNamed,
} from './gateway.fixture.ts';
import { IDENTITY_PROFILES, vouchClaimField } from './identity/identity-profiles.ts';

const dialects = Object.keys(ASKED);
const ask = (name: string, waiting: Waiting) => ASKED[name]?.(waiting) ?? expect.unreachable();

/** What a yes of the fixture has beside the field of a cache. */
const FIELDS = [
  'Remote-User',
  'Remote-Email',
  'Remote-Name',
  'Remote-Groups',
  'X-Drawbridge-Identity',
];

describe.each(dialects)('oauth2-proxy CVE-2026-40575: asked as %s', (name) => {
  const fields: readonly HeaderField[] = [
    ['x-forwarded-uri', '/public'],
    ['x-original-url', `https://${HOST}/public`],
    ['x-original-uri', '/public'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1'],
  ];

  it('nobody gets in by telling of a public path, from wherever', async () => {
    const { gateway } = await setUpGateway();
    for (const address of [PROXY, CLIENT, '127.0.0.1', `::ffff:${CLIENT}`]) {
      const reply = await gateway.handle({ ...ask(name, { fields }), peer: { address } });
      expect(reply.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('nobody but a trusted proxy is answered, whatever is asked and whoever is signed in', async () => {
    const { gateway, signIn } = await setUpGateway();
    const cookie = signIn(userNamed('alice', ['ops']));
    for (const address of [CLIENT, '127.0.0.1', '::1', '10.0.0.20', undefined]) {
      for (const target of ['/x', '/public']) {
        const call = ask(name, { target, fields: [cookie, ...fields] });
        const reply = await gateway.handle({ ...call, peer: { address } });
        expect(reply.status).toBe(name === 'nginx' ? 403 : 400);
        if (call.method !== 'HEAD') expect(replyText(reply)).toContain('proxy_unproven');
      }
    }
  });
});

describe('oauth2-proxy CVE-2026-34457: who says that it is a health check', () => {
  const agents = [
    'GoogleHC/1.0',
    'kube-probe/1.30',
    'ELB-HealthChecker/2.0',
    'Amazon-Route53-Health-Check-Service',
    'Consul Health Check',
    'Prometheus/3.0',
    'curl/8',
    '',
  ];
  const targets = ['/', '/ping', '/healthz', '/readyz', '/ready', '/health', '/metrics', '/x'];

  it.each(dialects)('is nobody, whatever it asks %s for', async (name) => {
    const { gateway } = await setUpGateway();
    for (const agent of agents) {
      for (const target of targets) {
        const reply = await gateway.handle(ask(name, { target, fields: [['user-agent', agent]] }));
        expect(reply.status).toBe(401);
      }
    }
  });

  it.each(agents)('finds nothing at the gateway itself: %s', async (agent) => {
    const { gateway } = await setUpGateway();
    for (const target of targets.filter((path) => path !== '/')) {
      for (const host of ['gateway.internal', HOST, 'auth.example.com', PROXY]) {
        const headers: readonly HeaderField[] = [
          ['host', host],
          ['user-agent', agent],
        ];
        const reply = await gateway.handle(testCall({ target, headers, address: PROXY }));
        expect(reply.status).toBe(404);
      }
    }
  });
});

describe.each(dialects)('paths that are read in two ways, asked as %s', (name) => {
  it.each([
    '/x?y=/public',
    '/x?/public/',
    '/%23/public',
    '/x%3F/public',
    '/x;/public',
    '/x%3B/public',
    '/publicx',
    '/PUBLIC',
    '/x/public',
  ])('oauth2-proxy CVE-2026-41059: %s is not public', async (target) => {
    const { gateway } = await setUpGateway();
    expect((await gateway.handle(ask(name, { target }))).status).toBe(401);
  });

  it('oauth2-proxy CVE-2026-41059: a fragment is no part of a target', async () => {
    const { gateway } = await setUpGateway();
    const reply = await gateway.handle(ask(name, { target: '/x#/public' }));
    expect(reply.status).toBe(name === 'nginx' ? 403 : 400);
  });

  it.each([
    '/public/../admin',
    '/public/%2e%2e/admin',
    '/public/.%2E/admin',
    '/public/%252e%252e/admin',
    '/public/..;/admin',
    '/public/..%2fadmin',
    '/public%2f..%2fadmin',
    '/public\\..\\admin',
    '/public/%5c../admin',
    '/public/./../admin',
    '/public/%00/../admin',
  ])('Oathkeeper GHSA-p224: %s is not judged', async (target) => {
    const { gateway, signIn } = await setUpGateway();
    const fields = [signIn(userNamed('alice', ['ops']))];
    const reply = await gateway.handle(ask(name, { target, fields }));
    expect(reply.status).toBe(name === 'nginx' ? 403 : 400);
  });

  it.each(['/admin', '/%61dmin', '/adm%69n', '/%61%64%6d%69%6e'])(
    'Oathkeeper GHSA-p224: %s is one path',
    async (target) => {
      const { gateway, signIn } = await setUpGateway();
      const alice = signIn(userNamed('alice'));
      const olga = signIn(userNamed('olga', ['ops']));
      expect((await gateway.handle(ask(name, { target, fields: [alice] }))).status).toBe(403);
      expect((await gateway.handle(ask(name, { target, fields: [olga] }))).status).toBe(200);
    },
  );
});

describe.each(dialects)('what an app is told, asked as %s', (name) => {
  const told = [
    ...IDENTITY_PROFILES.remote,
    ...IDENTITY_PROFILES.vouch,
    vouchClaimField('department'),
  ];

  it('Caddy GHSA-7r4p, APISIX CVE-2026-39998: has every field in every yes', async () => {
    const { keyRing } = await setUpGateway();
    const { gateway, signIn } = await setUpGateway({ identity: { fields: told, keyRing } });
    const nobody = {
      ...userNamed(''),
      groups: { kind: 'unknown', reason: 'none are told' } as const,
    };
    const cookies = [[], [signIn(userNamed('alice'))], [signIn(nobody)]];
    for (const fields of cookies) {
      const reply = await gateway.handle(ask(name, { target: '/public', fields }));
      expect(reply.status).toBe(200);
      expect(reply.headers.map(([field]) => field)).toEqual([
        ...told.map((field) => field.name),
        'X-Drawbridge-Identity',
        'cache-control',
      ]);
    }
  });

  it('Traefik CVE-2026-35051, GHSA-62c8: cannot be taken away by a client', async () => {
    const { gateway, signIn } = await setUpGateway();
    const fields: readonly HeaderField[] = [
      signIn(userNamed('alice')),
      ['connection', `close, ${FIELDS.join(', ')}, cookie`],
      ['remote-user', 'admin'],
      ['Remote_User', 'admin'],
      ['x-drawbridge-identity', 'admin'],
      ['x-forwarded-prefix', '/public'],
      ['x-forwarded-port', '443'],
      ['trailer', 'Remote-User'],
    ];
    const reply = await gateway.handle(ask(name, { fields }));
    expect(reply.status).toBe(200);
    expect(reply.headers.map(([field]) => field)).toEqual([...FIELDS, 'cache-control']);
    expect(fieldsOf(reply)['remote-user']).toBe('alice@corp.example');
    expect(JSON.stringify(reply.headers)).not.toContain('admin');
  });

  it.each(['a\r\nSet-Cookie: x=1', 'a\rb', 'a\nb', 'a\u0000b', '\u674e', 'a\ud800', '\u{1f600}'])(
    'mod_auth_openidc 2026-05: cannot begin a field of its own: %j',
    async (wild) => {
      const { keyRing } = await setUpGateway();
      const fields = [...told, { name: 'X-Own', value: { claim: 'own' } }];
      const { gateway, signIn } = await setUpGateway({ identity: { fields, keyRing } });
      const user = {
        ...userNamed('alice', [wild, 'ops']),
        name: wild,
        claims: { own: [wild], department: { a: wild } },
      };
      const reply = await gateway.handle(ask(name, { fields: [signIn(user)] }));
      expect(reply.status).toBe(200);
      for (const [, value] of reply.headers) expect(value).toMatch(/^[\x20-\x7e]*$/);
    },
  );
});

describe.each(dialects)('whom a decision is about, asked as %s', (name) => {
  it('Oathkeeper CVE-2021-32701, Vouch: is not kept for another host', async () => {
    const { bearer, issuer } = await bearerOf();
    const { gateway } = await setUpGateway({ bearer });
    const token = await issuer.issue({ groups: ['dev'] });
    const fields: readonly HeaderField[] = [['authorization', `Bearer ${token}`]];
    const statuses = [];
    for (const host of ['a.apps.example.com', 'evil.example', HOST, 'b.apps.example.com.']) {
      statuses.push((await gateway.handle(ask(name, { host, fields }))).status);
    }
    expect(statuses).toEqual([200, 403, 200, 200]);
  });

  it('Oathkeeper GHSA-4mq7: is not kept for another path, method or person', async () => {
    const { gateway, signIn } = await setUpGateway();
    const alice = signIn(userNamed('alice'));
    const olga = signIn(userNamed('olga', ['ops']));
    const statusOf = async (waiting: Waiting) => (await gateway.handle(ask(name, waiting))).status;
    expect(await statusOf({ target: '/admin', fields: [olga] })).toBe(200);
    expect(await statusOf({ target: '/admin', fields: [alice] })).toBe(403);
    expect(await statusOf({ target: '/x', fields: [alice] })).toBe(200);
    expect(await statusOf({ target: '/x', fields: [alice], method: 'TRACE' })).toBe(403);
    expect(await statusOf({ target: '/admin' })).toBe(401);
  });

  it.each([
    'evil-app.example.com',
    'app.example.com.evil.example',
    'evilapps.example.com',
    'apps.example.com',
    '.apps.example.com',
    'app.example.com:8443',
    'app.example.com@evil.example',
    '[::1]',
    '127.0.0.1',
  ])('mod_auth_openidc 2026-05-20: is no app of ours at %s', async (host) => {
    const { gateway, signIn } = await setUpGateway();
    const fields = [signIn(userNamed('alice'), host), HTML];
    const reply = await gateway.handle(ask(name, { host, fields, target: '/public' }));
    expect([400, 403]).toContain(reply.status);
    expect(fieldsOf(reply)).not.toHaveProperty('location');
  });

  it.each([HOST, 'APP.EXAMPLE.COM', 'App.Example.Com.', 'app.example.com:443'])(
    'Authelia GHSA-j748: is about one app, however its name is spelled: %s',
    async (host) => {
      const { gateway, signIn } = await setUpGateway();
      const alice = signIn(userNamed('alice'));
      const status = async (target: string) =>
        (await gateway.handle(ask(name, { host, target, fields: [alice] }))).status;
      expect([await status('/x'), await status('/admin')]).toEqual([200, 403]);
    },
  );
});

describe.each(dialects)('what a person is called, asked as %s', (name) => {
  it.each([
    '</pre><script>alert(1)</script>',
    'javascript:alert(1)',
    '"><img src=x onerror=alert(1)>',
  ])(
    'caddy-security CVE-2024-21496, Authelia GHSA-gmfg: is text on a page, and no link: %s',
    async (wild) => {
      const { gateway, signIn } = await setUpGateway();
      const { email: _, ...user } = { ...userNamed('alice'), name: wild, preferredUsername: wild };
      const reply = await gateway.handle(
        ask(name, { target: '/admin', asksBy: 'GET', fields: [signIn(user), HTML] }),
      );
      expect(reply.status).toBe(403);
      const page = replyText(reply);
      expect(page).not.toMatch(/<script|<img|(?:href|src|action)="?javascript/i);
      const shown = page.replaceAll('<wbr>', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
      expect(shown.replaceAll('&quot;', '"').replaceAll('&#39;', "'")).toContain(wild);
      expect(fieldsOf(reply)['content-security-policy']).toMatch(/^default-src 'none'/);
    },
  );
});

describe.each(dialects)('a request that is refused, asked as %s', (name) => {
  const KNOWN = [
    'cache-control',
    'content-security-policy',
    'content-type',
    'location',
    'referrer-policy',
    'retry-after',
    'www-authenticate',
    'x-content-type-options',
  ];

  async function refusals(fields: readonly HeaderField[]): Promise<readonly Reply[]> {
    const { gateway, signIn, trouble } = await setUpGateway();
    const alice = signIn(userNamed('alice'));
    const replies = [];
    for (const waiting of [
      { fields },
      { fields: [...fields, alice], target: '/admin' },
      { fields: [...fields, alice], target: '/closed/x' },
      { fields: [...fields, alice], target: '/a/../b' },
      { fields: [...fields, alice], host: 'evil.example' },
      { fields: [...fields, alice], method: 'TRACE', target: '/public' },
    ]) {
      replies.push(await gateway.handle(ask(name, waiting)));
    }
    trouble.store = new DrawbridgeError('store_unavailable');
    replies.push(await gateway.handle(ask(name, { fields: [...fields, alice] })));
    return replies;
  }

  it('mod_auth_openidc GHSA-59jp: has nothing of the app, and nothing of a yes', async () => {
    for (const fields of [[], [HTML]]) {
      for (const reply of await refusals(fields)) {
        expect(reply.status).not.toBe(200);
        for (const [field] of reply.headers) expect(KNOWN).toContain(field);
      }
    }
  });

  it('mod_auth_openidc GHSA-59jp: stays refused where a rule that lets in comes after', async () => {
    const { gateway, signIn } = await setUpGateway();
    const fields = [signIn(userNamed('olga', ['ops']))];
    const reply = await gateway.handle(ask(name, { fields, method: 'TRACE', target: '/public' }));
    expect(reply.status).toBe(403);
  });

  it('Traefik CVE-2026-41181: repeats no cookie and no token, in no answer and no line', async () => {
    const { bearer, issuer } = await bearerOf();
    const { gateway, log, records, signIn, trouble } = await setUpGateway({ bearer });
    const alice = signIn(userNamed('alice', ['ops']));
    const token = await issuer.issue({ marker: 'PLANTED' });
    const planted: readonly (readonly HeaderField[])[] = [
      [['cookie', '__Host-drawbridge=PLANTED-COOKIE; other=PLANTED-OTHER']],
      [alice, ['cookie', '__Host-drawbridge=PLANTED-COOKIE']],
      [['authorization', 'Bearer PLANTED.TOKEN.x']],
      [['authorization', 'Bearer PLANTED, Bearer PLANTED']],
      [['authorization', 'Basic PLANTED']],
      [['authorization', `Bearer ${token}`]],
      [['x-vouch-token', 'PLANTED']],
    ];
    const shown: string[] = [];
    for (const fault of [undefined, new DrawbridgeError('store_unavailable'), new Error('oh')]) {
      if (fault !== undefined) trouble.store = fault;
      for (const fields of planted) {
        for (const target of [
          '/x?code=PLANTED',
          '/admin?t=PLANTED',
          '/a/../b?PLANTED',
          '/closed',
        ]) {
          for (const host of [HOST, 'evil.example']) {
            const page = await gateway.handle(
              ask(name, { target, host, fields: [...fields, HTML] }),
            );
            const json = await gateway.handle(ask(name, { target, host, fields }));
            // Where to come back to is the browser's own address.
            for (const { headers, body } of [page, json]) {
              const others = headers.filter(([field]) => field !== 'location');
              shown.push(JSON.stringify([others, body]));
            }
          }
        }
      }
    }
    const all = [...shown, log.text(), JSON.stringify(records)].join('\n');
    expect(all).not.toContain('PLANTED');
    expect(log.text()).not.toContain(token.slice(0, 40));
    expect(log.text()).not.toContain('s0@');
    expect(log.entries.length).toBeGreaterThan(50);
  });
});
