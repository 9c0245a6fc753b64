import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startEchoApp } from '../support/echo-app.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { createGatewaySite } from '../support/gateway-site.ts';
import { startSignInProvider } from '../support/sign-in-provider.ts';
import { createSiteBrowser } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';

/** Seconds that tokens live: long enough for a hundred questions on a busy machine, so that they are renewed once. */
const LIFETIME = 20;
const CLIENT = { id: 'gateway', secret: randomBytes(24).toString('hex') };

/** Issues 1992, 1384, 1006 and 490 of oauth2-proxy: whoever comes while tokens are renewed is signed out. */
describeWith(['nginx', 'openssl'], 'two gateways on one store', () => {
  const stage = createStage();
  afterAll(() => stage.clear());

  it('renew the tokens of a session once for a hundred who come at the same time, and sign nobody out', async () => {
    const site = await createGatewaySite(stage);
    const provider = await startSignInProvider(stage, {
      lifetime: { access: LIFETIME, id: LIFETIME },
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
    const config = join(await stage.folder(), 'drawbridge.yaml');
    const gateway = {
      url: site.authUrl,
      listen: '127.0.0.1:0',
      hosts: [site.appHost],
      trustedProxies: ['127.0.0.1'],
      providers: [
        {
          name: 'corp',
          issuer: provider.issuer,
          clientId: CLIENT.id,
          clientSecret: { env: 'CLIENT_SECRET' },
          scope: 'openid email offline_access',
          // OpenID Connect Core 1.0 section 11: without it there is no refresh token.
          parameters: { prompt: 'consent' },
        },
      ],
      rules: [{ name: 'people', match: { domains: 'example.com' } }],
    };
    await writeFile(config, JSON.stringify({ version: 1, gateway }));
    const data = await stage.folder();
    const env = { CLIENT_SECRET: CLIENT.secret };
    const serve = async () => {
      const words = ['serve', 'gateway', '--config', config, '--data', data];
      const served = await stage.start(words, { env });
      const [, address = ''] = await served.waitFor('stderr', /listening=http:\/\/(\S+)/);
      return address;
    };
    const addresses = [await serve(), await serve()];
    const app = await startEchoApp(stage);
    const snippet = ['gateway', 'snippet', 'nginx', '--config', config];
    const [first = ''] = addresses;
    const printed = await stage.run([...snippet, '--url', first, '--upstream', app.address]);
    await startGatewayNginx(stage, site, printed.stdout);

    const browser = createSiteBrowser(site.ca, provider);
    expect((await browser.open(`${site.appUrl}/`)).status).toBe(200);
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
