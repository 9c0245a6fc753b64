import { stat } from 'node:fs/promises';
import { DrawbridgeError, type LoadJwks, requireCount, UPSTREAM_DEFAULTS } from '@drawbridge/core';
import { readStart } from '../files/read-start.ts';

/** Limits of a JWK Set file. */
export interface FileOptions {
  /** The largest file that is read, in bytes. Default: 524,288. */
  readonly maxBytes?: number;
}

/**
 * Reads an upstream issuer's keys from a JWK Set file: for an issuer whose documents cannot be
 * reached from here. A file that is replaced is noticed at the next load.
 *
 * The load throws `upstream_unreachable` when the file cannot be read, and `upstream_invalid`
 * when it is too large, no file, or one that any user of the machine may write to.
 *
 * @throws {TypeError} when the limit is none
 */
export function loadFromFile(path: string, options: FileOptions = {}): LoadJwks {
  const maxBytes = requireCount(options.maxBytes ?? UPSTREAM_DEFAULTS.jwksBytes, 'maxBytes');
  return async () => {
    try {
      // Before it is opened: opening a named pipe waits for its writer.
      const { mode } = await requireFile(path);
      // Windows has no such bits.
      if (process.platform !== 'win32' && (mode & 0o002) !== 0) {
        throw invalid(
          `${path} can be written to by every user of this machine`,
          `See that the keys in it are the issuer's, then: chmod o-w '${path}'`,
        );
      }
      const bytes = await readStart(path, maxBytes);
      if (bytes === undefined) throw invalid(`${path} is larger than ${maxBytes} bytes`);
      return { origin: path, bytes };
    } catch (thrown) {
      throw fileError(thrown, path);
    }
  };
}

async function requireFile(path: string) {
  const found = await stat(path);
  if (!found.isFile()) throw invalid(`${path} is not a file`);
  return found;
}

function fileError(thrown: unknown, path: string): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown fault';
  return new DrawbridgeError('upstream_unreachable', {
    detail: `the key file ${path} cannot be read (${code})`,
    hint: 'Put the JWK Set of the upstream issuer there, and let this user read it.',
    cause: thrown,
  });
}

function invalid(detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail, ...(hint !== undefined && { hint }) });
}
