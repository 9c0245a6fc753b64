import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { start } from './command.ts';
import { ROOT } from './documents.ts';
import { ACCEPTED, GRANTED, ISSUER, type ServedExchange } from './exchange.ts';
import type { Stage } from './stage.ts';

/** The settings of an example, as its README says. */
export function exampleSettings(upstream: string): Readonly<Record<string, string>> {
  return {
    ISSUER,
    UPSTREAM: upstream,
    ACCEPT_AUDIENCE: ACCEPTED,
    GRANT_AUDIENCE: GRANTED,
    SIGNING_KEYS: JSON.stringify({ keys: [privateJwk()] }),
  };
}

/** Starts an example on a free port, as its `npm start` does, and waits until it is ready. */
export async function serveExample(
  stage: Stage,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<ServedExchange> {
  const cwd = join(ROOT, 'examples', name);
  const command = start(process.execPath, ['server.js'], { cwd, env: { ...env, PORT: '0' } });
  stage.later(() => command.stop('SIGKILL'));
  const [, url = ''] = await command.waitFor('stdout', /"exchange ready","listening":"([^"]+)"/);
  return { command, url };
}

function privateJwk(): object {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}
