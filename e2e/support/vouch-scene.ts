import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, type RunningCommand, start } from './command.ts';
import { type EchoApp, startEchoApp } from './echo-app.ts';
import { freePort } from './free-port.ts';
import { createGatewaySite, type GatewaySite } from './gateway-site.ts';
import {
  CONFIDENTIAL_CLIENT,
  type SignInProvider,
  startSignInProvider,
} from './sign-in-provider.ts';
import { createSiteBrowser, type SiteBrowser } from './site-browser.ts';
import type { Stage } from './stage.ts';

/** The program of the image that takes the place of Vouch Proxy's. */
const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/vouch-proxy.js', import.meta.url));

/** Starts that program, as its image does, but that it listens on this machine alone. @param root - has `config/config.yml` */
export function startVouchProxy(
  stage: Stage,
  root: string,
  { env = {} }: Pick<CommandOptions, 'env'> = {},
): RunningCommand {
  const own = { VOUCH_ROOT: root, VOUCH_LISTEN: '127.0.0.1', HOME: root };
  const command = start(process.execPath, [PROGRAM], { env: { ...own, ...env } });
  stage.later(() => command.stop('SIGKILL'));
  return command;
}

/** A process in the place of a Vouch Proxy. */
export interface VouchProcess {
  /** Where the proxy asks it: `HOST:PORT`. */
  readonly address: string;
  readonly root: string;
  readonly command: RunningCommand;
}

/** What came back of a question that is asked without TLS. */
interface PlainAnswer {
  readonly status: number;
  /** By the name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A site of which nobody knows yet that its Vouch Proxy is another: an app, an OpenID provider, and the host where people sign in. */
export interface VouchScene {
  readonly site: GatewaySite;
  readonly provider: SignInProvider;
  readonly app: EchoApp;
  /** Starts a process by a `config.yml` as the examples have one for `oidc`. @param lines - more of the section `vouch` */
  launch(
    lines?: readonly string[],
    options?: { readonly env?: Readonly<Record<string, string>>; readonly root?: string },
  ): Promise<VouchProcess>;
  /** Asks a process as a proxy does that hands on the host of the app. */
  ask(
    process: Pick<VouchProcess, 'address'>,
    target: string,
    fields?: Readonly<Record<string, string>>,
    method?: string,
  ): Promise<PlainAnswer>;
  browser(): SiteBrowser;
}

/** How a scene differs from what is usual. */
interface VouchSceneOptions {
  /** Further names of the site. */
  readonly names?: readonly string[];
  /** Further settings of the OpenID provider, which may depend on the site. */
  readonly settings?: (site: GatewaySite) => object;
}

/** Starts what stands around a Vouch Proxy, until the stage is cleared. */
export async function startVouchScene(
  stage: Stage,
  { names, settings }: VouchSceneOptions = {},
): Promise<VouchScene> {
  const site = await createGatewaySite(stage, names);
  const provider = await startSignInProvider(stage, {
    redirectUris: [`${site.authUrl}/auth`],
    ...(settings !== undefined && { settings: settings(site) }),
  });
  const app = await startEchoApp(stage);

  return {
    site,
    provider,
    app,
    browser: () => createSiteBrowser(site.ca, provider),

    async launch(lines = [], { env = {}, root } = {}) {
      const folder = root ?? (await stage.folder());
      const file = join(folder, 'config/config.yml');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, configFile(site, provider, lines));
      const port = await freePort();
      const command = startVouchProxy(stage, folder, { env: { VOUCH_PORT: String(port), ...env } });
      await command.waitFor('stderr', /gateway ready/);
      return { address: `127.0.0.1:${port}`, root: folder, command };
    },

    async ask({ address }, target, fields = {}, method = 'GET') {
      const [host, port] = address.split(':');
      const headers = { host: site.appHost, ...fields };
      const sent = request({ host, port, path: target, method, headers, agent: false });
      sent.end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const { statusCode = 0, headers: answered } = response;
      return { status: statusCode, headers: answered, text: await text(response) };
    },
  };
}

function configFile(site: GatewaySite, { issuer }: SignInProvider, lines: readonly string[]) {
  return `vouch:
  domains:
  - example.test
  whiteList:
  - alice@example.com
${lines.map((line) => `  ${line}\n`).join('')}
oauth:
  # Generic OpenID Connect
  provider: oidc
  client_id: ${CONFIDENTIAL_CLIENT.id}
  client_secret: ${CONFIDENTIAL_CLIENT.secret}
  auth_url: ${issuer}/auth
  token_url: ${issuer}/token
  user_info_url: ${issuer}/me
  scopes:
    - openid
    - email
    - profile
  callback_url: ${site.authUrl}/auth
`;
}
