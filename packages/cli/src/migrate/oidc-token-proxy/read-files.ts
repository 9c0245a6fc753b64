import { readFile, stat } from 'node:fs/promises';
import { type ConfigFault, DrawbridgeError } from '@drawbridge/core';

/**
 * Reads the ini file.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readIniFile(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the ini file ${path} cannot be read (${codeOf(cause)})`,
      hint: 'Give an existing file: drawbridge migrate oidc-token-proxy FILE.',
      cause,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the ini file ${path} is not UTF-8 text`,
      cause,
    });
  }
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
