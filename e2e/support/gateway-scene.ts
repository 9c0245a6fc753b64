import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EchoApp, startEchoApp } from './echo-app.ts';
import type { StartGatewayProxy } from './gateway-proxies.ts';
import { createGatewaySite, type GatewaySite } from './gateway-site.ts';
import { type SignInProvider, startSignInProvider } from './sign-in-provider.ts';
import type { Stage } from './stage.ts';

/** The client that the gateway is at its provider. */
export const CLIENT = { id: 'gateway', secret: randomBytes(24).toString('hex') };

/** A real proxy with what the command printed for it, the command itself, and a real provider. */
export interface GatewayScene {
  readonly site: GatewaySite;
  readonly provider: SignInProvider;
  readonly app: EchoApp;
  /** The file of the configuration, and the data folder. */
  readonly config: string;
  readonly data: string;
  /** What the gateway and the proxy wrote. */
  logs(): string;
}

/** What differs from one scene to another. */
export interface SceneOptions {
  readonly proxy: 'nginx' | 'caddy' | 'haproxy';
  readonly start: StartGatewayProxy;
  /** Members of the section `gateway`. */
  readonly gateway?: object;
  /** Settings of the provider. */
  readonly provider?: object;
}

/** Sets a scene up, with an app for the people of `example.com`. */
export async function setUpGatewayScene(
  stage: Stage,
  { proxy: name, start, gateway: changes = {}, provider: settings = {} }: SceneOptions,
): Promise<GatewayScene> {
  const site = await createGatewaySite(stage);
  const provider = await startProvider(stage, site, settings);
  const app = await startEchoApp(stage);
  const config = join(await stage.folder(), 'drawbridge.yaml');
  const section = { ...sectionFor(site, provider.issuer), ...changes };
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ version: 1, gateway: section }));
  const data = await stage.folder();
  const gateway = await stage.start(['serve', 'gateway', '--config', config, '--data', data], {
    env: { CLIENT_SECRET: CLIENT.secret },
  });
  const [, address = ''] = await gateway.waitFor('stderr', /listening=http:\/\/(\S+)/);
  const args = ['gateway', 'snippet', name, '--config', config];
  const printed = await stage.run([...args, '--url', address, '--upstream', app.address]);
  if (printed.code !== 0) throw new Error(`no snippet: ${printed.stderr}`);
  const proxy = await start(stage, site, printed.stdout);
  return { site, provider, app, config, data, logs: () => gateway.stderr() + proxy.log() };
}

function startProvider(
  stage: Stage,
  { authUrl }: GatewaySite,
  more: object,
): Promise<SignInProvider> {
  return startSignInProvider(stage, {
    settings: {
      ...more,
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          token_endpoint_auth_method: 'client_secret_basic',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          redirect_uris: [`${authUrl}/callback`],
          post_logout_redirect_uris: [`${authUrl}/signed-out`],
        },
      ],
    },
  });
}

function sectionFor({ authUrl, appHost }: GatewaySite, issuer: string) {
  return {
    url: authUrl,
    listen: '127.0.0.1:0',
    hosts: [appHost],
    trustedProxies: ['127.0.0.1'],
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
      { name: 'admins', match: { paths: '/admin/**', users: 'alice@example.com' } },
      { name: 'no others', match: { paths: '/admin/**' }, deny: true },
      { name: 'people', match: { domains: 'example.com' } },
    ],
  };
}
