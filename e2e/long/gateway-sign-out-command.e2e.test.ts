import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { type GatewayScene, startGatewayScene } from '../support/gateway-scene.ts';
import { createStage } from '../support/stage.ts';

// An operator signs a person out by command, while the gateway serves in another process.

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['nginx', 'openssl'], 'drawbridge gateway sign-out', () => {
  describe.each(['store', 'cookie'])('where sessions are kept in the %s', (keep) => {
    let scene: GatewayScene;
    beforeAll(async () => {
      scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
        gateway: { session: { keep } },
      });
    });

    const signIn = (person: string) => scene.signIn(person);

    const signOut = (...args: string[]) =>
      stage.run(['gateway', 'sign-out', ...args, '--config', scene.config, '--data', scene.data]);
    const sessionsOf = async (subject: string): Promise<unknown[]> =>
      JSON.parse((await signOut(subject, '--list', '--json')).stdout).sessions;

    it('has the next request of that person, in each browser, asked to sign in', async () => {
      const { appUrl, authUrl } = scene.site;
      const [one, other, bob] = [await signIn('alice'), await signIn('alice'), await signIn('bob')];
      expect(await sessionsOf('alice')).toHaveLength(2);
      expect((await one.ask(`${appUrl}/`)).status).toBe(200);

      const ended = await signOut('alice');
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stdout.trim().split('\n')).toHaveLength(2);
      expect(ended.stderr).toContain('"alice" of corp is signed out');

      for (const browser of [one, other]) {
        expect((await browser.ask(`${appUrl}/`)).status).toBe(401);
        const page = await browser.ask(`${appUrl}/`, { fields: [['Accept', 'text/html']] });
        expect([page.status, page.headers['location']]).toEqual([
          302,
          expect.stringContaining(`${appUrl}/.drawbridge/login?`),
        ]);
        expect((await browser.ask(`${authUrl}/`)).text).not.toContain('alice@example.com');
      }
      expect((await bob.ask(`${appUrl}/`)).status).toBe(200);
      expect(await sessionsOf('alice')).toEqual([]);
      expect(await sessionsOf('bob')).toHaveLength(1);
    });

    it('lets a person in again who may sign in, also at once', async () => {
      expect((await signOut('alice')).code).toBe(0);
      const again = await signIn('alice');
      expect((await again.ask(`${scene.site.appUrl}/`)).status).toBe(200);
    });
  });
});
