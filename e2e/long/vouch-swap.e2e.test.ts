import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { finish, start } from '../support/command.ts';
import { valuesFor } from '../support/echo-app.ts';
import { echoOf } from '../support/gateway-scene.ts';
import { buildGo } from '../support/go.ts';
import { CONFIDENTIAL_CLIENT } from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';
import { startRedis } from '../support/start-redis.ts';
import { startVouchCaddy, startVouchHaproxy, startVouchNginx } from '../support/vouch-proxies.ts';
import { startVouchScene, type VouchProcess, type VouchScene } from '../support/vouch-scene.ts';

// The image is changed, and nothing else is: the file, the secret, the proxy's lines and people's cookies are those of Vouch Proxy.

const SECRET = Buffer.from('thirty-two bytes of a Vouch Proxy').toString('base64');
const SESSION_KEY = Buffer.from('and thirty-two more bytes of it..').toString('base64');
/** What an app may be told, beside who it is. */
const LINES = [
  'post_logout_redirect_uris:',
  '  - https://www.example.test/bye?from=vouch',
  'jwt:',
  `  secret: ${SECRET}`,
  'session:',
  `  key: ${SESSION_KEY}`,
  'headers:',
  '  claims: [email, groups]',
  '  idtoken: X-Vouch-IdP-IdToken',
];
const ATTRIBUTES = '; Path=/; Domain=example.test; Max-Age=14400; HttpOnly; Secure';
const NEXT_YEAR = Math.floor(Date.now() / 1000) + 31_536_000;

const stage = createStage();
afterAll(() => stage.clear());

describeWith(
  ['nginx'],
  'nginx with the lines of Vouch Proxy, and another process behind it',
  () => {
    let scene: VouchScene;
    let vouch: VouchProcess;
    let page: string;

    beforeAll(async () => {
      scene = await startVouchScene(stage);
      vouch = await scene.launch(LINES);
      await startVouchNginx(stage, scene, vouch);
      page = `${scene.site.appUrl}/deep/page?a=1&b=two&url=3`;
    });

    it('signs somebody in, and leads back to the very page; the app is told who it is, once', async () => {
      const browser = scene.browser();
      const { status, url, text, way } = await browser.open(page);
      expect([status, url]).toEqual([200, page]);
      expect(way[1]).toBe(
        `${scene.site.authUrl}/login?url=${page}&vouch-failcount=&X-Vouch-Token=&error=no%20jwt%20found%20in%20request`,
      );
      const echo = echoOf(text);
      expect(echo.url).toBe('/deep/page?a=1&b=two&url=3');
      expect(valuesFor(echo, 'X-Vouch-User')).toEqual(['alice@example.com']);
      expect(valuesFor(echo, 'X-Vouch-IdP-Claims-Email')).toEqual(['alice@example.com']);
      expect(valuesFor(echo, 'X-Vouch-IdP-IdToken')).toEqual([
        expect.stringMatching(/^eyJ.+\..+\./),
      ]);

      const made = {
        fields: [
          ['X-Vouch-User', 'root'],
          ['X-Vouch-IdP-Claims-Groups', 'admins'],
        ],
      } as const;
      const second = await browser.ask(page, made);
      expect(valuesFor(echoOf(second.text), 'X-Vouch-User')).toEqual(['alice@example.com']);
      expect(valuesFor(echoOf(second.text), 'X-Vouch-IdP-Claims-Groups')).toEqual([]);
    });

    it('says in error= what is wrong with a cookie', async () => {
      const fields = [['Cookie', 'VouchCookie=eyJhbGciOiJIUzI1NiJ9.e30.AAAA']] as const;
      const { status, headers } = await scene.browser().ask(page, { fields });
      expect(status).toBe(302);
      expect(headers['location']).toMatch(/&vouch-failcount=&X-Vouch-Token=&error=\w.{5,}$/);
      expect(headers['location']).not.toContain('eyJ');
    });

    it('with the lines where the README has them signs in as well, and the app is told nothing made up', async () => {
      const browser = scene.browser();
      const readme = `${scene.site.appUrl}/readme/?a=1&b=2`;
      const { status, url, text, way } = await browser.open(readme);
      expect([status, url]).toEqual([200, readme]);
      expect(way[1]).toMatch(/&vouch-failcount=&X-Vouch-Token=&error=$/);
      const made = await browser.ask(readme, { fields: [['X-Vouch-User', 'root']] });
      for (const each of [text, made.text]) {
        expect(valuesFor(echoOf(each), 'X-Vouch-User')).toEqual([]);
      }
    });

    it('signs out to a listed address, and a copy of the cookie is dead', async () => {
      const browser = scene.browser();
      await browser.open(page);
      const copy = [['Cookie', browser.cookies(page)]] as const;
      const logout = `${scene.site.authUrl}/logout?url=`;
      expect((await scene.browser().ask(page, { fields: copy })).status).toBe(200);
      expect((await browser.ask(`${logout}https://evil.test/`, { fields: [] })).status).toBe(400);

      const again = scene.browser();
      await again.open(page);
      const other = [['Cookie', again.cookies(page)]] as const;
      const left = await again.ask(logout + 'https://www.example.test/bye?from=vouch');
      expect([left.status, left.headers['location']]).toEqual([
        302,
        'https://www.example.test/bye?from=vouch',
      ]);
      expect(again.cookies(page)).toBe('');
      for (const fields of [copy, other]) {
        expect((await scene.browser().ask(page, { fields })).status).toBe(302);
      }
    });

    describeWith(
      ['golang-go', 'golang-github-golang-jwt-jwt-dev', 'golang-github-gorilla-securecookie-dev'],
      'with cookies that Vouch Proxy’s own libraries made before',
      () => {
        let program = '';
        beforeAll(async () => {
          program = await buildGo(stage, 'vouch/vouch.go');
        }, 180_000);

        /** The cookie of somebody, as Vouch Proxy sets it. */
        async function cookieOf(more: object): Promise<string> {
          const asked = {
            algorithm: 'HS256',
            key: SECRET,
            compress: true,
            username: 'bob@example.com',
            customClaims: { email: 'bob@example.com', groups: ['staff', 'ops'] },
            audience: 'example.test',
            expiresAt: NEXT_YEAR,
            issuer: 'Vouch',
            ...more,
          };
          const stdin = JSON.stringify([asked]);
          const { stdout, stderr } = await finish(start(program, ['cookies', 'write'], { stdin }));
          expect(stderr).toBe('');
          return String((JSON.parse(stdout) as unknown[])[0]);
        }

        it('whoever was signed in stays so, whatever way the cookie came in', async () => {
          const whole = await cookieOf({});
          const large = await cookieOf({ accessToken: randomLooking(4400), compress: false });
          // As Vouch Proxy cuts it: with its attributes each has 4,000 bytes at most.
          const most = 4000 - `VouchCookie=${ATTRIBUTES}`.length;
          const parts = [large.slice(0, most), large.slice(most)];
          expect(parts.map(({ length }) => length > 0 && length <= most)).toEqual([true, true]);
          const cookies = [
            [`VouchCookie=${whole}`],
            [`VouchCookie=${await cookieOf({ compress: false })}`],
            parts.map((part, index) => `VouchCookie_${index + 1}of2=${part}`),
          ];
          for (const lines of cookies) {
            const browser = scene.browser();
            for (const line of lines) {
              browser.take(scene.site.authUrl, line + ATTRIBUTES);
            }
            const { status, text, way } = await browser.open(page);
            expect([status, way]).toEqual([200, [page]]);
            expect(valuesFor(echoOf(text), 'X-Vouch-User')).toEqual(['bob@example.com']);
            expect(valuesFor(echoOf(text), 'X-Vouch-IdP-Claims-Groups')).toEqual(['"staff","ops"']);
          }
        });

        it('whoever was at the provider when it was changed comes back signed in', async () => {
          const { site, provider } = scene;
          const state = 'thatVouchProxyMade0123456789abcdef';
          const begun = {
            name: 'VouchSession',
            key: SESSION_KEY,
            strings: { state, requestedURL: page },
            ints: { [page]: 1 },
          };
          const stdin = JSON.stringify([begun]);
          const { stdout } = await finish(start(program, ['sessions', 'write'], { stdin }));
          const [session] = JSON.parse(stdout) as string[];
          const asked = new URLSearchParams({
            client_id: CONFIDENTIAL_CLIENT.id,
            redirect_uri: `${site.authUrl}/auth`,
            response_type: 'code',
            scope: 'openid email profile',
            state,
          });
          const back = await provider.signInByFetch(`${provider.issuer}/auth?${asked}`);
          // Without the cookie it is nobody's.
          expect((await scene.browser().open(back)).status).toBe(400);
          const browser = scene.browser();
          browser.take(
            site.authUrl,
            `VouchSession=${session}; Path=/auth/${state}/; Max-Age=300; HttpOnly; Secure`,
          );
          const { status, url, text } = await browser.open(back);
          expect([status, url]).toEqual([200, page]);
          expect(valuesFor(echoOf(text), 'X-Vouch-User')).toEqual(['alice@example.com']);
        });

        it.each([
          ['signed with another secret', { key: `${SECRET}x` }],
          ['that has ended', { expiresAt: 1_700_000_000 }],
          ['for another domain', { audience: 'example.org' }],
          ['of nobody', { username: '' }],
        ])('nobody is in by one %s', async (_, more) => {
          const fields = [['Cookie', `VouchCookie=${await cookieOf(more)}`]] as const;
          expect((await scene.browser().ask(page, { fields })).status).toBe(302);
        });
      },
    );

    it('answers ingress-nginx at its own path, whose stray parameter does not matter', async () => {
      const browser = scene.browser();
      await browser.open(page);
      const cookie = browser.cookies(page);
      for (const path of [
        '/_external-auth-L2RlZXA-Prefix',
        '/_external-auth-4ab?rd=https://x.test/',
      ]) {
        const good = await scene.ask(vouch, path, { cookie });
        expect([good.status, good.headers['x-vouch-user']]).toEqual([200, 'alice@example.com']);
        expect((await scene.ask(vouch, path)).status).toBe(401);
      }
    });

    it('answers Envoy, which asks with the method and path of the request behind its prefix', async () => {
      const browser = scene.browser();
      await browser.open(page);
      const cookie = browser.cookies(page);
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const good = await scene.ask(vouch, '/validate/deep//page/?a=1', { cookie }, method);
        expect([good.status, good.headers['x-vouch-user']]).toEqual([200, 'alice@example.com']);
        const bad = await scene.ask(vouch, '/validate/login?a=1', {}, method);
        expect([bad.status, bad.headers['x-vouch-error']]).toEqual([
          401,
          'no jwt found in request',
        ]);
      }
    });

    it('tells the log no secret', () => {
      const written = vouch.command.stdout() + vouch.command.stderr();
      expect(written).toContain('signed in');
      expect(written).not.toMatch(/eyJ|H4sI/);
      for (const secret of [SECRET, SESSION_KEY]) expect(written).not.toContain(secret);
    });
  },
);

describe('without a secret in the file', () => {
  it('whoever is signed in stays so when the process is started anew, by config/secret', async () => {
    const scene = await startVouchScene(stage);
    const first = await scene.launch();
    const secret = await readFile(join(first.root, 'config/secret'), 'utf8');
    await startVouchNginx(stage, scene, first);
    const browser = scene.browser();
    const page = `${scene.site.appUrl}/`;
    await browser.open(page);
    const cookie = browser.cookies(page);
    expect(await first.command.stop()).toEqual({ code: 0, signal: null });
    const second = await scene.launch([], { root: first.root });
    expect(await readFile(join(first.root, 'config/secret'), 'utf8')).toBe(secret);
    expect((await scene.ask(second, '/validate', { cookie })).status).toBe(200);
    const elsewhere = await scene.launch();
    expect((await scene.ask(elsewhere, '/validate', { cookie })).status).toBe(401);
  });
});

describeWith(['redis-server'], 'two processes with one secret and one store', () => {
  it('know what was ended at the other', async () => {
    const redis = await startRedis();
    stage.later(() => redis.clear());
    const scene = await startVouchScene(stage);
    const config = join(await stage.folder(), 'drawbridge.yaml');
    const url = `redis://127.0.0.1:${redis.port}/0`;
    await writeFile(config, `version: 1\nstore: { driver: redis, url: "${url}" }\n`);
    const byFile = await scene.launch(LINES, { env: { DRAWBRIDGE_CONFIG: config } });
    const env = { DRAWBRIDGE_STORE__DRIVER: 'redis', DRAWBRIDGE_STORE__URL: url };
    const byVariables = await scene.launch(LINES, { env });
    const alone = await scene.launch(LINES);
    await startVouchNginx(stage, scene, byFile);
    const browser = scene.browser();
    const page = `${scene.site.appUrl}/`;
    await browser.open(page);
    const cookie = browser.cookies(page);
    const seen = () =>
      Promise.all(
        [byFile, byVariables, alone].map(async (process) => {
          const { status } = await scene.ask(process, '/validate', { cookie });
          return status;
        }),
      );
    expect(await seen()).toEqual([200, 200, 200]);
    expect((await browser.ask(`${scene.site.authUrl}/logout`)).status).toBe(200);
    expect(await seen()).toEqual([401, 401, 200]);
    expect(byFile.command.stderr()).not.toContain('until this process ends');
  });
});

describe.each([
  ['caddy', 'Caddy', startVouchCaddy],
  ['haproxy', 'HAProxy, which asks with HEAD', startVouchHaproxy],
] as const)('behind %s', (name, title, startProxy) => {
  describeWith([name], title, () => {
    it('somebody signs in, is told to the app, and signs out', async () => {
      const scene = await startVouchScene(stage);
      const vouch = await scene.launch(LINES);
      await startProxy(stage, scene, vouch);
      const page = `${scene.site.appUrl}/deep/page?a=1&b=two`;
      const browser = scene.browser();
      const { status, url, text } = await browser.open(page);
      expect([status, url]).toEqual([200, page]);
      const fields = [['X-Vouch-User', 'root']] as const;
      const second = await browser.ask(page, { fields });
      for (const each of [text, second.text]) {
        expect(valuesFor(echoOf(each), 'X-Vouch-User')).toEqual(['alice@example.com']);
      }
      expect((await scene.browser().ask(page, { fields })).status).toBe(302);
      await browser.ask(`${scene.site.authUrl}/logout`);
      expect((await browser.ask(page)).status).toBe(302);
      expect(scene.app.asked()).toBe(2);
    });
  });
});

/** What no compression makes small, and no JSON needs to escape. */
function randomLooking(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}
