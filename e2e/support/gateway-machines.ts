import { randomBytes } from 'node:crypto';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { startGatewayBeside } from './gateway-beside.ts';
import { startGatewayNginx } from './gateway-proxies.ts';
import { type GatewayScene, type GatewaySceneOptions, startGatewayScene } from './gateway-scene.ts';
import type { Stage } from './stage.ts';
import { startRedis } from './start-redis.ts';

/** A scene whose gateway runs on two machines behind one nginx, which asks the one and the other in turn. */
export interface GatewayMachines {
  readonly scene: GatewayScene;
  /** Of each machine: `HOST:PORT`. */
  readonly addresses: readonly [string, string];
}

/**
 * Starts both as docs/gateway.md has it for several machines: each with a data folder of its own, in which `gateway/keys` is one
 * for both; a Redis, and `cookieKeys`.
 */
export async function startGatewayMachines(
  stage: Stage,
  options: GatewaySceneOptions = {},
): Promise<GatewayMachines> {
  const redis = await startRedis();
  stage.later(() => redis.clear());
  const keys = await stage.folder();
  const machine = async () => {
    const data = await stage.folder();
    await mkdir(join(data, 'gateway'), { mode: 0o700 });
    // What a network file system would have mounted there.
    await symlink(keys, join(data, 'gateway', 'keys'));
    return data;
  };
  const env = { COOKIE_KEY: randomBytes(32).toString('base64'), ...options.env };
  const address = `127.0.0.1:${await freePort()}`;
  const inTurn = (snippet: string) =>
    snippet.replace(/^( *)server 127\S+;$/m, `$&\n$1server ${address};`);
  const scene = await startGatewayScene(
    stage,
    'nginx',
    (own, site, snippet) => startGatewayNginx(own, site, inTurn(snippet)),
    {
      ...options,
      data: await machine(),
      env,
      sections: {
        // On a busy machine a call takes longer than the second that is usual, and would be refused.
        store: { driver: 'redis', url: `redis://${redis.host}:${redis.port}/0`, timeout: 20 },
      },
      gateway: { cookieKeys: [{ env: 'COOKIE_KEY' }] },
    },
  );
  await startGatewayBeside(stage, scene, { data: await machine(), address, env });
  return { scene, addresses: [scene.address, address] };
}
