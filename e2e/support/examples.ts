import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { finish, type FinishedCommand, start } from './command.ts';
import { readBlocks, ROOT } from './documents.ts';
import { ACCEPTED, GRANTED, ISSUER, type ServedExchange } from './exchange.ts';
import { freePort } from './free-port.ts';
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

/**
 * Starts an example as its `npm run try` does, and makes the calls of its README with the first lines that it printed before them.
 *
 * @returns the statuses that the README tells, those that were answered, and how the example ended
 */
export async function tryExample(stage: Stage, name: string, lines: number) {
  const port = await freePort();
  const cwd = join(ROOT, 'examples', name);
  const command = start(process.execPath, ['try.js'], { cwd, env: { PORT: String(port) } });
  stage.later(() => command.stop('SIGKILL'));
  await command.waitFor('stdout', /"\w+ ready"/);
  const exports = command.stdout().split('\n').slice(0, lines);
  const blocks = await readBlocks(`examples/${name}/README.md`);
  const { text: calls = '' } = blocks.find(({ mark }) => mark === 'calls') ?? {};
  const { stdout } = await stage.shell(
    [...exports, calls.replaceAll(':8080', `:${port}`)].join('\n'),
  );
  const statuses = (text: string, of: RegExp) => [...text.matchAll(of)].map(([, found]) => found);
  return {
    told: statuses(calls, /# (\d{3})/g),
    answered: statuses(stdout, /HTTP\/1\.1 (\d{3})/g),
    end: await command.stop(),
  };
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
