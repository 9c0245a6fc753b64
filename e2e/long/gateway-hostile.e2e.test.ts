import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { valuesFor } from '../support/echo-app.ts';
import {
  type StartGatewayProxy,
  startGatewayCaddy,
  startGatewayHaproxy,
  startGatewayNginx,
} from '../support/gateway-proxies.ts';
import { echoOf, type GatewayScene, startGatewayScene } from '../support/gateway-scene.ts';
import type { RawRequest } from '../support/raw-request.ts';
import { NAVIGATION as PAGE } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';

// What a browser can send, and what a provider can say, that another reader would take for something else: through real
// proxies with what the command prints for them, and the command itself.

const stage = createStage();
afterAll(() => stage.clear());

const NAME = '__Host-drawbridge';
/** What a field of an answer cannot have, and what would end it. */
const WILD = 'A\r\nX-Injected: 1\u0000 \u674e \u{1f600}';

const PROXIES: readonly (readonly ['nginx' | 'caddy' | 'haproxy', StartGatewayProxy])[] = [
  ['nginx', startGatewayNginx],
  ['caddy', startGatewayCaddy],
  ['haproxy', startGatewayHaproxy],
];

/** People whose names and groups are {@link WILD}, and whose addresses are as usual. */
const WILD_PEOPLE = {
  scopes: ['openid', 'offline_access', 'email', 'profile'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  findAccount: (_: unknown, accountId: string) => ({
    accountId,
    claims: () => ({
      sub: accountId,
      email: `${accountId}@example.com`,
      email_verified: true,
      name: WILD,
      groups: ['ops', WILD, 'a,b'],
    }),
  }),
};

for (const [name, start] of PROXIES) {
  describeWith([name, 'openssl'], `behind ${name}`, () => {
    let scene: GatewayScene;
    /** Of alice and bob, on the app host: `__Host-drawbridge=VALUE`. */
    let alice: string;
    let bob: string;

    beforeAll(async () => {
      scene = await startGatewayScene(stage, name, start, {
        settings: () => WILD_PEOPLE,
        provider: { scope: 'openid email profile' },
      });
      alice = (await scene.signIn('alice')).cookies(scene.site.appUrl);
      bob = (await scene.signIn('bob')).cookies(scene.site.appUrl);
      expect(alice).toMatch(/^__Host-drawbridge=[^;]+$/);
    });

    const ask = (cookies: readonly string[], request: RawRequest = {}, target = '/') =>
      scene.browser().ask(scene.site.appUrl + target, {
        ...request,
        fields: [...(request.fields ?? []), ...cookies.map((each) => ['Cookie', each] as const)],
      });

    /** Whom the app takes somebody for. */
    async function userBy(...cookies: readonly string[]): Promise<readonly string[]> {
      const { status, text } = await ask(cookies);
      expect(status, text).toBe(200);
      return valuesFor(echoOf(text), 'Remote-User');
    }

    it('cookies of the same name that were planted hide nobody, and are nobody', async () => {
      const value = alice.slice(NAME.length + 1);
      for (const planted of [
        `${NAME}=`,
        `${NAME}=x`,
        `${NAME}="${value}"`,
        `${NAME}=${value}x`,
        `${NAME}=${value.slice(0, -1)}`,
        `${NAME}_1of2=${value}`,
        `${NAME}_1of2=x; ${NAME}_2of2=y`,
        `${NAME}_0of2=x; ${NAME}_1of2000000000=x; ${NAME}_9of8=x; ${NAME}_of=x`,
        `${NAME.toLowerCase()}=x`,
        `drawbridge=${value}`,
        `${NAME}-login-x=x; ${NAME}-attempt-x=x`,
        ';;; =; =x; a',
      ]) {
        expect(await userBy(`${planted}; ${alice}`), planted).toEqual(['alice@example.com']);
        expect(await userBy(`${alice}; ${planted}`), planted).toEqual(['alice@example.com']);
        expect((await ask([planted])).status, planted).toBe(401);
      }
    });

    it('two good ones are one person, and never a mixture', async () => {
      expect(await userBy(`${alice}; ${bob}`)).toEqual(['alice@example.com']);
      expect(await userBy(`${bob}; ${alice}`)).toEqual(['bob@example.com']);
      expect((await ask([`${bob}; ${alice}`], {}, '/admin/x')).status).toBe(403);
      const [first = '', second = ''] = [alice, bob].map((each) => each.slice(NAME.length + 1));
      const mixed = `${NAME}_1of2=${first.slice(0, 100)}; ${NAME}_2of2=${second.slice(100)}`;
      expect((await ask([mixed])).status).toBe(401);
    });

    it('in two fields are read as in one', async () => {
      expect(await userBy('theme=dark', alice)).toEqual(['alice@example.com']);
      expect(await userBy(`${NAME}=x`, alice)).toEqual(['alice@example.com']);
    });

    it('among sixteen kilobytes of others are found, and more than anybody allows is refused', async () => {
      const others = Array.from({ length: 4 }, (_, n) => `other${n}=${'x'.repeat(3900)}`);
      expect(await userBy(`${others.join('; ')}; ${alice}`)).toEqual(['alice@example.com']);
      expect((await ask([others.join('; ')])).status).toBe(401);
      const before = scene.app.asked();
      const flood = `a=${'x'.repeat(120_000)}; ${alice}`;
      const status = await ask([flood]).then(
        (answer) => answer.status,
        // HAProxy may close before all of it was sent.
        () => 400,
      );
      expect([status >= 400, scene.app.asked()]).toEqual([true, before]);
    });

    it('fields with CR, LF or NUL in them bring nobody in', async () => {
      const { port, appHost, ca } = { ...scene.site };
      const before = scene.app.asked();
      for (const field of [
        `Cookie: ${NAME}=x\rCookie: ${bob}`,
        `Cookie: ${NAME}=x\n X: ${bob}`,
        `Cookie: ${NAME}=x\u0000; ${bob}`,
        `Remote-User: alice\u0000@example.com`,
        `Remote-User : alice@example.com`,
        ` Remote-User: alice@example.com`,
      ]) {
        const socket = connect({ host: '127.0.0.1', port, ca, servername: 'app.example.test' });
        socket.on('error', () => {});
        await once(socket, 'secureConnect');
        socket.setEncoding('latin1');
        let text = '';
        socket.on('data', (chunk: string) => (text += chunk));
        socket.write(`GET / HTTP/1.1\r\nHost: ${appHost}\r\n${field}\r\nConnection: close\r\n\r\n`);
        await once(socket, 'close');
        expect(text, field).toMatch(/^(?:HTTP\/1\.[01] 4\d\d |$)/);
      }
      expect(scene.app.asked()).toBe(before);
    });

    it('claims with CR, LF, NUL or an emoji begin no field, and no entry of a list', async () => {
      const { status, text } = await ask([alice]);
      expect(status, text).toBe(200);
      const echo = echoOf(text);
      const [told = '', ...more] = valuesFor(echo, 'Remote-Name');
      expect([decodeURIComponent(told), more]).toEqual([WILD, []]);
      const [groups = ''] = valuesFor(echo, 'Remote-Groups');
      expect(groups.split(',').map((group) => decodeURIComponent(group))).toEqual([
        'ops',
        WILD,
        'a,b',
      ]);
      expect(valuesFor(echo, 'X-Injected')).toEqual([]);
      for (const [, value] of echo.fields) expect(value).toMatch(/^[\x20-\x7e]*$/);
    });

    const FORGED = ['Remote-User', 'Remote-Email', 'Remote-Groups', 'X-Drawbridge-Identity'];
    const spelled = (spell: (field: string) => string) =>
      FORGED.map((field) => [spell(field), 'root'] as const);

    it.each([
      ['the same', spelled((field) => field)],
      ['capitals', spelled((field) => field.toUpperCase())],
      ['underscores', spelled((field) => field.replaceAll('-', '_'))],
      ['dots', spelled((field) => field.replaceAll('-', '.'))],
      ['one underscore', [['X_Drawbridge-Identity', 'root']]],
      ['twice', [...spelled((field) => field), ...spelled((field) => field)]],
      ['Connection', [['Connection', `close, ${FORGED.join(', ')}`], ...spelled((f) => f)]],
    ] as const)('lets nobody say who it is: %s', async (_, fields) => {
      for (const [cookies, wanted] of [
        [[bob], 'bob@example.com'],
        [[], ''],
      ] as const) {
        const target = wanted === '' ? '/status' : '/';
        const { status, text } = await ask(cookies, { fields }, target);
        expect(status, text).toBe(200);
        const echo = echoOf(text);
        expect(valuesFor(echo, 'Remote-User').join('')).toBe(wanted);
        for (const field of FORGED) expect(valuesFor(echo, field).join()).not.toContain('root');
      }
      expect((await ask([], { fields })).status).toBe(401);
    });

    it('lets nobody say it behind the body', async () => {
      const trailers = spelled((field) => field);
      const { text } = await ask([bob], { method: 'POST', body: 'x', trailers });
      const echo = echoOf(text);
      expect(valuesFor(echo, 'Remote-User')).toEqual(['bob@example.com']);
      // HAProxy takes trailers away since 3.2: docs/gateway.md says so.
      if (name !== 'haproxy') expect(echo.trailers).toEqual([]);
    });

    it('mod_auth_openidc GHSA-59jp: what is denied carries nothing of the app, nor of a yes', async () => {
      const before = scene.app.asked();
      for (const [cookies, target] of [
        [[], '/'],
        [[bob], '/admin/x'],
        [[alice], '/a/%2e%2e/admin'],
      ] as const) {
        for (const request of [
          {},
          { fields: PAGE },
          { method: 'HEAD' },
          { method: 'POST', body: 'a=b' },
        ]) {
          const { status, headers, text } = await ask(cookies, request, target);
          expect(status).toBeGreaterThanOrEqual(300);
          for (const field of [...FORGED, 'Remote-Name']) {
            expect(headers[field.toLowerCase()]).toBeUndefined();
          }
          expect(text).not.toContain('"trailers"');
        }
      }
      expect(scene.app.asked()).toBe(before);
    });
  });
}
