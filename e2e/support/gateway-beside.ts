import { readFile, writeFile } from 'node:fs/promises';
import type { RunningCommand } from './command.ts';
import { freePort } from './free-port.ts';
import { CLIENT } from './gateway-client.ts';
import type { GatewayScene } from './gateway-scene.ts';
import type { GatewaySite } from './gateway-site.ts';
import type { Stage } from './stage.ts';

/** A further process with the gateway of a scene. */
export interface GatewayBeside {
  /** `HOST:PORT` */
  readonly address: string;
  readonly command: RunningCommand;
}

/** What of it is its own. */
interface BesideOptions {
  /** Default: that of the scene. */
  readonly data?: string;
  /** Default: a free port. */
  readonly address?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts one with the file of a scene, but for the port. */
export async function startGatewayBeside(
  stage: Stage,
  scene: Pick<GatewayScene, 'config' | 'data'>,
  { data = scene.data, address, env = {} }: BesideOptions = {},
): Promise<GatewayBeside> {
  const listen = address ?? `127.0.0.1:${await freePort()}`;
  const own = `${scene.config}.beside.yaml`;
  const settings = JSON.parse(await readFile(scene.config, 'utf8')) as { gateway: object };
  const gateway = { ...settings.gateway, listen };
  await writeFile(own, JSON.stringify({ ...settings, gateway }));
  const args = ['serve', 'gateway', '--config', own, '--data', data];
  const command = await stage.start(args, { env: { CLIENT_SECRET: CLIENT.secret, ...env } });
  await command.waitFor('stderr', /listening=http/);
  return { address: listen, command };
}

/** Asks a process as nginx does about a page of the app. */
export function askAsNginx(
  address: string,
  { appUrl }: GatewaySite,
  cookie: string,
): Promise<Response> {
  return fetch(`http://${address}/authz/nginx`, {
    headers: { cookie, 'x-original-url': `${appUrl}/`, 'x-original-method': 'GET' },
  });
}
