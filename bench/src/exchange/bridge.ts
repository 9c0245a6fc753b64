import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, type ServerProcess, startServer } from '../harness/server-process.ts';

const run = promisify(execFile);

/** The command as it is installed: from bench/dist/exchange to packages/cli/bin. */
const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/drawbridge.js', import.meta.url));

/** The audience that upstream tokens must have. */
export const ACCEPTED_AUDIENCE = 'https://bridge.example.com';

/** An exchange that is set up but does not run: its folder has a key ring. */
export interface Bridge {
  readonly tokenUrl: URL;
  /** Starts it, and waits until it answers. */
  start(): Promise<ServerProcess>;
  /** Removes its folder. The end of the process does so too. */
  remove(): void;
}

/**
 * Sets up an exchange with one grant and a key ring of one key.
 *
 * @param alg - what it signs with
 */
export async function setUpBridge(upstream: string, alg: 'RS256' | 'ES256'): Promise<Bridge> {
  const data = mkdtempSync(join(tmpdir(), 'drawbridge-bench-'));
  const remove = () => rmSync(data, { recursive: true, force: true });
  process.once('exit', remove);
  await run(process.execPath, [COMMAND, 'keys', 'generate', '--alg', alg, '--data', data]);
  const port = await freePort();
  const base = new URL(`http://127.0.0.1:${port}`);
  const readyUrl = new URL('/.well-known/openid-configuration', base);
  const options = {
    issuer: 'https://bridge.example.com',
    upstream,
    'accept-audience': ACCEPTED_AUDIENCE,
    'grant-audience': 'sts.amazonaws.com',
    data,
    listen: base.host,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const args = [COMMAND, 'serve', 'exchange', ...flags];
  return {
    tokenUrl: new URL('/token', base),
    start: () => startServer({ args, readyUrl }),
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}
