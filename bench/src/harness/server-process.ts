import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchText } from './fetch-text.ts';

/** A server that runs in a process of its own, and answers. */
export interface ServerProcess {
  readonly pid: number;
  /** Milliseconds from starting the process until it answered 200. */
  readonly startTime: number;
  signal(name: NodeJS.Signals): void;
  /** Ends it: asks first, and insists after a while. @returns its exit code; `null` if a signal ended it */
  stop(): Promise<number | null>;
  /** Whether it ended by itself. */
  hasEnded(): boolean;
}

export interface ServerCommand {
  /** Default: this very Node. */
  readonly program?: string;
  readonly args: readonly string[];
  /** Beside what a process needs to run. */
  readonly env?: Readonly<Record<string, string>>;
  /** The server is ready when this address answers 200. */
  readonly readyUrl: URL;
  /** PEM text of the certificates that are trusted, for an https address. */
  readonly ca?: string | undefined;
  /** Told what it writes to stderr, in pieces. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Milliseconds that a server may take to answer, and to end. */
const PATIENCE = 20_000;
/** Milliseconds between two attempts. It is also how exact a start time is. */
const POLL_INTERVAL = 1;
/** How much of what a failed server said is told, in characters. */
const TOLD = 2000;

/**
 * Starts a server and waits until it answers.
 *
 * @throws {Error} with what the server said, when it ends or does not answer in time
 */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const { program = process.execPath, args, env = {}, onOutput } = command;
  const begin = performance.now();
  const child = spawn(program, args, {
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TOLD);
    onOutput?.(text);
  });

  try {
    await untilReady(child, command, begin + PATIENCE);
  } catch (cause) {
    await stop(child);
    throw new Error(`${program} ${args.join(' ')}: ${(cause as Error).message}\n${said}`, {
      cause,
    });
  }
  const startTime = performance.now() - begin;
  return {
    pid: child.pid as number,
    startTime,
    signal: (name) => void child.kill(name),
    stop: () => stop(child),
    hasEnded: () => hasEnded(child),
  };
}

/** A TCP port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(
  child: ChildProcess,
  { readyUrl, ca }: ServerCommand,
  deadline: number,
): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  while (performance.now() < deadline) {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`);
    if (child.signalCode !== null) throw new Error(`was ended by ${child.signalCode}`);
    const reply = await fetchText(readyUrl, ca).catch(() => undefined);
    if (reply?.status === 200) return;
    await sleep(POLL_INTERVAL);
  }
  throw new Error(`did not answer ${readyUrl.href} with 200 in ${PATIENCE / 1000} seconds`);
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(insist);
  return child.exitCode;
}

/** Only what a process needs to run: settings of the caller's shell must not change a figure. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    ...(HOME !== undefined && { HOME }),
    ...(TMPDIR !== undefined && { TMPDIR }),
  };
}
