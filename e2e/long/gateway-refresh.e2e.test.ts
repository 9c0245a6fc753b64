import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { askAsNginx, startGatewayBeside } from '../support/gateway-beside.ts';
import { type GatewayMachines, startGatewayMachines } from '../support/gateway-machines.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { startGatewayScene } from '../support/gateway-scene.ts';
import { createMovableTime, type MovableTime } from '../support/movable-time.ts';
import { createStage } from '../support/stage.ts';

// Issues 1992, 1384, 1006 and 490 of oauth2-proxy: whoever comes while tokens are renewed is signed out. The provider takes a
// refresh token once, and the second use of one for theft.

const WAYS =
  'renew the tokens of a session once for a hundred who come at the same time, and sign nobody out';
/** Each is another chance for two to come between one another's steps. */
const ROUNDS = 5;
/** OpenID Connect Core 1.0 section 11: without consent there is no refresh token. */
const provider = { scope: 'openid email offline_access', parameters: { prompt: 'consent' } };

const stage = createStage();
afterEach(() => stage.clear());

/** The tokens end a minute after each renewal. */
async function renewsOnce({ scene, addresses }: GatewayMachines, time: MovableTime) {
  const { site } = scene;
  const cookie = (await scene.signIn()).cookies(site.appUrl);
  const ask = async (address: string) => (await askAsNginx(address, site, cookie)).status;
  expect(await Promise.all(addresses.map(ask))).toEqual([200, 200]);
  expect(scene.provider.grants('refresh_token')).toBe(0);

  const hundred = Array.from({ length: 50 }, () => addresses).flat();
  for (let round = 1; round <= ROUNDS; round++) {
    time.forward(61);
    const answers = await Promise.all(hundred.map(ask));
    expect(answers, stage.output()).toEqual(Array(100).fill(200));
    expect([scene.provider.grants('refresh_token'), scene.provider.alarms()]).toEqual([round, 0]);
  }
}

describeWith(['nginx', 'openssl'], 'two gateways on one data folder', () => {
  it(WAYS, async () => {
    const time = await createMovableTime(stage);
    const scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      env: time.env,
      provider,
    });
    const { address } = await startGatewayBeside(stage, scene, { env: time.env });
    await renewsOnce({ scene, addresses: [scene.address, address] }, time);
  }, 120_000);
});

describeWith(['nginx', 'openssl', 'redis-server'], 'gateways on two machines', () => {
  it(WAYS, async () => {
    const time = await createMovableTime(stage);
    await renewsOnce(await startGatewayMachines(stage, { env: time.env, provider }), time);
  }, 120_000);
});
