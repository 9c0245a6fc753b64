import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { type EchoApp, startEchoApp } from './support/echo-app.ts';
import { freePort } from './support/free-port.ts';
import { createGatewaySite, type GatewaySite } from './support/gateway-site.ts';
import {
  printedCase,
  type ProxyCase,
  readProxyCases,
  type RealProxy,
} from './support/proxy-cases.ts';
import { SYMPTOMS, type Ward } from './support/proxy-symptoms.ts';
import { type Behind, runProxy } from './support/run-proxy.ts';
import { type SignInProvider, startSignInProvider } from './support/sign-in-provider.ts';
import { createSiteBrowser } from './support/site-browser.ts';
import { createStage } from './support/stage.ts';

// What people get wrong in a proxy, each taken from where they asked about it, and what is right though it is not what we
// print. The gateway, the proxies and the provider are real.

const CLIENT = { id: 'gateway', secret: randomBytes(24).toString('hex') };
const OTHER_HOST = 'app.hopto.org';
const PROXIES: readonly RealProxy[] = ['nginx', 'caddy', 'haproxy'];
const CASES = new Map(
  await Promise.all(
    PROXIES.map(async (proxy) => {
      const broken = await readProxyCases('broken', proxy);
      const correct = [printedCase(proxy), ...(await readProxyCases('correct', proxy))];
      return [proxy, { broken, correct }] as const;
    }),
  ),
);

const stage = createStage();
let site: GatewaySite;
let provider: SignInProvider;
let app: EchoApp;
let behind: Behind;
/** Of Alice, by the host. */
const sessions = new Map<string, string>();

beforeAll(async () => {
  site = await createGatewaySite(stage, [OTHER_HOST]);
  app = await startEchoApp(stage);
  provider = await startSignInProvider(stage, {
    settings: {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          token_endpoint_auth_method: 'client_secret_basic',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          redirect_uris: [`${site.authUrl}/callback`],
        },
      ],
    },
  });
  const gateway = await startGateway();
  const [inner, other, nobody] = [await freePort(), await freePort(), await freePort()];
  behind = { gateway, app: app.address, inner: [inner, other], nobody };
  const own = createStage();
  try {
    await runProxy(own, 'nginx', printedCase('nginx'), site, behind);
    const browser = createSiteBrowser(site.ca, provider);
    expect((await browser.open(`${site.appUrl}/`)).status).toBe(200);
    sessions.set('app.example.com', browser.cookies(site.appUrl));
  } finally {
    await own.clear();
  }
});
afterAll(() => stage.clear());

/** @returns where it listens */
async function startGateway(): Promise<string> {
  const folder = await stage.folder();
  const config = join(folder, 'drawbridge.yaml');
  const settings = {
    version: 1,
    gateway: {
      url: site.authUrl,
      listen: '127.0.0.1:0',
      hosts: [site.appHost, `${OTHER_HOST}:${site.port}`],
      trustedProxies: ['127.0.0.1'],
      providers: [
        {
          name: 'corp',
          issuer: provider.issuer,
          clientId: CLIENT.id,
          clientSecret: { env: 'CLIENT_SECRET' },
          scope: 'openid email',
        },
      ],
      rules: [
        { name: 'health', match: { paths: '/status' }, allow: 'anyone' },
        { name: 'people', match: { domains: 'example.com' } },
      ],
    },
  };
  // JSON is YAML.
  await writeFile(config, JSON.stringify(settings));
  const args = ['serve', 'gateway', '--config', config, '--data', folder];
  const gateway = await stage.start(args, { env: { CLIENT_SECRET: CLIENT.secret } });
  const [, address = ''] = await gateway.waitFor('stderr', /listening=http:\/\/(\S+)/);
  return address;
}

/** Has a proxy run with a configuration while something is done. */
async function behindProxy<T>(
  proxy: RealProxy,
  patient: ProxyCase,
  act: (ward: Ward) => Promise<T>,
): Promise<T> {
  const own = createStage();
  try {
    await runProxy(own, proxy, patient, site, behind);
    return await act({
      site,
      app,
      patient,
      signedIn: async () => sessions.get(patient.host) ?? '',
      browser: () => createSiteBrowser(site.ca, provider),
    });
  } finally {
    await own.clear();
  }
}

for (const proxy of PROXIES) {
  const { broken, correct } = CASES.get(proxy) ?? { broken: [], correct: [] };
  describeWith([proxy, 'nginx', 'openssl'], `behind ${proxy}`, () => {
    it.each(broken)('$name is broken: $fault', async (patient) => {
      const symptom = SYMPTOMS[patient.fault as keyof typeof SYMPTOMS];
      expect(symptom, patient.fault).toBeDefined();
      await behindProxy(proxy, patient, async (ward) => {
        expect(await symptom?.(ward)).toBe(true);
      });
    });

    it.each(correct)('$name is right', async (patient) => {
      await behindProxy(proxy, patient, async (ward) => {
        const seen: string[] = [];
        for (const [fault, symptom] of Object.entries(SYMPTOMS)) {
          if (await symptom(ward)) seen.push(fault);
        }
        expect(seen).toEqual([]);
        const { status, url } = await ward.browser().open(site.appUrl + patient.page);
        expect([status, url]).toEqual([200, site.appUrl + patient.page]);
      });
    });
  });
}
