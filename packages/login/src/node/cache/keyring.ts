import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { DrawbridgeError } from '@drawbridge/core';

/** The keyring of the system, as far as secrets of ours are in it. */
export interface Keyring {
  /** @throws {DrawbridgeError} `data_unusable`, where it cannot be asked; it may be locked */
  get(account: string): Promise<string | undefined>;
  /** @throws {DrawbridgeError} `data_unusable` */
  set(account: string, secret: string): Promise<void>;
}

/** What our entries are called in the keyring. */
export const KEYRING_SERVICE = 'drawbridge';
/** Never that of the kernel: it forgets with every start of the machine. */
export const KEYRING_OPTIONS = { linux: { store: 'secret-service' } } as const;

/**
 * Milliseconds: where nobody is asked to unlock it, a keyring takes a tenth of the shorter one. To write has longer, since a
 * machine that was busy for that second would keep the login out of it until the next sign-in.
 */
const PATIENCE = { get: 1_000, set: 3_000 };

/** What the child does. A keyring that waits for its password holds a thread that cannot be called off. */
const PROGRAM = `
const [module, service, account, options, action] = process.argv.slice(1);
const { Entry } = require(module);
const entry = new Entry(service, account, JSON.parse(options));
if (action === 'set') entry.setPassword(require('fs').readFileSync(0, 'utf8'));
else process.stdout.write(JSON.stringify(entry.getPassword()));
`;

/** Makes a way to the keyring of the system, through a process of its own for each question. */
export function systemKeyring(): Keyring {
  async function ask(action: 'get' | 'set', account: string, input: string): Promise<string> {
    const args = [KEYRING_SERVICE, account, JSON.stringify(KEYRING_OPTIONS), action];
    return runChild(['-e', PROGRAM, '--', findModule(), ...args], input, PATIENCE[action]);
  }
  return {
    async get(account) {
      const secret = JSON.parse(await ask('get', account, '')) as string | null;
      return secret ?? undefined;
    },
    async set(account, secret) {
      await ask('set', account, secret);
    },
  };
}

function findModule(): string {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring');
  } catch (cause) {
    throw unusable('its package @napi-rs/keyring is not installed', cause);
  }
}

function runChild(args: readonly string[], input: string, patience: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(unusable(`it did not answer within ${patience / 1000} s: it may be locked`));
    }, patience);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (cause) => {
      clearTimeout(late);
      reject(unusable('no process could be started to ask it', cause));
    });
    child.on('close', (code) => {
      clearTimeout(late);
      if (code === 0) resolve(output);
      else reject(unusable('there is none, or it is locked'));
    });
  });
}

/** The fault of a keyring that does not do what it is for. */
export function unusable(why: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `the keyring of the system cannot be used: ${why}`,
    hint: 'Unlock it and try again. With login.cache set to file, a sign-in is kept in files of this user alone.',
    cause,
  });
}
