import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a service may take to be ready, and to end. */
const PATIENCE = 60_000;

/**
 * Starts a command that goes on until it is stopped, waits until it is as it should be, and stops it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {(stdout: string) => boolean | Promise<boolean>} isReady
 * @throws {Error} with all that it said, when it ends by itself, is not ready in time, or does not end in order
 */
export async function tryCommand(command, args, isReady) {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  ended.catch(() => {});
  let stdout = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (said += text));
  }
  const insist = setTimeout(() => child.kill('SIGKILL'), 2 * PATIENCE);
  try {
    const deadline = Date.now() + PATIENCE;
    while (!(await isReady(stdout))) {
      if (child.exitCode !== null || child.pid === undefined) throw new Error('it ended by itself');
      if (Date.now() > deadline) throw new Error('it was not ready in time');
      await sleep(50);
    }
    child.kill('SIGTERM');
    const [code, signal] = await ended;
    if (code !== 0) throw new Error(`it ended with ${signal ?? `code ${code}`}`);
  } catch (cause) {
    child.kill('SIGKILL');
    const { message } = /** @type {Error} */ (cause);
    throw new Error(`${command} ${args.join(' ')}: ${message}\n${said}`, { cause });
  } finally {
    clearTimeout(insist);
  }
}
