import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DISCOVERY_PATH } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vouchSession } from '../../packages/gateway/src/vouch/vouch-defaults.fixture.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { valuesFor } from '../support/echo-app.ts';
import { echoOf } from '../support/gateway-scene.ts';
import { CONFIDENTIAL_CLIENT } from '../support/sign-in-provider.ts';
import { NAVIGATION, type SiteBrowser } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';
import { untilProvider } from '../support/until-provider.ts';
import { startVouchMove, type VouchMove } from '../support/vouch-move.ts';
import type { VouchProcess, VouchScene } from '../support/vouch-scene.ts';

// The second step of docs/migrate/vouch-proxy.md, with one app that has moved and one that has not.

const ALICE = 'alice@example.com';
const NEXT_YEAR = Math.floor(Date.now() / 1000) + 31_536_000;

describeWith(['nginx', 'openssl'], 'a site that moves from Vouch mode, app by app', () => {
  const stage = createStage();
  afterAll(() => stage.clear());

  let move: VouchMove;
  let scene: VouchScene;
  let vouch: VouchProcess;
  let alice: SiteBrowser;
  /** Pages of the app that moves, of the one that stays, and where people sign in by the gateway. */
  let [app, wiki, login] = ['', '', ''];

  beforeAll(async () => {
    move = await startVouchMove(stage);
    ({ scene, vouch, app, wiki, login } = move);
    alice = scene.browser();
  });

  /** Opens a page, which is to be shown to Alice without the provider. @returns each address that the browser was at */
  async function seesPage(browser: SiteBrowser, page: string): Promise<readonly string[]> {
    const { status, url, text, way } = await browser.open(page);
    expect([status, url], text).toEqual([200, page]);
    expect(way.filter((at) => at.startsWith(scene.provider.issuer))).toEqual([]);
    expect(valuesFor(echoOf(text), 'X-Vouch-User')).toEqual([ALICE]);
    expect(valuesFor(echoOf(text), 'X-Vouch-IdP-Claims-Email')).toEqual([ALICE]);
    return way;
  }

  /** A browser in which somebody has put a cookie for all hosts. */
  function planted(value: string): SiteBrowser {
    const browser = scene.browser();
    browser.take(login, `VouchCookie=${value}; Path=/; Domain=example.test; Secure; HttpOnly`);
    return browser;
  }

  /** A cookie of Vouch Proxy for Alice. */
  async function cookieBy(secret: string): Promise<string> {
    const claims = { username: ALICE, customClaims: { email: ALICE } };
    return createVouchCodec({ keys: [{ secret }] }).encode(
      vouchSession({ ...claims, audience: 'example.test', expiresAt: NEXT_YEAR }),
    );
  }

  // One after the other, as on the page.
  it('first has Vouch mode alone: who signs in has one cookie for all apps', async () => {
    const { status, way } = await alice.open(app);
    expect(status).toBe(200);
    expect(way).toContain(`${scene.provider.issuer}/auth`);
    expect(await seesPage(alice, wiki)).toEqual([wiki]);
    for (const url of [app, wiki, login]) expect(alice.cookies(url)).toMatch(/^VouchCookie=\S+$/);
  });

  it('then another process, by what the migration wrote, and nothing has changed for anybody', async () => {
    const { provider, site } = scene;
    const said = await move.migrate();
    expect(said).toContain(`register ${login}/callback with the provider`);
    expect(said).toContain('VOUCH_PORT: the gateway reads these too');

    const before = provider.requests.length;
    await move.replace();
    for (const page of [app, wiki]) {
      expect(await seesPage(alice, page)).toEqual([page]);
      const { headers } = await scene.browser().ask(page);
      expect(headers['location']).toMatch(`${site.authUrl}/login?url=${page}&`);
    }
    expect(provider.requests).toHaveLength(before);
  });

  it('lets the person into the app that was moved without a sign-in, and into the other by the cookie', async () => {
    const { provider } = scene;
    await move.moveApps([app]);
    const before = provider.requests.length;
    const way = await seesPage(alice, app);
    expect(way.map((at) => new URL(at).host)).toContain(new URL(login).host);
    // The gateway itself reads who the provider is; nobody was sent there, and no token was asked for.
    expect(provider.requests.slice(before)).toEqual([`GET ${DISCOVERY_PATH}`]);
    expect(alice.cookies(app)).toMatch(/(?:^|; )__Host-drawbridge=/);
    expect(await seesPage(alice, app)).toEqual([app]);
    expect(await seesPage(alice, wiki)).toEqual([wiki]);
    expect(alice.cookies(wiki)).toMatch(/^VouchCookie=\S+$/);
  });

  it('leads whoever has no cookie to the provider: by the gateway from the one, by Vouch mode from the other', async () => {
    const { provider, site } = scene;
    const returns = await Promise.all(
      [app, wiki].map(async (page) => {
        const asked = new URL(await untilProvider(scene.browser(), page, provider));
        return asked.searchParams.get('redirect_uri');
      }),
    );
    expect(returns).toEqual([`${login}/callback`, `${site.authUrl}/auth`]);
  });

  it('takes a cookie by its secret, and by no other', async () => {
    const { provider } = scene;
    const secret = await readFile(join(vouch.root, 'config/secret'), 'utf8');
    const before = provider.requests.length;
    const good = planted(await cookieBy(secret));
    await seesPage(good, app);
    expect(await seesPage(good, wiki)).toEqual([wiki]);

    const value = await cookieBy(`${secret}x`);
    for (const page of [app, wiki]) {
      const way = await untilProvider(planted(value), page, provider);
      expect(way).toMatch(`${provider.issuer}/auth?`);
    }
    expect(provider.requests).toHaveLength(before);
  });

  it('signs out of both in the app that was moved: no cookie lets anybody in, and no copy', async () => {
    const { provider } = scene;
    /** A browser with what somebody has copied of those of Alice. */
    function copyOf(which: RegExp): SiteBrowser {
      const copy = scene.browser();
      for (const url of [app, wiki, login]) {
        const pairs = alice.cookies(url).split('; ');
        for (const pair of pairs.filter((each) => which.test(each))) {
          copy.take(url, `${pair}; Path=/; Secure; HttpOnly`);
        }
      }
      return copy;
    }
    const native = copyOf(/^__Host-drawbridge=/);
    const old = copyOf(/^VouchCookie=/);
    const both = copyOf(/^/);
    const cookie = old.cookies(wiki);
    const validate = async () => (await scene.ask(vouch, '/validate', { cookie })).status;
    // Each is good until then.
    for (const copy of [native, both]) expect(await seesPage(copy, app)).toEqual([app]);
    for (const copy of [old, both]) expect(await seesPage(copy, wiki)).toEqual([wiki]);
    expect(await validate()).toBe(200);

    const left = await alice.ask(`${new URL(app).origin}/.drawbridge/logout`, {
      fields: NAVIGATION,
    });
    // What the app itself answers has ended both, wherever the browser goes from there.
    for (const page of [app, wiki]) {
      expect(await untilProvider(both, page, provider)).toMatch(`${provider.issuer}/auth?`);
    }
    const { status, url, text, way } = await alice.open(left.headers['location'] ?? '');
    expect([status, url]).toEqual([200, expect.stringContaining(`${login}/signed-out`)]);
    expect(text).toContain('You are signed out');
    expect(way).toContain(`${provider.issuer}/session/end`);
    for (const each of [app, wiki, login]) expect(alice.cookies(each)).toBe('');
    expect(await validate()).toBe(401);
    for (const browser of [native, old, both, alice]) {
      for (const page of [app, wiki]) {
        expect(await untilProvider(browser, page, provider)).toMatch(`${provider.issuer}/auth?`);
      }
    }
  });

  it('tells the log no secret', async () => {
    const secret = await readFile(join(vouch.root, 'config/secret'), 'utf8');
    const written = vouch.command.stderr() + stage.output();
    expect(written).toContain('cookie of the gateway before');
    expect(written).not.toMatch(/eyJ|H4sI/);
    for (const each of [secret, CONFIDENTIAL_CLIENT.secret]) expect(written).not.toContain(each);
  });
});
