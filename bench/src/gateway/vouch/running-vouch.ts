import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMAND } from '../../harness/drawbridge-command.ts';
import { freePort, startServer } from '../../harness/server-process.ts';
import type { RunningServer } from '../../inject/nginx.ts';
import { startRedis } from '../redis.ts';
import { vouchCookies } from './vouch-people.ts';
import { vouchConfig } from './vouch-site.ts';

/** What stands in the place of a Vouch Proxy, and who has its cookie. */
export interface VouchPlan {
  readonly people: number;
  /** Whether the tokens of the provider are in the cookie, and told. Default: no. */
  readonly tokens?: boolean;
  /** Whether sign-outs are in Redis. Default: in the memory of the process. */
  readonly redis?: boolean;
}

/** `drawbridge serve gateway --vouch-config`, with people who are signed in. */
export interface RunningVouch extends RunningServer {
  /** What the browser of each person sends. */
  readonly cookies: readonly string[];
}

/** Signs people in, and starts the command. */
export async function startVouch(plan: VouchPlan): Promise<RunningVouch> {
  const { people, tokens = false } = plan;
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-bench-vouch-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const redis = plan.redis === true ? await startRedis() : undefined;
  const clear = async () => {
    await redis?.stop();
    process.off('exit', remove);
    remove();
  };
  try {
    const secret = randomBytes(33).toString('base64');
    const cookies = await vouchCookies({ secret, people, tokens });
    const url = new URL(`http://127.0.0.1:${await freePort()}/`);
    const file = join(folder, 'config.yml');
    writeFileSync(file, JSON.stringify(vouchConfig(Number(url.port), tokens)));
    const shared = join(folder, 'drawbridge.yaml');
    const store = redis && { store: { driver: 'redis', url: redis.url } };
    writeFileSync(shared, JSON.stringify({ version: 1, ...store }));
    const { pid, stop } = await startServer({
      args: [COMMAND, 'serve', 'gateway', '--vouch-config', file, '--config', shared],
      env: { VOUCH_JWT_SECRET: secret },
      readyUrl: new URL('/healthcheck', url),
    });
    return {
      url,
      pid,
      cookies,
      async stop() {
        await stop();
        await clear();
      },
    };
  } catch (thrown) {
    await clear();
    throw thrown;
  }
}
