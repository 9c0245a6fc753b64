import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';

const run = promisify(execFile);

/** What prints the clipboard: on Wayland, on X11, on macOS, on Windows and below WSL. */
const PROGRAMS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['wl-paste', '--no-newline'],
  ['xclip', '-selection', 'clipboard', '-out'],
  ['pbpaste'],
  ['powershell.exe', '-NoProfile', '-Command', 'Get-Clipboard'],
];

/** Milliseconds: a program without its display may wait for ever. */
const TIMEOUT = 5_000;
const MAX_BYTES = 1024 * 1024;

/**
 * The text of the clipboard, by the first program that is there and prints some.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readClipboard(env: NodeJS.ProcessEnv): Promise<string> {
  const failed: string[] = [];
  for (const [program, ...args] of PROGRAMS) {
    try {
      const { stdout } = await run(program, args, {
        env,
        timeout: TIMEOUT,
        maxBuffer: MAX_BYTES,
        windowsHide: true,
      });
      if (stdout.trim() !== '') return stdout.trim();
      failed.push(program);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') failed.push(program);
    }
  }
  throw new DrawbridgeError('usage_invalid', {
    detail:
      failed.length === 0
        ? `the clipboard cannot be read: none of ${PROGRAMS.map(([name]) => name).join(', ')} is there`
        : `the clipboard has no text, or cannot be read by ${failed.join(', ')}`,
    hint: 'Give - and paste into standard input, or @FILE.',
  });
}
