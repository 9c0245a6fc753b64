import { readFile, stat } from 'node:fs/promises';
import type { ConfigFault } from '@drawbridge/core';
import { readTextFile } from '../read-text-file.ts';

/**
 * Reads the ini file.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function readIniFile(path: string): Promise<string> {
  return readTextFile(path, {
    what: 'the ini file',
    command: 'drawbridge migrate oidc-token-proxy',
  });
}

/** A `jwks_file`, parsed; or what is wrong with it. */
export interface JwksFile {
  readonly jwks: unknown;
  readonly notes: readonly string[];
  readonly faults: readonly ConfigFault[];
}

/** Reads the file with the private keys. No message quotes from it. */
export async function readJwksFile(path: string | undefined): Promise<JwksFile> {
  const failed = (message: string) => ({
    jwks: undefined,
    notes: [],
    faults: [{ path: 'jwks_file', message }],
  });
  if (path === undefined) return failed('is missing; --no-keys goes on without its keys');
  let text: string;
  let mode: number;
  try {
    text = await readFile(path, 'utf8');
    ({ mode } = await stat(path));
  } catch (thrown) {
    return failed(`is ${path}, which cannot be read (${codeOf(thrown)})`);
  }
  let jwks: unknown;
  try {
    jwks = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The cause is left out: it quotes the text.
    return failed(`is ${path}, which is not JSON`);
  }
  const open = process.platform !== 'win32' && (mode & 0o077) !== 0;
  const notes = open
    ? [
        `jwks_file: ${path} can be read by other users of this machine; if somebody else was on it, ` +
          'make new keys with drawbridge keys generate.',
      ]
    : [];
  return { jwks, notes, faults: [] };
}

/** What there is to say of the file with the upstream's keys. */
export async function tellOfUpstreamFile(path: string | undefined): Promise<readonly string[]> {
  if (path === undefined) return [];
  try {
    await readFile(path);
    return [];
  } catch (thrown) {
    return [
      `upstream_jwks_file: ${path} cannot be read now (${codeOf(thrown)}); oidc-token-proxy warned ` +
        'and refused every token until it could be.',
    ];
  }
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? 'unknown';
}
