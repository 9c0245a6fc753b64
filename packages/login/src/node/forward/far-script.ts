import { CREDENTIAL_VARIABLES, containerVariables, type Variable } from '@drawbridge/clouds/aws';
import { quoteForShell } from '@drawbridge/core';

/** What begins the line with the folder: what a login file prints comes before it. */
export const MARK = 'drawbridge-folder:';

/**
 * What the other machine runs first, as one word for whatever shell the person has there. There is no quote, backslash,
 * exclamation mark or line end in it, so that csh and fish pass it on as it stands. `IFS=` and `set -f` stand for quotes
 * around `$d`. What it keeps comes by its input, since arguments are seen by all: first the token, then the text of `run`.
 * Its input ends when the process here does, however it ends, or the line is cut: then what it made goes.
 *
 * @param sizes - bytes of the token and of `run`
 */
export function keepScript(sizes: { readonly token: number; readonly run: number }): string {
  const take = (name: string, bytes: number) =>
    `dd of=$d/${name} bs=1 count=${bytes} 2>/dev/null || exit 1`;
  const script = [
    'umask 077',
    'IFS=',
    'set -f',
    'd=$(mktemp -d) || exit 1',
    'gone() { rm -rf $d; }',
    'trap gone EXIT',
    'trap exit HUP INT TERM PIPE',
    take('token', sizes.token),
    take('run', sizes.run),
    `echo ${MARK}$d`,
    'cat >/dev/null',
  ];
  return `exec sh -c '${script.join('; ')}'`;
}

/** What `run` is made of. */
export interface RunOptions {
  /** The path of the endpoint. */
  readonly path: string;
  readonly region?: string;
  /** Empty: a login shell. */
  readonly command: readonly string[];
}

/**
 * The text of `run`, which a POSIX shell of the other machine reads from a file: it takes the port there as its one
 * argument, and has the command use the endpoint. The command is in no argument of `ssh` or a shell of the other machine
 * but its own.
 */
export function runScript({ path, region, command }: RunOptions): string {
  const variables = farVariables('$1', path, region);
  const words = command.map(quoteForShell).join(' ');
  return [
    `unset ${CREDENTIAL_VARIABLES.join(' ')}`,
    ...variables.map(([name, value]) =>
      // The one value that has the port in it: digits.
      value.includes('$1') ? `export ${name}="${value}"` : `export ${name}=${quoteForShell(value)}`,
    ),
    'AWS_CONTAINER_AUTHORIZATION_TOKEN=$(cat "${0%/*}/token") || exit 1',
    'export AWS_CONTAINER_AUTHORIZATION_TOKEN',
    command.length > 0 ? `exec ${words}` : 'exec "${SHELL:-/bin/sh}" -l',
    '',
  ].join('\n');
}

/** The variables of the other machine but the token, for a port there. */
export function farVariables(
  port: number | string,
  path: string,
  region?: string,
): readonly Variable[] {
  const url = `http://127.0.0.1:${port}${path}`;
  return containerVariables({ url, emptyFile: '/dev/null' }, region);
}
