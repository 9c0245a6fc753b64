import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import type { RunningCommand } from '../support/command.ts';
import { askAsNginx, startGatewayBeside } from '../support/gateway-beside.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { startGatewayScene } from '../support/gateway-scene.ts';
import { createMovableTime } from '../support/movable-time.ts';
import { createStage } from '../support/stage.ts';

const DAY = 86_400;

const stage = createStage();
afterEach(() => stage.clear());

describeWith(['nginx', 'openssl'], 'keys of cookies that are replaced', () => {
  it('by themselves sign nobody out, whichever of two processes on one folder is asked', async () => {
    const time = await createMovableTime(stage);
    const scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      env: time.env,
      gateway: { session: { idle: 60 * DAY, lifetime: 90 * DAY } },
    });
    const { site } = scene;
    const second = await startGatewayBeside(stage, scene, { env: time.env });
    const before = (await scene.signIn()).cookies(site.appUrl);
    expect((await askAsNginx(second.address, site, before)).status).toBe(200);
    for (const days of [31, 25]) {
      time.forward(days * DAY);
      // A new key is written an hour before it seals.
      expect((await scene.signIn('bob')).cookies(site.appUrl)).not.toBe('');
      time.forward(DAY / 12);
      const after = (await scene.signIn('bob')).cookies(site.appUrl);
      for (const cookie of [before, after]) {
        expect((await askAsNginx(second.address, site, cookie)).status).toBe(200);
        const fields = [['Cookie', cookie]] as const;
        expect((await scene.browser().ask(`${site.appUrl}/`, { fields })).status).toBe(200);
      }
    }
    const renewals = (command: RunningCommand) =>
      command.stderr().match(/event="cookie keys renewed"/g)?.length ?? 0;
    expect(renewals(scene.gateway()) + renewals(second.command)).toBeGreaterThan(0);
  });

  it('in the configuration sign nobody out who has a cookie of the old one', async () => {
    const secret = () => randomBytes(32).toString('base64');
    const env = { OLD_KEY: secret(), NEW_KEY: secret() };
    const scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      env,
      gateway: { cookieKeys: [{ env: 'OLD_KEY' }] },
    });
    const { config, site } = scene;
    const use = async (...names: readonly string[]) => {
      const { gateway, ...settings } = JSON.parse(await readFile(config, 'utf8')) as {
        gateway: object;
      };
      const cookieKeys = names.map((name) => ({ env: name }));
      await scene.gateway().stop();
      await writeFile(config, JSON.stringify({ ...settings, gateway: { ...gateway, cookieKeys } }));
      await scene.restart();
    };
    const early = await scene.signIn();
    await use('NEW_KEY', 'OLD_KEY');
    expect((await early.ask(`${site.appUrl}/`)).status).toBe(200);
    const late = await scene.signIn('bob');
    await use('NEW_KEY');
    expect((await late.ask(`${site.appUrl}/`)).status).toBe(200);
    expect((await early.ask(`${site.appUrl}/`)).status).toBe(401);
    // And is led to sign in, where an old cookie is no reason to stop.
    expect((await early.open(`${site.appUrl}/`)).status).toBe(200);
  });
});
