import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { sshFault } from './ssh-fault.ts';

type Child = ChildProcessByStdio<Writable | null, Readable, Readable | null>;

/** Bytes of the answer of another machine that are read. */
const LIMIT = 64 * 1024;

/** A connection whose far side reads what is written here, and has said what it begins with. */
export interface Master {
  /** What the pattern found. */
  readonly found: RegExpExecArray;
  /** Fulfilled once it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends the input of the far side, and waits until it has cleared away. */
  close(): Promise<void>;
}

/** How `ssh` is run. */
export interface SshOptions {
  readonly args: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** Milliseconds for the far side to clear away, after which the connection is cut: it clears away all the same. */
const PATIENCE = 5_000;

/**
 * Opens a connection: its far side is given some input, and what it says is read until a pattern is found. `ssh` asks a
 * person for what it needs on their terminal.
 *
 * @throws {DrawbridgeError} `remote_unreachable`, when `ssh` ends before that
 */
export async function openMaster(
  { args, env }: SshOptions,
  input: string,
  pattern: RegExp,
): Promise<Master> {
  const child = spawn('ssh', [...args], { env: { ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = endOf(child);
  const stop = async () => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill(), PATIENCE);
    try {
      await ended;
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    child.stdin.on('error', () => {}); // it may end without having read
    child.stdin.write(input);
    const found = await firstMatch(child.stdout, pattern);
    if (found === undefined) throw unready(await ended);
    // What comes later is of no interest, and must not hold it up.
    child.stdout.resume();
    return { found, ended: ended.then(() => undefined), close: stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Asks a connection that stands for something. @returns what was printed, or why not */
export async function askMaster({ args, env }: SshOptions): Promise<{
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const child = spawn('ssh', [...args], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = endOf(child);
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

/** The exit code. Who waits learns why it could not be run; it may be known before anybody does. */
function endOf(child: Child): Promise<number> {
  const ended = exitOf(child);
  ended.catch(() => {});
  return ended;
}

async function exitOf(child: Child): Promise<number> {
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? 255;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw sshFault(`ssh cannot be run (${code})`, 'Install the client of OpenSSH.', cause);
  }
}

/** What a pattern finds first; `undefined` where it ends before, or has more to say than anybody reads. */
async function firstMatch(stream: Readable, pattern: RegExp): Promise<RegExpExecArray | undefined> {
  let text = '';
  // Not by `for await`, which would end the stream with the loop.
  return new Promise((resolve) => {
    const look = (chunk: string) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found === null && text.length < LIMIT) return;
      stream.off('data', look);
      resolve(found ?? undefined);
    };
    stream.setEncoding('utf8').on('data', look);
    stream.once('close', () => resolve(undefined));
  });
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    text = (text + String(chunk)).slice(0, LIMIT);
  }
  return text;
}

function unready(code: number) {
  return sshFault(
    `the other machine did not get ready: ssh ended with ${code}`,
    'What it said is above. It needs sh, mktemp, dd, cat and rm there; try: ssh HOST true',
  );
}
