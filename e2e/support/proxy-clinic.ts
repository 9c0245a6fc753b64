import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EchoApp, startEchoApp } from './echo-app.ts';
import { freePort } from './free-port.ts';
import { CLIENT, clientOf } from './gateway-client.ts';
import { createGatewaySite, type GatewaySite } from './gateway-site.ts';
import { printedCase, type ProxyCase, type RealProxy } from './proxy-cases.ts';
import { type Behind, runProxy } from './run-proxy.ts';
import { type SignInProvider, startSignInProvider } from './sign-in-provider.ts';
import { createSiteBrowser, type SiteBrowser } from './site-browser.ts';
import { createStage, type Stage } from './stage.ts';

/** A gateway, a provider and an app, all of them real, for proxies that come one after the other. */
export interface ProxyClinic {
  readonly site: GatewaySite;
  readonly app: EchoApp;
  /** The cookies of Alice, who signed in behind what is printed for nginx. */
  readonly alice: string;
  browser(): SiteBrowser;
  /** Has a proxy run with a configuration while something is done. */
  behind<T>(proxy: RealProxy, patient: ProxyCase, act: () => Promise<T>): Promise<T>;
}

/** Of a second app: a name under a domain where everybody may have one. */
export const OTHER_HOST = 'app.hopto.org';

/** Opens one, until the stage is cleared. */
export async function openProxyClinic(stage: Stage): Promise<ProxyClinic> {
  const site = await createGatewaySite(stage, [OTHER_HOST]);
  const app = await startEchoApp(stage);
  const provider = await startSignInProvider(stage, { settings: { clients: [clientOf(site)] } });
  const behind: Behind = {
    gateway: await startGateway(stage, site, provider),
    app: app.address,
    inner: [await freePort(), await freePort()],
    nobody: await freePort(),
  };

  const clinic: Omit<ProxyClinic, 'alice'> = {
    site,
    app,
    browser: () => createSiteBrowser(site.ca, provider),
    async behind(proxy, patient, act) {
      const own = createStage();
      try {
        await runProxy(own, proxy, patient, site, behind);
        return await act();
      } finally {
        await own.clear();
      }
    },
  };
  const alice = await clinic.behind('nginx', printedCase('nginx'), async () => {
    const browser = clinic.browser();
    const { status, text } = await browser.open(`${site.appUrl}/`);
    if (status !== 200) throw new Error(`Alice cannot sign in: ${status} ${text}`);
    return browser.cookies(site.appUrl);
  });
  return { ...clinic, alice };
}

/** @returns where it listens */
async function startGateway(
  stage: Stage,
  { authUrl, appHost, port }: GatewaySite,
  { issuer }: SignInProvider,
): Promise<string> {
  const folder = await stage.folder();
  const config = join(folder, 'drawbridge.yaml');
  const settings = {
    version: 1,
    gateway: {
      url: authUrl,
      listen: '127.0.0.1:0',
      hosts: [appHost, `${OTHER_HOST}:${port}`],
      trustedProxies: ['127.0.0.1'],
      // Or no cookie is longer than a proxy has room for by itself.
      session: { keep: 'cookie' },
      providers: [
        {
          name: 'corp',
          issuer,
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
