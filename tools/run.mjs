import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const start = promisify(execFile);

/**
 * Runs a program and answers its standard output; a failure carries all that it printed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<string>}
 */
export async function run(program, args, cwd) {
  try {
    const { stdout } = await start(program, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (cause) {
    const { stdout = '', stderr = '' } = /** @type {{ stdout?: string; stderr?: string }} */ (
      cause
    );
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause });
  }
}
