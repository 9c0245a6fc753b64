import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { type GatewayScene, startGatewayScene } from '../support/gateway-scene.ts';
import { type RawAnswer, rawRequest } from '../support/raw-request.ts';
import { createSiteBrowser, type SiteBrowser } from '../support/site-browser.ts';
import { startRedis, type TestRedis } from '../support/start-redis.ts';
import { createStage } from '../support/stage.ts';
import { createTestBrowser } from '../support/test-browser.ts';

// A person signs out at a real provider, which tells the gateway through a real proxy.

const stage = createStage();
afterAll(() => stage.clear());

const FORM = [['Content-Type', 'application/x-www-form-urlencoded']] as const;

describeWith(['nginx', 'openssl', 'redis-server'], 'a sign-out at the provider', () => {
  let scene: GatewayScene;
  let redis: TestRedis;
  /** The logout tokens that the provider sent, and what it was answered. */
  const sent: { readonly body: string; readonly answer: RawAnswer }[] = [];

  beforeAll(async () => {
    redis = await startRedis({ durable: true });
    stage.later(() => redis.clear());
    scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      sections: { store: { driver: 'redis', url: `redis://${redis.host}:${redis.port}/0` } },
      client: ({ authUrl }) => ({
        backchannel_logout_uri: `${authUrl}/backchannel-logout`,
        backchannel_logout_session_required: true,
      }),
      settings: ({ ca }) => ({
        features: {
          devInteractions: { enabled: true },
          backchannelLogout: { enabled: true },
          rpInitiatedLogout: { enabled: true },
        },
        // The names of the site are in no DNS.
        fetch: async (url: string | URL, { body }: { readonly body: URLSearchParams }) => {
          const answer = await rawRequest(ca, String(url), {
            method: 'POST',
            fields: FORM,
            body: body.toString(),
          });
          sent.push({ body: body.toString(), answer });
          return new Response(null, { status: answer.status });
        },
      }),
    });
  });

  /** A browser of somebody, with what it has at the provider. */
  async function signedIn(person: string) {
    const { provider, site } = scene;
    const there = createTestBrowser(provider.issuer, person);
    const browser = createSiteBrowser(site.ca, {
      issuer: provider.issuer,
      signInByFetch: async (url) => (await there.open(url)).leftFor ?? '',
    });
    const { status, text } = await browser.open(`${site.appUrl}/`);
    expect(status, text).toBe(200);
    const leave = () => there.open(`${provider.issuer}/session/end`);
    return { browser, leave };
  }

  const isIn = async (browser: SiteBrowser) =>
    (await browser.ask(`${scene.site.appUrl}/`)).status === 200;

  const post = (body: string) =>
    rawRequest(scene.site.ca, `${scene.site.authUrl}/backchannel-logout`, {
      method: 'POST',
      fields: FORM,
      body,
    });

  it('ends that session at the next request, and no other of the same person', async () => {
    const [here, there, bob] = [
      await signedIn('alice'),
      await signedIn('alice'),
      await signedIn('bob'),
    ];
    expect((await here.leave()).text).toContain('Sign-out Success');
    expect(sent.map(({ answer }) => answer.status)).toEqual([200]);
    expect(sent[0]?.answer.headers['cache-control']).toBe('no-store');
    expect(await isIn(here.browser)).toBe(false);
    expect([await isIn(there.browser), await isIn(bob.browser)]).toEqual([true, true]);
    const own = await here.browser.ask(`${scene.site.authUrl}/`);
    expect(own.text).toContain('You are not signed in');
  });

  it('is taken once: the same token ends nothing after a new sign-in', async () => {
    const { browser, leave } = await signedIn('alice');
    await leave();
    const { body } = sent.at(-1) ?? expect.unreachable();
    const anew = await signedIn('alice');
    const { status, text } = await post(body);
    expect([status, JSON.parse(text)]).toEqual([
      400,
      expect.objectContaining({ code: 'token_used' }),
    ]);
    expect([await isIn(browser), await isIn(anew.browser)]).toEqual([false, true]);
  });

  it('is refused while the store is away, and counts when the provider sends it again', async () => {
    const { browser, leave } = await signedIn('alice');
    await redis.kill();
    await leave();
    const { body, answer } = sent.at(-1) ?? expect.unreachable();
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      400,
      expect.objectContaining({ code: 'store_unavailable' }),
    ]);
    expect(await isIn(browser)).toBe(false);
    await redis.start();
    await vi.waitFor(async () => expect(await isIn(browser)).toBe(true), 30_000);
    expect((await post(body)).status).toBe(200);
    expect(await isIn(browser)).toBe(false);
  });

  it('mod_auth_openidc 2026-08: is not told by two tokens in one form, in the address, or by a changed one', async () => {
    const { browser, leave } = await signedIn('alice');
    const other = await signedIn('alice');
    await leave();
    const token = new URLSearchParams(sent.at(-1)?.body).get('logout_token') ?? '';
    const [head, claims = '', signature] = token.split('.');
    const changed = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...changed, jti: 'new' })).toString('base64url');
    for (const body of [
      `logout_token=${token}&logout_token=${token}`,
      `logout_token=${head}.${forged}.${signature}`,
      `logout_token=${head}.${forged}.`,
      '',
    ]) {
      expect((await post(body)).status).toBe(400);
    }
    const { status } = await rawRequest(
      scene.site.ca,
      `${scene.site.authUrl}/backchannel-logout?logout_token=${token}`,
    );
    expect(status).toBe(405);
    expect([await isIn(browser), await isIn(other.browser)]).toEqual([false, true]);
    expect(scene.logs()).not.toContain(signature);
  });
});
