import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The folder that holds keys and state: the one given, or `drawbridge` in the user's
 * state folder (XDG Base Directory Specification: `XDG_STATE_HOME`, else `~/.local/state`).
 *
 * @returns an absolute path
 */
export function dataFolder(given: string | undefined, env: NodeJS.ProcessEnv): string {
  if (given !== undefined && given !== '') return resolve(given);
  const xdg = env['XDG_STATE_HOME'] ?? '';
  // The specification has relative paths ignored.
  const state = isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'state');
  return join(state, 'drawbridge');
}
