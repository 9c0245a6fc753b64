import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CommandOptions, RunningCommand } from './command.ts';
import { type Echo, type EchoApp, startEchoApp } from './echo-app.ts';
import { freePort } from './free-port.ts';
import { CLIENT, clientOf } from './gateway-client.ts';
import type { StartGatewayProxy } from './gateway-proxies.ts';
import { createGatewaySite, type GatewaySite } from './gateway-site.ts';
import { createSiteBrowser, type SiteBrowser } from './site-browser.ts';
import {
  type SignInProvider,
  type SignInProviderOptions,
  startSignInProvider,
} from './sign-in-provider.ts';
import type { Stage } from './stage.ts';
import { untilProvider } from './until-provider.ts';

/** The rules of a scene. */
export const RULES = [
  { name: 'health', match: { paths: '/status' }, allow: 'anyone' },
  { name: 'admins', match: { paths: '/admin/**', users: 'alice@example.com' } },
  { name: 'no others', match: { paths: '/admin/**' }, deny: true },
  { name: 'people', match: { domains: 'example.com' } },
];

/** How a scene differs from what is usual. */
export interface GatewaySceneOptions {
  /** Further members of `gateway`, which go before. */
  readonly gateway?: object;
  /** Further members of the first provider in the file. */
  readonly provider?: object;
  /** Further sections of the file: `store`. */
  readonly sections?: object;
  /** How the OpenID provider differs; its `settings` may depend on the site. */
  readonly issuer?: Omit<SignInProviderOptions, 'settings'>;
  readonly settings?: (site: GatewaySite) => object;
  /** Further metadata of the client. */
  readonly client?: (site: GatewaySite) => object;
  readonly env?: Readonly<Record<string, string>>;
  /** Names of further apps; the proxy is nginx then. */
  readonly apps?: readonly string[];
  /** The name of a second provider, which is a site of its own to a browser. */
  readonly second?: string;
  /** The data folder. Default: a new one. */
  readonly data?: string;
}

/** All that a person meets: a real proxy with what the command printed for it, the command itself, an app, and a real provider. */
export interface GatewayScene {
  readonly site: GatewaySite;
  readonly provider: SignInProvider;
  /** Where `second` is given. */
  readonly second?: SignInProvider;
  readonly app: EchoApp;
  /** The file that the gateway was started with, and its data folder. */
  readonly config: string;
  readonly data: string;
  /** Where the proxy asks it: `HOST:PORT`. */
  readonly address: string;
  /** The process that answers. */
  gateway(): RunningCommand;
  /** What gateways and proxy wrote. */
  logs(): string;
  /** Starts a gateway in the place of one that has ended. */
  restart(options?: CommandOptions): Promise<RunningCommand>;
  /** A browser that nobody used before. */
  browser(): SiteBrowser;
  /** Follows where a browser is sent that opens the app, until it is to go to the provider. @returns that address */
  untilProvider(browser: SiteBrowser, target?: string): Promise<string>;
  /** One in which somebody is signed in to the app. */
  signIn(person?: string): Promise<SiteBrowser>;
}

/** Starts one, until the stage is cleared. */
export async function startGatewayScene(
  stage: Stage,
  name: 'nginx' | 'caddy' | 'haproxy',
  startProxy: StartGatewayProxy,
  options: GatewaySceneOptions = {},
): Promise<GatewayScene> {
  const site = await createGatewaySite(stage, options.apps);
  const provider = await startProvider(stage, site, options, '127.0.0.1', 'corp');
  const second =
    options.second === undefined
      ? undefined
      : await startProvider(stage, site, options, '127.0.0.2', options.second);
  const app = await startEchoApp(stage);
  const address = `127.0.0.1:${await freePort()}`;
  const config = await writeConfig(stage, site, { provider, second }, address, options);
  const data = options.data ?? (await stage.folder());
  const started: RunningCommand[] = [];

  async function launch(more: CommandOptions = {}): Promise<RunningCommand> {
    const env = { CLIENT_SECRET: CLIENT.secret, ...options.env, ...more.env };
    const args = ['serve', 'gateway', '--config', config, '--data', data];
    const command = await stage.start(args, { ...more, env });
    started.push(command);
    await command.waitFor('stderr', /listening=http:\/\/(\S+)/);
    return command;
  }

  await launch();
  const print = async (host: string) => {
    const words = ['gateway', 'snippet', name, '--config', config, '--app', host];
    const printed = await stage.run([...words, '--url', address, '--upstream', app.address]);
    expect(printed.code, printed.stderr).toBe(0);
    return { host, snippet: printed.stdout };
  };
  const further = await Promise.all(appsOf(site, options).map(print));
  const { snippet } = await print(site.appHost);
  const proxy = await startProxy(stage, site, snippet, further);
  const browser = () => createSiteBrowser(site.ca, provider);

  return {
    site,
    provider,
    ...(second !== undefined && { second }),
    app,
    config,
    data,
    address,
    browser,
    gateway: () => started.at(-1) as RunningCommand,
    logs: () => started.map((command) => command.stderr()).join('') + proxy.log(),
    restart: launch,
    untilProvider: (own, target = '/') => untilProvider(own, site.appUrl + target, provider),
    async signIn(person = 'alice') {
      const own = browser();
      const { status, text } = await own.open(`${site.appUrl}/`, person);
      expect(status, text).toBe(200);
      return own;
    },
  };
}

/** What the app of a scene was asked, by its answer. */
export const echoOf = (text: string) => JSON.parse(text) as Echo;

function startProvider(
  stage: Stage,
  site: GatewaySite,
  { issuer = {}, settings, client, second }: GatewaySceneOptions,
  address: string,
  name: string,
): Promise<SignInProvider> {
  return startSignInProvider(stage, {
    ...issuer,
    address,
    settings: {
      clients: [
        clientOf(site, {
          ...(second !== undefined && { redirect_uris: [`${site.authUrl}/callback/${name}`] }),
          ...client?.(site),
        }),
      ],
      ...settings?.(site),
    },
  });
}

/** As the browser writes them. */
function appsOf({ port }: GatewaySite, { apps = [] }: GatewaySceneOptions): readonly string[] {
  return apps.map((name) => `${name}:${port}`);
}

const providerOf = (name: string, { issuer }: SignInProvider) => ({
  name,
  issuer,
  clientId: CLIENT.id,
  clientSecret: { env: 'CLIENT_SECRET' },
  scope: 'openid email',
});

async function writeConfig(
  stage: Stage,
  site: GatewaySite,
  {
    provider,
    second,
  }: { readonly provider: SignInProvider; readonly second: SignInProvider | undefined },
  listen: string,
  options: GatewaySceneOptions,
): Promise<string> {
  const path = join(await stage.folder(), 'drawbridge.yaml');
  const settings = {
    version: 1,
    ...options.sections,
    gateway: {
      url: site.authUrl,
      listen,
      hosts: [site.appHost, ...appsOf(site, options)],
      trustedProxies: ['127.0.0.1'],
      providers: [
        { ...providerOf('corp', provider), ...options.provider },
        ...(second === undefined ? [] : [providerOf(options.second ?? '', second)]),
      ],
      rules: RULES,
      ...options.gateway,
    },
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(settings));
  return path;
}
