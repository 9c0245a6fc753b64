import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { credentialProcessAnswer } from '@drawbridge/clouds/aws';
import { epochSeconds, printable, systemClock, toDrawbridgeError } from '@drawbridge/core';
import { keptCredentials, keyringInTime, signInCommand } from '@drawbridge/login/node';
import { dataFolder } from '@drawbridge/node';

/** Milliseconds that the keyring may take: a program that asks for credentials is told within half a second. */
const KEYRING_PATIENCE = 300;
/** Milliseconds for the process to end by itself. */
const LAST_WORDS = 50;
/** What the command line has of options, with a value each. */
const WITH_VALUE = ['--profile', '--data', '--config'];

/**
 * Answers `drawbridge credential-process` of what is kept, where that is all it takes: an SDK of AWS runs it before its own
 * first call, so it is a bundle of its own, without the command line and the configuration. Whatever is not
 * plain is left to the command itself.
 *
 * @param args - the words after `drawbridge`
 * @returns whether it was answered
 */
export async function answerKept(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<boolean> {
  const options = readOptions(args);
  if (options === undefined) return false;
  const given = options.get('--data') ?? env['DRAWBRIDGE_DATA'] ?? '';
  const config = options.get('--config') ?? env['DRAWBRIDGE_CONFIG'] ?? '';
  // All that is asked of a configuration here is where the folder is.
  if (given === '' && config !== '') return false;
  const data = dataFolder(given, env);
  const name = options.get('--profile') ?? (env['AWS_PROFILE'] || 'default');
  let isAsked = false;
  const own = keyringInTime(KEYRING_PATIENCE);
  const get = (account: string) => {
    isAsked = true;
    return own.get(account);
  };
  try {
    const now = epochSeconds(systemClock);
    const credentials = await signInCommand(resolve(data), env).named(name, () =>
      keptCredentials(data, name, { get }, now),
    );
    if (credentials === undefined) return false;
    writeAll(`${credentialProcessAnswer(credentials)}\n`);
    return true;
  } catch (thrown) {
    // The command itself says what is wrong with files. A keyring would keep it waiting once more.
    if (!isAsked) return false;
    const { message, hint } = toDrawbridgeError(thrown);
    writeSync(2, printable(`drawbridge: ${message}\n${hint ?? ''}\n`));
    process.exitCode = 2;
    // A thread may wait for the keyring, and the process for it: then it ends by a signal.
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), LAST_WORDS).unref();
    return true;
  }
}

/** The options of the command line; `undefined` where there is more to it. */
function readOptions([command, ...words]: readonly string[]): Map<string, string> | undefined {
  if (command !== 'credential-process') return undefined;
  const options = new Map<string, string>();
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    // What it is for comes after this.
    if (word === '--auto-login') continue;
    const at = word.indexOf('=');
    const name = at === -1 ? word : word.slice(0, at);
    const value = at === -1 ? left.shift() : word.slice(at + 1);
    if (!WITH_VALUE.includes(name) || value === undefined || value === '') return undefined;
    if (at === -1 && value.startsWith('-')) return undefined;
    options.set(name, value);
  }
  return options;
}

/** Without the stream of Node, which takes longer to load than all else. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(1, bytes, sent);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      // Who asked has gone.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw thrown;
    }
  }
}
