import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import type { RunningCommand } from '../support/command.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { startGatewayScene } from '../support/gateway-scene.ts';
import { createStage } from '../support/stage.ts';

/** Seconds that tokens live: long enough for a hundred questions on a busy machine, so that they are renewed once. */
const LIFETIME = 20;

/** Issues 1992, 1384, 1006 and 490 of oauth2-proxy: whoever comes while tokens are renewed is signed out. */
describeWith(['nginx', 'openssl'], 'two gateways on one store', () => {
  const stage = createStage();
  afterAll(() => stage.clear());

  it('renew the tokens of a session once for a hundred who come at the same time, and sign nobody out', async () => {
    const scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      issuer: { lifetime: { access: LIFETIME, id: LIFETIME } },
      // OpenID Connect Core 1.0 section 11: without consent there is no refresh token.
      provider: { scope: 'openid email offline_access', parameters: { prompt: 'consent' } },
    });
    const { site, provider } = scene;
    const addressOf = async (gateway: RunningCommand) =>
      (await gateway.waitFor('stderr', /listening=http:\/\/(\S+)/))[1] ?? '';
    const first = scene.gateway();
    const second = await scene.restart({ env: { DRAWBRIDGE_GATEWAY__LISTEN: '127.0.0.1:0' } });
    const addresses = [await addressOf(first), await addressOf(second)];
    expect(new Set(addresses).size).toBe(2);

    const browser = await scene.signIn();
    const signedInAt = Date.now();
    const headers = {
      'x-original-url': `${site.appUrl}/orders`,
      'x-original-method': 'GET',
      cookie: browser.cookies(site.appUrl),
    };
    const ask = async (address = '') =>
      (await fetch(`http://${address}/authz/nginx`, { headers })).status;
    expect(await Promise.all(addresses.map(ask))).toEqual([200, 200]);
    expect(provider.grants('refresh_token')).toBe(0);

    await sleep(signedInAt + (LIFETIME + 1) * 1000 - Date.now());
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => ask(addresses[index % 2])),
    );
    expect(answers).toEqual(Array(100).fill(200));
    expect([provider.grants('refresh_token'), provider.alarms()]).toEqual([1, 0]);
    expect(await Promise.all(addresses.map(ask))).toEqual([200, 200]);
  }, 120_000);
});
