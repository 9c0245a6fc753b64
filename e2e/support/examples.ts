import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { finish, type FinishedCommand, start } from './command.ts';
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
  const [, url = ''] = await command.waitFor('stdout', /"\w+ ready","listening":"([^"]+)"/);
  return { command, url };
}

/** Starts an example with settings that it cannot take, and answers how it ended. */
export async function endExample(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Pick<FinishedCommand, 'code' | 'stderr'>> {
  const cwd = join(ROOT, 'examples', name);
  const file = name === 'exchange-lambda' ? 'invoke.js' : 'server.js';
  const { code, stderr } = await finish(start(process.execPath, [file], { cwd, env, stdin: '' }));
  return { code, stderr };
}

function privateJwk(): object {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}

/** What the Lambda example answered. */
export interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

/** Gives events to the Lambda example, as its `npm start` does, and answers what came of each. */
export async function invokeExample(
  env: Readonly<Record<string, string>>,
  events: readonly object[],
): Promise<readonly LambdaAnswer[]> {
  const cwd = join(ROOT, 'examples/exchange-lambda');
  const stdin = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const { code, stdout, stderr } = await finish(
    start(process.execPath, ['invoke.js'], { cwd, env, stdin }),
  );
  if (code !== 0) throw new Error(`the example ended with ${code}\n${stdout}\n${stderr}`);
  // Lines of the log are in between, as in a function's own output.
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"statusCode"'));
  return lines.map((line) => JSON.parse(line) as LambdaAnswer);
}
