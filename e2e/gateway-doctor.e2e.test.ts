import type { Examination } from '@drawbridge/gateway';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { describeProxies } from './support/describe-proxies.ts';
import {
  printedCase,
  type ProxyCase,
  readProxyCases,
  type RealProxy,
} from './support/proxy-cases.ts';
import type { ProxyClinic } from './support/proxy-clinic.ts';
import { createStage } from './support/stage.ts';

// A few of the configurations in gateway-doctor/; long/gateway-doctor.e2e.test.ts has all of them.
const FEW = new Set([
  'nginx: as printed',
  'nginx: no-error-page',
  'nginx: domain-added',
  'caddy: as printed',
  'caddy: plain-behind-balancer',
  'haproxy: as printed',
  'haproxy: auth-host-at-the-app',
  'haproxy: fields-of-clients',
]);

await describeProxies(({ name }, proxy) => FEW.has(`${proxy}: ${name}`), describeCommand);

function describeCommand(clinic: () => ProxyClinic): void {
  const stage = createStage();
  afterAll(() => stage.clear());

  async function brokenCase(proxy: RealProxy, wanted: string): Promise<ProxyCase> {
    const found = (await readProxyCases('broken', proxy)).find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`${proxy} has no ${wanted}`);
    return found;
  }

  async function run(page: string, ...more: readonly string[]) {
    const { site } = clinic();
    const ca = join(await stage.folder(), 'ca.pem');
    await writeFile(ca, site.ca);
    const names = ['app.example.test', 'auth.example.test'];
    const resolve = names.flatMap((name) => ['--resolve', `${name}:127.0.0.1`]);
    return stage.run(['doctor', 'gateway', site.appUrl + page, '--ca', ca, ...resolve, ...more]);
  }

  describe('drawbridge doctor gateway', () => {
    describeWith(['nginx', 'openssl'], 'behind nginx', () => {
      it('says what it saw, and what it could not look at', async () => {
        await clinic().behind('nginx', printedCase('nginx'), async () => {
          const { code, stdout, stderr } = await run('/orders');
          expect([code, stderr]).toEqual([0, '']);
          expect(stdout).toMatch(/^good .*the page without a session: /m);
          expect(stdout).toMatch(/^not looked at .*fields of identity: give by --echo/m);
          expect(stdout).not.toMatch(/^fault/m);
        });
      });

      it('looks for the fields that the configuration has, and for no others', async () => {
        const { alice, site } = clinic();
        const folder = await stage.folder();
        const [file, config] = [join(folder, 'session'), join(folder, 'drawbridge.yaml')];
        await writeFile(file, alice);
        const signedIn = ['--echo', '/echo', '--session', `@${file}`, '--json'];
        const look = async (gateway: object) => {
          const usual = {
            url: site.authUrl,
            hosts: [site.appHost],
            providers: [
              {
                name: 'corp',
                issuer: 'https://id.example.com',
                clientId: 'x',
                clientSecret: { env: 'X' },
              },
            ],
            rules: [{ name: 'people', match: { domains: 'example.com' } }],
          };
          // JSON is YAML.
          await writeFile(
            config,
            JSON.stringify({ version: 1, gateway: { ...usual, ...gateway } }),
          );
          const { stdout } = await run('/orders', ...signedIn, '--config', config);
          return JSON.parse(stdout) as Examination;
        };
        const alone = { identity: { enabled: false } };
        await clinic().behind('nginx', printedCase('nginx'), async () => {
          const vouch = await look({ ...alone, headers: { profiles: ['vouch'] } });
          expect(vouch.finding?.detail).toContain('received "X-Vouch-User" as a client wrote it');
          const one = { profiles: [], fields: { 'Remote-User': 'user' } };
          const { finding, looks } = await look({ ...alone, headers: one });
          expect(finding).toBeUndefined();
          expect(looks.find(({ at }) => at === 'fields of identity')?.seen).toContain(
            'the app received Remote-User, and none of 4 ',
          );
        });
      });

      it('names the fault, and shows the lines that mend it', async () => {
        const patient = await brokenCase('nginx', 'domain-added');
        await clinic().behind('nginx', patient, async () => {
          const { code, stdout, stderr } = await run('/orders');
          expect(code, stderr).toBe(1);
          expect(stdout).toMatch(
            /^fault .*: cookie-domain\n\nThe proxy writes a Domain into cookies$/m,
          );
          expect(stdout).toContain('    location ^~ /.drawbridge/ {');
          expect(stderr).toContain('cookie-domain');
        });
      });
    });

    describeWith(['nginx', 'haproxy', 'openssl'], 'behind haproxy', () => {
      it('looks as somebody who is signed in, and tells nobody by which cookie', async () => {
        const { alice } = clinic();
        const file = join(await stage.folder(), 'session');
        await writeFile(file, alice);
        const patient = await brokenCase('haproxy', 'fields-of-clients');
        await clinic().behind('haproxy', patient, async () => {
          const own = ['--proxy', 'haproxy', '--echo', '/echo', '--session', `@${file}`, '--json'];
          const { code, stdout, stderr } = await run('/orders', ...own);
          expect(code, stderr).toBe(1);
          const { finding, proxy } = JSON.parse(stdout) as Examination;
          expect([finding?.fault, proxy]).toEqual(['identity-spoofed', 'haproxy']);
          const secret = alice.slice(alice.indexOf('=') + 1);
          expect(secret.length).toBeGreaterThan(100);
          expect(stdout + stderr).not.toContain(secret);
        });
      });
    });
  });
}
