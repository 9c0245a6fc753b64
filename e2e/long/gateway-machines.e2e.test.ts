import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { askAsNginx } from '../support/gateway-beside.ts';
import { startGatewayMachines } from '../support/gateway-machines.ts';
import type { GatewayScene } from '../support/gateway-scene.ts';
import { NAVIGATION, type SiteBrowser } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';

// One gateway on two machines, set up word by word as docs/gateway.md has it. nginx asks them in turn, so the steps of a sign-in
// are spread over both.

describeWith(['nginx', 'openssl', 'redis-server'], 'a gateway on two machines', () => {
  const stage = createStage();
  let scene: GatewayScene;
  let addresses: readonly [string, string];
  beforeAll(async () => {
    ({ scene, addresses } = await startGatewayMachines(stage));
  });
  afterAll(() => stage.clear());

  /** What each of them says to the proxy of a browser's request. */
  const answers = (cookie: string) =>
    Promise.all(addresses.map((address) => askAsNginx(address, scene.site, cookie)));
  const statuses = async (cookie: string) => (await answers(cookie)).map(({ status }) => status);

  /** Opens a page at one of them, as the proxy hands it on. */
  async function openAt(address: string, url: string, browser: SiteBrowser) {
    const { host, pathname, search } = new URL(url);
    const sent = request(`http://${address}${pathname}${search}`, {
      headers: {
        ...Object.fromEntries(NAVIGATION),
        Host: host,
        Cookie: browser.cookies(url),
        'X-Forwarded-Host': host,
        'X-Forwarded-Proto': 'https',
      },
    }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return {
      status: response.statusCode,
      location: response.headers.location ?? '',
      text: await text(response),
    };
  }

  it('knows on each a session that was begun on either', async () => {
    const browser = await scene.signIn();
    expect(await statuses(browser.cookies(scene.site.appUrl))).toEqual([200, 200]);
    for (const address of addresses) {
      const own = await openAt(address, `${scene.site.authUrl}/`, browser);
      expect(own.text).toContain('<h1>You are signed in</h1>');
    }
  });

  it('signs identity on each so that the keys of either show it', async () => {
    const { site } = scene;
    const browser = await scene.signIn();
    const signed = (await answers(browser.cookies(site.appUrl))).map(
      ({ headers }) => headers.get('x-drawbridge-identity') ?? '',
    );
    for (const address of addresses) {
      const keys = await openAt(address, `${site.authUrl}/.well-known/jwks.json`, browser);
      const jwks = createLocalJWKSet(JSON.parse(keys.text) as JSONWebKeySet);
      for (const token of signed) {
        const { payload } = await jwtVerify(token, jwks, {
          issuer: site.authUrl,
          audience: site.appUrl,
        });
        expect(payload.sub).toBe('corp:alice');
      }
    }
  });

  it('signs out on both at once, whichever of them was told', async () => {
    const { site } = scene;
    for (const address of addresses) {
      const browser = await scene.signIn();
      const cookie = browser.cookies(site.appUrl);
      expect(await statuses(cookie)).toEqual([200, 200]);
      const left = await openAt(address, `${site.appUrl}/.drawbridge/logout`, browser);
      expect(left.location, left.text).toContain(`${site.authUrl}/logout?`);
      const done = await openAt(address, left.location, browser);
      expect(done.status, done.text).toBe(303);
      expect(await statuses(cookie)).toEqual([401, 401]);
    }
  });

  it('goes on where one of them is killed, which knows the session once it is back', async () => {
    const { site } = scene;
    const browser = await scene.signIn();
    await scene.gateway().stop('SIGKILL');
    const again = () => browser.ask(`${site.appUrl}/`);
    for (const { status } of [await again(), await again()]) expect(status).toBe(200);
    expect((await scene.signIn('bob')).cookies(site.appUrl)).not.toBe('');
    await scene.restart();
    expect(await statuses(browser.cookies(site.appUrl))).toEqual([200, 200]);
  });
});
