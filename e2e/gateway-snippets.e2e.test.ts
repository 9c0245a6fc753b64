import { createServer } from 'node:http';
import { SNIPPETS } from '@drawbridge/gateway';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { type Echo, type EchoApp, startEchoApp, valuesFor } from './support/echo-app.ts';
import {
  type StartGatewayProxy,
  startGatewayCaddy,
  startGatewayHaproxy,
  startGatewayNginx,
} from './support/gateway-proxies.ts';
import { createGatewaySite, type GatewaySite } from './support/gateway-site.ts';
import { type RawRequest, rawRequest } from './support/raw-request.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';
import { FIELDS, type StandInGateway, startStandInGateway } from './support/stand-in-gateway.ts';

// What `drawbridge gateway snippet` prints, in the real proxies, with the dialects of the gateway at the other end. Who
// somebody is says a cookie here.

const stage = createStage();
afterAll(() => stage.clear());

const PAGE = ['Accept', 'text/html'] as const;
const ALICE = ['Cookie', 'who=alice'] as const;
const MALLORY = ['Cookie', 'who=mallory'] as const;

const PROXIES: readonly (readonly ['nginx' | 'caddy' | 'haproxy', StartGatewayProxy])[] = [
  ['nginx', startGatewayNginx],
  ['caddy', startGatewayCaddy],
  ['haproxy', startGatewayHaproxy],
];

for (const [name, start] of PROXIES) {
  describeWith([name, 'openssl'], `what is printed for ${name}`, () => {
    let site: GatewaySite;
    let gateway: StandInGateway;
    let app: EchoApp;

    beforeAll(async () => {
      site = await createGatewaySite(stage);
      gateway = await startStandInGateway(stage);
      app = await startEchoApp(stage);
      await start(stage, site, snippet(site, gateway.address));
    });

    function snippet({ authHost, appHost }: GatewaySite, address: string): string {
      const settings = { gateway: address, authHost, app: appHost, upstream: app.address };
      return SNIPPETS[name]?.({ ...settings, fields: FIELDS }) ?? '';
    }

    const ask = (target: string, request?: RawRequest, url = site.appUrl) =>
      rawRequest(site.ca, url + target, request);

    /** Asks as alice. @returns what the app was asked */
    async function asAlice(target: string, request: RawRequest = {}): Promise<Echo> {
      const fields = [ALICE, ...(request.fields ?? [])];
      const { status, text } = await ask(target, { ...request, fields });
      expect(status, text).toBe(200);
      return JSON.parse(text) as Echo;
    }

    /** Does something that no request may reach the app by. */
    async function withoutApp<T>(act: () => Promise<T>): Promise<T> {
      const before = app.asked();
      const done = await act();
      expect(app.asked()).toBe(before);
      return done;
    }

    it('sends a person to sign in, and back to the same address', async () => {
      const { status, headers } = await withoutApp(() =>
        ask('/orders?open=1&by=%2Fdate', { fields: [PAGE] }),
      );
      const back = encodeURIComponent('/orders?open=1&by=%2Fdate');
      expect([status, headers['location']]).toEqual([
        302,
        `${site.appUrl}/.drawbridge/login?url=${back}`,
      ]);
      expect(headers['cache-control']).toBe('no-store');
    });

    it('has a form that was sent go on with GET', async () => {
      const { status } = await withoutApp(() =>
        ask('/orders', { method: 'POST', body: 'a=1', fields: [PAGE] }),
      );
      expect(status).toBe(303);
    });

    it('tells a program that it is not signed in', async () => {
      for (const fields of [
        [],
        [['Accept', 'application/json']],
        [PAGE, ['X-Requested-With', 'XMLHttpRequest']],
        [PAGE, ['Sec-Fetch-Mode', 'cors']],
      ] as const) {
        const { status, headers } = await withoutApp(() => ask('/api', { fields }));
        expect([status, headers['location']]).toEqual([401, undefined]);
        expect(headers['www-authenticate']).toContain('Bearer');
      }
    });

    it('tells the app who it is, once, and leaves the rest of the request as it is', async () => {
      const target = '/orders/a%2Fb;v=1?open=1&by=%20x';
      const echo = await asAlice(target, { method: 'PUT', body: 'some body' });
      expect(echo).toMatchObject({ method: 'PUT', url: target, body: 'some body' });
      expect(valuesFor(echo, 'Remote-User')).toEqual(['alice@example.test']);
      expect(valuesFor(echo, 'X-Drawbridge-Identity')).toEqual(['header.claims.signature']);
      expect(valuesFor(echo, 'Host')).toEqual([site.appHost]);
      expect(gateway.question()).toMatchObject({
        scheme: 'https',
        host: site.appHost,
        method: 'PUT',
        target,
        address: '127.0.0.1',
      });
    });

    it.each([
      ['the same name', FIELDS.map((field) => [field, 'admin'])],
      ['other letters', FIELDS.map((field) => [field.toLowerCase(), 'admin'])],
      ['it twice', [...FIELDS, ...FIELDS].map((field) => [field, 'admin'])],
      ['underscores', FIELDS.map((field) => [field.replaceAll('-', '_'), 'admin'])],
      ['one underscore', [['X-Drawbridge_Identity', 'admin']]],
      ['dots', FIELDS.map((field) => [field.replaceAll('-', '.'), 'admin'])],
      [
        'a field that is said to be of the connection',
        [['Connection', FIELDS.join(', ')], ...FIELDS.map((field) => [field, 'admin'])],
      ],
    ] as const)('lets nobody say who it is by %s', async (_, fields) => {
      const echo = await asAlice('/', { fields: fields as readonly (readonly [string, string])[] });
      expect(valuesFor(echo, 'Remote-User')).toEqual(['alice@example.test']);
      expect(valuesFor(echo, 'X-Drawbridge-Identity')).toEqual(['header.claims.signature']);
      expect(valuesFor(echo, 'Remote-Groups').join('')).toBe('');
    });

    it('lets nobody say it behind the body', async () => {
      const trailers = FIELDS.map((field) => [field, 'admin'] as const);
      const echo = await asAlice('/', { method: 'POST', body: 'x', trailers });
      for (const field of FIELDS) expect(valuesFor(echo, field)).not.toContain('admin');
      // HAProxy can take trailers away since 3.2, and Debian 12 has an older one: docs/gateway.md says so.
      if (name !== 'haproxy') expect(echo.trailers).toEqual([]);
    });

    it('asks for the request that is there, whatever the client says of another', async () => {
      const echo = await asAlice('/secret', {
        fields: [
          ['X-Original-URL', 'https://public.example.test/public'],
          ['X-Original-Method', 'OPTIONS'],
          ['X-Forwarded-Uri', '/public'],
          ['X-Forwarded-Host', 'public.example.test'],
          ['X-Forwarded-Proto', 'http'],
          ['X-Forwarded-Method', 'OPTIONS'],
          ['X-Forwarded-For', '10.0.0.1'],
          ['Forwarded', 'for=10.0.0.1;host=public.example.test'],
        ],
      });
      expect(echo.url).toBe('/secret');
      expect(gateway.question()).toMatchObject({
        scheme: 'https',
        host: site.appHost,
        method: 'GET',
        target: '/secret',
        address: '127.0.0.1',
      });
    });

    it.each(['in the field Host', 'in the field Host, and the app in the request line'])(
      'asks for no other app than the one that is reached, whatever a client says %s',
      async (where) => {
        const target = where.includes('line') ? `${site.appUrl}/secret` : undefined;
        for (const host of [`public.example.test:${site.port}`, 'public.example.test']) {
          const before = app.asked();
          const request = { host, fields: [ALICE], ...(target !== undefined && { target }) };
          const { text } = await ask('/secret', request);
          // It may be refused, which is fine.
          if (app.asked() === before) continue;
          expect(gateway.question()).toMatchObject({ host: site.appHost, target: '/secret' });
          expect(valuesFor(JSON.parse(text) as Echo, 'Host')).toEqual([site.appHost]);
        }
      },
    );

    it.each(['http:///a/secret', 'x://HOST/a/secret', 'http://user@HOST/a/secret'])(
      'hands the app the path that it asked about, and no more of a request line, in which an app may find another: %s',
      async (line) => {
        const before = app.asked();
        const target = line.replace('HOST', site.appHost);
        const { text } = await ask('/a/secret', { target, fields: [ALICE] });
        // It may be refused, which is fine.
        if (app.asked() === before) return;
        expect(gateway.question()?.target).toBe('/a/secret');
        expect((JSON.parse(text) as Echo).url).toBe('/a/secret');
      },
    );

    it('shows who may not why, and nothing that is for the app', async () => {
      const page = await withoutApp(() => ask('/', { fields: [PAGE, MALLORY] }));
      expect([page.status, page.headers['content-type']]).toEqual([
        403,
        'text/html; charset=utf-8',
      ]);
      expect(page.text).toContain('You may not see this page');
      const program = await withoutApp(() =>
        ask('/', { method: 'POST', body: 'x', fields: [MALLORY] }),
      );
      expect(program.status).toBe(403);
      for (const field of FIELDS) {
        expect(page.headers[field.toLowerCase()]).toBeUndefined();
        expect(program.headers[field.toLowerCase()]).toBeUndefined();
      }
    });

    it('shows the browser nothing that is for the app', async () => {
      const { headers } = await ask('/', { fields: [ALICE] });
      for (const field of FIELDS) expect(headers[field.toLowerCase()]).toBeUndefined();
    });

    it.each(['/a/%2e%2e/admin', '/%2e/x', '/a%5Cb', '/a%00', '/%252e%252e/x'])(
      'lets nobody through who asks for %s',
      async (target) => {
        const { status } = await withoutApp(() => ask(target, { fields: [ALICE] }));
        expect([400, 403]).toContain(status);
      },
    );

    it('has the paths of the gateway on the host of the app', async () => {
      const { text } = await withoutApp(() => ask('/.drawbridge/login?url=%2Fa', {}));
      expect(text).toBe(`gateway ${site.appHost}`);
      expect(gateway.others.at(-1)).toBe('/.drawbridge/login?url=%2Fa');
    });

    it('has no way round by them', async () => {
      for (const target of [
        '/.drawbridge/../admin',
        '/.drawbridge/%2e%2e/admin',
        '/.drawbridge/..%2fadmin',
        '//.drawbridge/../admin',
        '/.drawbridge',
        '/.DRAWBRIDGE/x',
        '/.drawbridgex',
      ]) {
        await withoutApp(() => ask(target));
      }
    });

    it('lets nobody ask the gateway as proxies do', async () => {
      const before = gateway.question();
      const unasked = async (target: string, url: string) => {
        const { headers } = await withoutApp(() => ask(target, { fields: [ALICE] }, url));
        expect(headers['x-drawbridge-identity'], target).toBeUndefined();
        expect(gateway.question(), target).toBe(before);
      };
      for (const target of [
        `/authz/${name}`,
        '/authz/envoy/x',
        '/authz/nginx?x',
        '//authz/nginx',
      ]) {
        await unasked(target, site.authUrl);
      }
      await unasked('/.drawbridge/authz/nginx', site.appUrl);
      if (name === 'nginx') await unasked('/.drawbridge/decision', site.appUrl);
    });

    const upgrade = (to: string, more: readonly (readonly [string, string])[] = []) => [
      ['Connection', 'Upgrade'] as const,
      ['Upgrade', to] as const,
      ['Sec-WebSocket-Version', '13'] as const,
      ['Sec-WebSocket-Key', 'c2l4dGVlbiBieXRlcyBvbg=='] as const,
      ...more,
    ];

    it('opens a WebSocket for who may, and for nobody else', async () => {
      const open = (...who: readonly (readonly [string, string])[]) =>
        ask('/socket', { fields: upgrade('websocket', who) });
      expect((await open(ALICE)).status).toBe(101);
      expect((await withoutApp(() => open())).status).toBe(401);
      expect((await withoutApp(() => open(MALLORY))).status).toBe(403);
    });

    it.each(['h2c', 'websocket, h2c', 'h2c, websocket', 'TLS/1.0'])(
      'hands nobody on to another protocol, in which nothing would be asked about: %s',
      async (to) => {
        const fields = upgrade(to, [ALICE, ['HTTP2-Settings', 'AAMAAABkAAQAAP__']]);
        const { status, headers } = await ask('/socket', { fields });
        expect([undefined, 'websocket']).toContain(headers['upgrade']);
        if (to !== 'h2c, websocket' && to !== 'websocket, h2c') expect(status).toBe(200);
      },
    );

    it('has the gateway itself on its own host', async () => {
      const { text } = await ask('/login?x=1', {}, site.authUrl);
      expect([text, gateway.others.at(-1)]).toEqual([`gateway ${site.authHost}`, '/login?x=1']);
    });

    it('has room for the cookies of a session in parts', async () => {
      const parts = [1, 2, 3, 4, 5].map((n) => `part_${n}of5=${'x'.repeat(4000)}`);
      const { status } = await ask('/', {
        fields: [['Cookie', `who=alice; ${parts.join('; ')}`]],
      });
      expect(status).toBe(200);
    });

    it('lets nothing through while the gateway does not answer', async () => {
      const other = await startStandInGateway(stage);
      const otherSite = await createGatewaySite(stage);
      await start(stage, otherSite, snippet(otherSite, other.address));
      const request = { fields: [ALICE, PAGE] };
      expect((await rawRequest(otherSite.ca, `${otherSite.appUrl}/`, request)).status).toBe(200);
      await other.close();
      const { status } = await withoutApp(() =>
        rawRequest(otherSite.ca, `${otherSite.appUrl}/`, request),
      );
      expect(status).toBeGreaterThanOrEqual(500);
    });
  });
}

describeWith(['nginx', 'openssl'], 'nginx, as it is printed,', () => {
  async function startWith({ address }: Pick<StandInGateway, 'address'>) {
    const site = await createGatewaySite(stage);
    const app = createServer((_, response) => void response.writeHead(500).end('of the app'));
    const { appHost, authHost } = site;
    const upstream = new URL(await serveHere(stage, app)).host;
    const settings = { gateway: address, authHost, app: appHost, upstream, fields: FIELDS };
    await startGatewayNginx(stage, site, SNIPPETS['nginx']?.(settings) ?? '');
    return () => rawRequest(site.ca, `${site.appUrl}/`, { fields: [ALICE, PAGE] });
  }

  it('says that it cannot be decided, and leaves a fault of the app as it is', async () => {
    const gateway = await startStandInGateway(stage);
    const ask = await startWith(gateway);
    const own = await ask();
    expect([own.status, own.text, own.headers['retry-after']]).toEqual([
      500,
      'of the app',
      undefined,
    ]);
    await gateway.close();
    const { status, text, headers } = await ask();
    expect([status, headers['retry-after'], headers['cache-control']]).toEqual([
      503,
      '5',
      'no-store',
    ]);
    expect(text).toContain('cannot be decided at the moment. Try again');
  });

  it('asks again over the connection that it has', async () => {
    let [questions, connections] = [0, 0];
    const gateway = createServer((_, response) => {
      questions++;
      response.end();
    }).on('connection', () => connections++);
    const ask = await startWith({ address: new URL(await serveHere(stage, gateway)).host });
    for (let count = 0; count < 5; count++) await ask();
    expect([questions, connections]).toEqual([5, 1]);
  });
});
