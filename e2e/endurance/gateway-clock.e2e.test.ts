import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { startGatewayScene } from '../support/gateway-scene.ts';
import { createMovableTime } from '../support/movable-time.ts';
import { NAVIGATION as PAGE, type SiteBrowser } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const stage = createStage();
afterEach(() => stage.clear());

async function start(session: object = {}, provider: object = {}) {
  const time = await createMovableTime(stage);
  const scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
    env: time.env,
    gateway: { session: { idle: HOUR, lifetime: DAY, ...session } },
    provider,
  });
  const statusOf = async (browser: SiteBrowser) =>
    (await browser.ask(`${scene.site.appUrl}/`)).status;
  return { ...scene, time, statusOf };
}

describeWith(['nginx', 'openssl'], 'a clock that is moved', () => {
  it.each(['store', 'cookie'])(
    'ends no session that is used, and each in the end (kept in the %s)',
    async (keep) => {
      const { signIn, site, time, statusOf } = await start({ keep });
      const [used, unused] = [await signIn(), await signIn('bob')];
      for (let hours = 0; hours < 23; hours++) {
        time.forward(0.9 * HOUR);
        const { status, url } = await used.open(`${site.appUrl}/`);
        expect([hours, status, url]).toEqual([hours, 200, `${site.appUrl}/`]);
      }
      expect(await statusOf(unused)).toBe(401);
      time.forward(3.4 * HOUR);
      expect(await statusOf(used)).toBe(401);
    },
  );

  it.each(['store', 'cookie'])(
    'ends no session where it is set back, and lets none live longer than twice its time (kept in the %s)',
    async (keep) => {
      const { signIn, time, statusOf } = await start({ keep, idle: DAY });
      const browser = await signIn();
      time.forward(-2 * HOUR);
      expect(await statusOf(browser)).toBe(200);
      time.forward(2 * HOUR);
      expect(await statusOf(browser)).toBe(200);
      time.forward(DAY + 1);
      expect(await statusOf(browser)).toBe(401);
      // Its clock ran ahead by years, and is set right.
      time.forward(3650 * DAY);
      const future = await signIn('bob');
      expect(await statusOf(future)).toBe(200);
      time.forward(-3650 * DAY);
      expect(await statusOf(future)).toBe(401);
    },
  );

  it('by hours while somebody is at the provider says so, and the next try signs in', async () => {
    const { browser, provider, site, time, untilProvider } = await start();
    const own = browser();
    const back = await provider.signInByFetch(await untilProvider(own, '/x'));
    time.forward(2 * HOUR);
    const { status, text } = await own.ask(back, { fields: PAGE });
    expect([status, text.includes('That took too long')], text).toEqual([408, true]);
    const [, again = ''] = /href="([^"]+)">Begin again/.exec(text) ?? [];
    const after = await own.open(again);
    expect([after.status, after.url]).toEqual([200, `${site.appUrl}/x`]);
  });

  it('of the gateway alone signs nobody in, and the log says that times do not fit', async () => {
    const { browser, gateway, site, time } = await start();
    time.forwardCommands(-2 * HOUR);
    const own = browser();
    const behind = await own.open(`${site.appUrl}/`);
    expect([behind.status, behind.url.startsWith(`${site.authUrl}/callback`)]).toEqual([400, true]);
    time.forwardCommands(4 * HOUR);
    const ahead = await own.open(`${site.appUrl}/`);
    expect([ahead.status, ahead.url.startsWith(`${site.authUrl}/callback`)]).toEqual([400, true]);
    for (const code of ['token_not_yet_valid', 'token_expired']) {
      await gateway().waitFor('stderr', new RegExp(`event="sign-in refused" code=${code}`));
    }
    time.forwardCommands(-2 * HOUR);
    expect((await own.open(`${site.appUrl}/`)).status).toBe(200);
  });
});
