import { afterEach, expect, it, vi } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { type GatewayScene, startGatewayScene } from '../support/gateway-scene.ts';
import { NAVIGATION as PAGE } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';

// A gateway that is killed in the middle of a sign-in, and started again with the same data folder.

const stage = createStage();
afterEach(() => stage.clear());

const start = () => startGatewayScene(stage, 'nginx', startGatewayNginx);

async function killAndRestart(scene: GatewayScene): Promise<void> {
  expect((await scene.gateway().stop('SIGKILL')).signal).toBe('SIGKILL');
  await scene.restart();
}

describeWith(['nginx', 'openssl'], 'a gateway that is killed', () => {
  it('before the provider answers signs in with that answer, once', async () => {
    const scene = await start();
    const { provider, site } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser, '/x'));
    await killAndRestart(scene);
    const { status, url } = await browser.open(back);
    expect([status, url]).toEqual([200, `${site.appUrl}/x`]);
  });

  it('while it redeems the code says what to do, and nobody is signed in by the same answer again', async () => {
    const scene = await start();
    const { provider, site, app } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser, '/x'));
    provider.mode = 'silent';
    const cut = browser.ask(back, { fields: PAGE });
    await vi.waitFor(() => expect(provider.requests.at(-1)).toBe('POST /token'), 30_000);
    await scene.gateway().stop('SIGKILL');
    expect((await cut).status).toBe(502);
    provider.mode = 'up';
    await scene.restart();
    const { status, text } = await browser.ask(back, { fields: PAGE });
    expect([status, app.asked()], text).toEqual([400, 0]);
    expect(text).toContain('This answer of your provider was used already');
    const [, again = ''] = /href="([^"]+)">Begin again/.exec(text) ?? [];
    const after = await browser.open(again);
    expect([after.status, after.url]).toEqual([200, `${site.appUrl}/x`]);
  });

  it('between the auth host and the app hands over all the same, once', async () => {
    const scene = await start();
    const { provider, site } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser, '/x'));
    const handOver = (await browser.ask(back, { fields: PAGE })).headers['location'] ?? '';
    expect(handOver).toContain(`${site.appUrl}/.drawbridge/callback?code=`);
    await scene.gateway().stop('SIGKILL');
    expect((await browser.ask(handOver, { fields: PAGE })).status).toBe(502);
    await scene.restart();
    const taken = await browser.ask(handOver, { fields: PAGE });
    expect([taken.status, taken.headers['location']]).toEqual([303, `${site.appUrl}/x`]);
    expect((await browser.ask(`${site.appUrl}/x`)).status).toBe(200);
    await killAndRestart(scene);
    const late = await scene.browser().ask(handOver, { fields: PAGE });
    expect(late.status).toBe(408);
    // Whoever is signed in stays so.
    expect((await browser.ask(`${site.appUrl}/x`)).status).toBe(200);
    expect(provider.grants('authorization_code')).toBe(1);
  });

  it('once the code was taken, and before the browser has its cookie, leads the browser round without the provider', async () => {
    const scene = await start();
    const { provider, site } = scene;
    const browser = scene.browser();
    const back = await provider.signInByFetch(await scene.untilProvider(browser, '/x'));
    const handOver = (await browser.ask(back, { fields: PAGE })).headers['location'] ?? '';
    // The answer is lost on the way: somebody else got it who has the same cookies.
    const fields = [...PAGE, ['Cookie', browser.cookies(site.appUrl)] as const];
    expect((await scene.browser().ask(handOver, { fields })).status).toBe(303);
    await killAndRestart(scene);
    const { status, text } = await browser.ask(handOver, { fields: PAGE });
    expect(status, text).toBe(408);
    const before = provider.requests.length;
    const [, again = ''] = /href="([^"]+)">Begin again/.exec(text) ?? [];
    expect((await browser.open(again)).status).toBe(200);
    expect(provider.requests).toHaveLength(before);
  });
});
