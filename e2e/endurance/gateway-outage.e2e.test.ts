import { afterEach, expect, it, vi } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { startGatewayScene } from '../support/gateway-scene.ts';
import { NAVIGATION as PAGE } from '../support/site-browser.ts';
import { createMovableTime } from '../support/movable-time.ts';
import { type RedisOptions, startRedis } from '../support/start-redis.ts';
import { createStage } from '../support/stage.ts';

// What a person sees while the provider or the store is away, by the real command behind a real proxy: nobody gets in by it, a
// page says so, and it is over when they are back.

const PATIENCE = 30_000;
const stage = createStage();
afterEach(() => stage.clear());

const start = (options?: Parameters<typeof startGatewayScene>[3]) =>
  startGatewayScene(stage, 'nginx', startGatewayNginx, options);

/** With a refresh token, and tokens that end a minute after the sign-in. */
async function startRefreshing(options?: Parameters<typeof start>[0]) {
  const time = await createMovableTime(stage);
  const scene = await start({
    env: time.env,
    provider: { scope: 'openid email offline_access', parameters: { prompt: 'consent' } },
    ...options,
  });
  return { ...scene, time };
}

/** What nginx says where the gateway cannot decide. */
const UNDECIDED = 'Whether you may see this page cannot be decided at the moment';

describeWith(['nginx', 'openssl'], 'a provider that is down', () => {
  it('before a sign-in is told of on a page that leads on, once it is back', async () => {
    const scene = await start();
    const { provider, site, app } = scene;
    const browser = scene.browser();
    provider.mode = 'down';
    const { status, text, headers, url } = await browser.open(`${site.appUrl}/x?y=1`);
    expect([status, app.asked()], text).toEqual([502, 0]);
    expect(url).toContain(`${site.authUrl}/login?`);
    expect(text).toContain('Nobody can be signed in at the moment');
    expect(text).toContain(`href="${site.appUrl}/.drawbridge/login?url=%2Fx%3Fy%3D1"`);
    expect(headers['cache-control']).toBe('no-store');
    provider.mode = 'up';
    const [, again = ''] = /href="([^"]+)">Begin again/.exec(text) ?? [];
    const after = await browser.open(again);
    expect([after.status, after.url]).toEqual([200, `${site.appUrl}/x?y=1`]);
  });

  it('while a code is redeemed signs nobody in, and says where to begin again', async () => {
    const scene = await start();
    const { provider, site, app } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser));
    provider.mode = 'down';
    const { status, text } = await browser.ask(back, { fields: PAGE });
    expect([status, app.asked()], text).toEqual([502, 0]);
    expect(text).toContain('Begin again');
    expect(browser.cookies(site.authUrl)).not.toContain('__Host-drawbridge=');
    expect((await browser.ask(`${site.appUrl}/`)).status).toBe(401);
    provider.mode = 'up';
    expect((await browser.open(`${site.appUrl}/`)).status).toBe(200);
    expect(scene.logs()).toContain('sign-in not served');
  });

  it('while a session is to be renewed lets nobody in, and the same session goes on when it is back', async () => {
    const scene = await startRefreshing();
    const { provider, site, app, time } = scene;
    const browser = await scene.signIn();
    time.forward(61);
    provider.mode = 'down';
    const before = app.asked();
    for (const fields of [[], PAGE]) {
      const { status, text } = await browser.ask(`${site.appUrl}/`, { fields });
      expect([status, app.asked()]).toEqual([503, before]);
      expect(text).toContain(UNDECIDED);
    }
    const own = await browser.ask(`${site.authUrl}/`, { fields: PAGE });
    expect([own.status, own.headers['content-type']]).toEqual([502, 'text/html; charset=utf-8']);
    provider.mode = 'up';
    // It is left alone for a while after it did not answer.
    time.forward(60);
    await vi.waitFor(
      async () => expect((await browser.ask(`${site.appUrl}/`)).status).toBe(200),
      PATIENCE,
    );
    expect(provider.grants('refresh_token')).toBe(1);
    expect(provider.grants('authorization_code')).toBe(1);
  });

  it('while a session is to be renewed keeps nobody from signing out', async () => {
    const scene = await startRefreshing();
    const { provider, site, time } = scene;
    const browser = await scene.signIn();
    const cookies = browser.cookies(site.appUrl);
    time.forward(61);
    provider.mode = 'down';
    const left = await browser.ask(`${site.appUrl}/.drawbridge/logout`, { fields: PAGE });
    expect(left.status, left.text).toBe(303);
    const done = await browser.ask(left.headers['location'] ?? '', { fields: PAGE });
    expect(done.status, done.text).toBe(303);
    expect(browser.cookies(site.authUrl)).toBe('');
    expect(browser.cookies(site.appUrl)).toBe('');
    provider.mode = 'up';
    time.forward(60);
    // Not by a copy either, now that it could be renewed.
    const fields = [['Cookie', cookies]] as const;
    expect((await scene.browser().ask(`${site.appUrl}/`, { fields })).status).toBe(401);
  });
});

describeWith(['nginx', 'openssl'], 'a provider that never answered since the start', () => {
  it('keeps nobody from signing out, which does not go on to it then', async () => {
    const scene = await start();
    const { provider, site } = scene;
    const browser = await scene.signIn();
    const cookies = browser.cookies(site.appUrl);
    await scene.gateway().stop();
    provider.mode = 'down';
    await scene.restart();
    expect((await browser.ask(`${site.appUrl}/`)).status).toBe(200);
    const { status, url, text } = await browser.open(`${site.appUrl}/.drawbridge/logout`);
    expect([status, url], text).toEqual([200, `${site.authUrl}/signed-out`]);
    expect(text).toContain('Your provider may still know you');
    expect(browser.cookies(site.authUrl)).toBe('');
    const fields = [['Cookie', cookies]] as const;
    expect((await scene.browser().ask(`${site.appUrl}/`, { fields })).status).toBe(401);
    expect(scene.logs()).toContain('provider not told of a sign-out');
    provider.mode = 'up';
    expect((await browser.open(`${site.appUrl}/`)).status).toBe(200);
  });
});

describeWith(['nginx', 'openssl', 'redis-server'], 'a store that is killed', () => {
  async function redisOf(options?: RedisOptions) {
    const redis = await startRedis(options);
    stage.later(() => redis.clear());
    const url = `redis://${redis.host}:${redis.port}/0`;
    return { redis, sections: { store: { driver: 'redis', url } } };
  }

  async function startWithRedis() {
    const { redis, sections } = await redisOf();
    return { ...(await start({ sections })), redis };
  }

  /** One that has on its disk what it answered for. @param find - what the provider does where it looks up a person */
  async function startRefreshingWithRedis(find: () => Promise<void> = async () => {}) {
    const { redis, sections } = await redisOf({ durable: true });
    const findAccount = async (_: unknown, accountId: string) => {
      await find();
      const email = `${accountId}@example.com`;
      return { accountId, claims: () => ({ sub: accountId, email, email_verified: true }) };
    };
    return { ...(await startRefreshing({ sections, settings: () => ({ findAccount }) })), redis };
  }

  it('lets nobody in who is signed in, and has all sign in anew where it comes back empty', async () => {
    const scene = await startWithRedis();
    const { redis, site, app } = scene;
    const browser = await scene.signIn();
    await redis.kill();
    const before = app.asked();
    for (const fields of [[], PAGE]) {
      const { status, text } = await browser.ask(`${site.appUrl}/`, { fields });
      expect([status, app.asked()]).toEqual([503, before]);
      expect(text).toContain(UNDECIDED);
    }
    // Who is not signed in, and where anyone may go, is no matter for the store.
    expect((await scene.browser().ask(`${site.appUrl}/status`)).status).toBe(200);
    const out = await browser.ask(`${site.appUrl}/.drawbridge/logout`, { fields: PAGE });
    expect([out.status, browser.cookies(site.appUrl)]).toEqual([503, '']);
    expect(out.text).toContain('You are not signed out everywhere');
    await redis.start();
    await vi.waitFor(async () => {
      const { status } = await browser.open(`${site.appUrl}/`);
      expect(status).toBe(200);
    }, PATIENCE);
    expect(scene.provider.grants('authorization_code')).toBe(2);
  });

  it('before a sign-in is told of on a page that leads on, once it is back', async () => {
    const scene = await startWithRedis();
    const { redis, site, app, provider } = scene;
    const browser = scene.browser();
    await redis.kill();
    const { status, text } = await browser.open(`${site.appUrl}/x?y=1`);
    expect([status, app.asked()], text).toEqual([503, 0]);
    expect(text).toContain('Nobody can be signed in at the moment');
    expect(provider.grants('authorization_code')).toBe(0);
    expect((await browser.ask(`${site.appUrl}/`)).status).toBe(401);
    await redis.start();
    const [, again = ''] = /href="([^"]+)">Begin again/.exec(text) ?? [];
    await vi.waitFor(async () => {
      const after = await browser.open(again);
      expect([after.status, after.url]).toEqual([200, `${site.appUrl}/x?y=1`]);
    }, PATIENCE);
  });

  it('while a session is to be renewed lets nobody in, and the same session goes on when it is back', async () => {
    const scene = await startRefreshingWithRedis();
    const { redis, site, app, provider, time } = scene;
    const browser = await scene.signIn();
    time.forward(61);
    await redis.kill();
    const before = app.asked();
    for (const fields of [[], PAGE]) {
      const { status, text } = await browser.ask(`${site.appUrl}/`, { fields });
      expect([status, app.asked()]).toEqual([503, before]);
      expect(text).toContain(UNDECIDED);
    }
    expect(provider.grants('refresh_token')).toBe(0);
    await redis.start();
    await vi.waitFor(
      async () => expect((await browser.ask(`${site.appUrl}/`)).status).toBe(200),
      PATIENCE,
    );
    expect(provider.grants('refresh_token')).toBe(1);
    expect(provider.grants('authorization_code')).toBe(1);
  });

  it('while the provider renews a session loses nothing of what that gave', async () => {
    let find = async () => {};
    const scene = await startRefreshingWithRedis(() => find());
    const { redis, site, app, provider, time } = scene;
    const browser = await scene.signIn();
    time.forward(61);
    find = () => redis.kill();
    const before = app.asked();
    const { status, text } = await browser.ask(`${site.appUrl}/`);
    expect([status, app.asked()]).toEqual([503, before]);
    expect(text).toContain(UNDECIDED);
    expect(provider.grants('refresh_token')).toBe(1);
    await redis.start();
    await vi.waitFor(
      async () => expect((await browser.ask(`${site.appUrl}/`)).status).toBe(200),
      PATIENCE,
    );
    // The refresh token was spent: to send it once more would be theft, and end the session.
    expect([provider.grants('refresh_token'), provider.alarms()]).toEqual([1, 0]);
  });

  it('between the provider and its answer signs nobody in, and the same answer counts when it is back', async () => {
    const scene = await startWithRedis();
    const { redis, site, provider } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser));
    await redis.kill();
    const { status, text } = await browser.ask(back, { fields: PAGE });
    expect(status, text).toBe(503);
    expect(text).toContain('Nobody can be signed in at the moment');
    expect(provider.grants('authorization_code')).toBe(0);
    await redis.start();
    await vi.waitFor(async () => {
      const after = await browser.open(back);
      expect([after.status, after.url]).toEqual([200, `${site.appUrl}/`]);
    }, PATIENCE);
    expect(provider.grants('authorization_code')).toBe(1);
  });

  it('between the auth host and the app signs nobody in, and the sign-in begins again by itself', async () => {
    const scene = await startWithRedis();
    const { redis, site, provider } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser));
    const { headers } = await browser.ask(back, { fields: PAGE });
    const handOver = headers['location'] ?? '';
    expect(handOver).toContain(`${site.appUrl}/.drawbridge/callback?code=`);
    await redis.kill();
    const during = await browser.ask(handOver, { fields: PAGE });
    expect([during.status, during.text.includes('Begin again')]).toEqual([503, true]);
    await redis.start();
    await vi.waitFor(async () => {
      // It forgot the code with all else.
      expect((await browser.ask(handOver, { fields: PAGE })).status).toBe(408);
    }, PATIENCE);
    expect((await browser.open(`${site.appUrl}/`)).status).toBe(200);
  });
});
