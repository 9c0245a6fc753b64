import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type EchoApp, valuesFor } from './echo-app.ts';
import type { StartGatewayProxy } from './gateway-proxies.ts';
import { CLIENT } from './gateway-client.ts';
import { echoOf, type GatewayScene, RULES, startGatewayScene } from './gateway-scene.ts';
import type { GatewaySite } from './gateway-site.ts';
import { rawRequest } from './raw-request.ts';
import type { SignInProvider } from './sign-in-provider.ts';
import { createStage } from './stage.ts';
import { startUpstream, type Upstream } from './upstream.ts';

/** A network that needs no sign-in, as a rule has it. It is no proxy. */
const OFFICE = '127.0.0.2';

/** The whole way of a person: a real proxy with what the command printed for it, the command itself, and a real provider. */
export function describeGateway(
  name: 'nginx' | 'caddy' | 'haproxy',
  start: StartGatewayProxy,
): void {
  const stage = createStage();
  afterAll(() => stage.clear());

  describeWith([name, 'openssl'], `the gateway behind ${name}`, () => {
    let scene: GatewayScene;
    let site: GatewaySite;
    let provider: SignInProvider;
    let app: EchoApp;
    let programs: Upstream;
    const browser = () => scene.browser();
    const signIn = (person?: string) => scene.signIn(person);

    beforeAll(async () => {
      programs = await startUpstream(stage, 'apps');
      const issuer = { name: 'programs', issuer: programs.issuer, audiences: ['apps'] };
      scene = await startGatewayScene(stage, name, start, {
        gateway: {
          bearer: { issuers: [issuer] },
          rules: [
            ...RULES,
            { name: 'office', match: { paths: '/office/**', networks: OFFICE }, allow: 'anyone' },
            { name: 'programs', match: { paths: '/api/**', providers: 'programs' } },
          ],
        },
      });
      ({ site, provider, app } = scene);
    });

    it('signs a person in, and shows what was asked for', async () => {
      const target = '/orders?open=1&by=%2Fdate';
      const { status, text, url, way } = await browser().open(`${site.appUrl}${target}`);
      expect([status, url], way.join(' → ')).toEqual([200, `${site.appUrl}${target}`]);
      expect(way.map((address) => address.replace(/\?.*$/, ''))).toEqual([
        `${site.appUrl}/orders`,
        `${site.appUrl}/.drawbridge/login`,
        `${site.authUrl}/login`,
        `${provider.issuer}/auth`,
        `${site.authUrl}/callback`,
        `${site.appUrl}/.drawbridge/callback`,
        `${site.appUrl}/orders`,
      ]);
      const echo = echoOf(text);
      expect(echo.url).toBe(target);
      expect(valuesFor(echo, 'Remote-User')).toEqual(['alice@example.com']);
      expect(valuesFor(echo, 'Remote-Email')).toEqual(['alice@example.com']);
    });

    it('gives the app a token that its keys verify, for this app alone', async () => {
      const own = await signIn();
      const echo = echoOf((await own.ask(`${site.appUrl}/`)).text);
      const [token = ''] = valuesFor(echo, 'X-Drawbridge-Identity');
      const fetchKeys = async (url: string) =>
        new Response((await rawRequest(site.ca, url)).text, { status: 200 });
      const keys = createRemoteJWKSet(new URL(`${site.authUrl}/.well-known/jwks.json`), {
        [customFetch]: fetchKeys,
      });
      const options = { issuer: site.authUrl, audience: site.appUrl };
      const { payload } = await jwtVerify(token, keys, options);
      expect(payload['email']).toBe('alice@example.com');
    });

    it('signs in again at another page without the provider', async () => {
      const own = await signIn();
      const before = provider.requests.length;
      expect((await own.open(`${site.appUrl}/other`)).status).toBe(200);
      expect(provider.requests).toHaveLength(before);
    });

    it('lets nobody say who it is', async () => {
      const own = await signIn('bob');
      for (const fieldOf of ['Remote-User', 'remote-user', 'Remote_User', 'Remote.User']) {
        const fields = [
          [fieldOf, 'alice@example.com'],
          ['X-Drawbridge-Identity', 'forged'],
        ] as const;
        const { text } = await own.ask(`${site.appUrl}/`, { fields });
        expect(valuesFor(echoOf(text), 'Remote-User')).toEqual(['bob@example.com']);
        const open = echoOf((await browser().ask(`${site.appUrl}/status`, { fields })).text);
        expect(valuesFor(open, 'Remote-User').join('')).toBe('');
        expect(valuesFor(open, 'X-Drawbridge-Identity').join('')).toBe('');
        expect((await browser().ask(`${site.appUrl}/`, { fields })).status).toBe(401);
      }
    });

    it('keeps out who is signed in and may not, and says so', async () => {
      const own = await signIn('bob');
      const before = app.asked();
      const { status, text } = await own.open(`${site.appUrl}/admin/users`);
      expect([status, app.asked()]).toEqual([403, before]);
      expect(text).toContain('bob@example.com');
      expect(text).toContain('/.drawbridge/logout');
      const alice = await signIn('alice');
      expect((await alice.open(`${site.appUrl}/admin/users`)).status).toBe(200);
      expect((await own.ask(`${site.appUrl}//admin/users`)).status).toBe(403);
      expect((await own.ask(`${site.appUrl}/x/%2e%2e/admin/users`)).status).not.toBe(200);
    });

    it('tells a program that it is not signed in, and sends it nowhere', async () => {
      const { status, headers } = await browser().ask(`${site.appUrl}/api`, {
        fields: [['X-Requested-With', 'XMLHttpRequest']],
      });
      expect([status, headers['location']]).toEqual([401, undefined]);
      expect(headers['www-authenticate']).toContain('Bearer');
    });

    it('knows the network of a client by its connection, whatever it says of another', async () => {
      const ask = (from: string, fields: readonly (readonly [string, string])[] = []) =>
        browser().ask(`${site.appUrl}/office/plans`, { from, fields });
      expect((await ask(OFFICE)).status).toBe(200);
      const before = app.asked();
      for (const said of [
        [],
        [['X-Forwarded-For', OFFICE]],
        [['X-Forwarded-For', `${OFFICE}, 127.0.0.1`]],
        [['X_Forwarded_For', OFFICE]],
        [['Forwarded', `for=${OFFICE}`]],
        [['X-Real-IP', OFFICE]],
        [
          ['Connection', 'X-Forwarded-For'],
          ['X-Forwarded-For', OFFICE],
        ],
      ] as const) {
        expect((await ask('127.0.0.3', said)).status, JSON.stringify(said)).toBe(401);
      }
      expect(app.asked()).toBe(before);
      // Nor does one of the office get out of it.
      expect((await ask(OFFICE, [['X-Forwarded-For', '127.0.0.3']])).status).toBe(200);
    });

    it('lets a program in by its token, and none by a bad one, whoever is signed in', async () => {
      const own = await signIn();
      const url = `${site.appUrl}/api/orders`;
      const bearing = (token: string) => ({
        fields: [['Authorization', `Bearer ${token}`]] as const,
      });
      const good = await programs.issue({ sub: 'robot' });
      const { status, text } = await browser().ask(url, bearing(good));
      expect(status, text).toBe(200);
      expect(valuesFor(echoOf(text), 'Remote-User')).toEqual(['robot']);
      expect((await own.ask(url)).status).toBe(200);
      const before = app.asked();
      const bad = [
        good.replace(/.{4}$/, 'AAAA'),
        await programs.issue({ sub: 'robot', aud: 'others' }),
        await programs.issue({ sub: 'robot', exp: 1 }),
        'x',
      ];
      for (const token of bad) {
        expect((await own.ask(url, bearing(token))).status).toBe(401);
        expect((await browser().ask(url, bearing(token))).status).toBe(401);
      }
      expect(app.asked()).toBe(before);
    });

    it('takes the cookie of one host at no other, and none that was changed', async () => {
      const own = await signIn();
      const cookie = own.cookies(site.appUrl);
      const changed = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
      const auth = own.cookies(site.authUrl);
      for (const other of [changed, auth, `${cookie}x`]) {
        const { status } = await browser().ask(`${site.appUrl}/`, { fields: [['Cookie', other]] });
        expect(status).toBe(401);
      }
      expect(
        (await browser().ask(`${site.appUrl}/`, { fields: [['Cookie', cookie]] })).status,
      ).toBe(200);
    });

    it('signs out everywhere, and no cookie of before is good then', async () => {
      const own = await signIn();
      const before = own.cookies(site.appUrl);
      expect(before).toContain('__Host-drawbridge=');
      const { url, text } = await own.open(`${site.appUrl}/.drawbridge/logout`);
      expect(url.replace(/\?.*$/, ''), text).toBe(`${site.authUrl}/signed-out`);
      const again = await browser().ask(`${site.appUrl}/`, { fields: [['Cookie', before]] });
      expect(again.status).toBe(401);
    });

    it('writes no secret into a log', async () => {
      const own = await signIn();
      const said = scene.logs();
      const values = [own.cookies(site.appUrl), own.cookies(site.authUrl)]
        .flatMap((cookies) => cookies.split('; '))
        .map((cookie) => cookie.slice(cookie.indexOf('=') + 1))
        .filter((value) => value !== '');
      expect(values.length).toBeGreaterThanOrEqual(2);
      for (const secret of [...values, CLIENT.secret]) expect(said).not.toContain(secret);
    });
  });
}
