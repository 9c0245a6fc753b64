import {
  DrawbridgeError,
  type Engine,
  type KeySource,
  parseKeySet,
  toDrawbridgeError,
  UPSTREAM_DEFAULTS,
} from '@drawbridge/core';
import { readStart } from '@drawbridge/node';

/**
 * Reads a JWK Set that `--jwks` names.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readJwksFile(path: string, engine: Engine): Promise<KeySource> {
  const limit = UPSTREAM_DEFAULTS.jwksBytes;
  const bytes = await readStart(path, limit).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(
      path,
      cause.code === 'ETIMEDOUT'
        ? 'is a pipe from which nothing came'
        : `cannot be read (${cause.code})`,
      cause,
    );
  });
  if (bytes === undefined) throw unreadable(path, `has more than ${limit} bytes`);
  try {
    return parseKeySet(bytes, path, engine);
  } catch (thrown) {
    // From an issuer it would be the issuer's fault; this file was given on the command line.
    const { message } = toDrawbridgeError(thrown);
    throw new DrawbridgeError('usage_invalid', { detail: message, cause: thrown });
  }
}

function unreadable(path: string, why: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `the key file ${path} ${why}`,
    hint: 'Give --jwks a file with the JWK Set of the issuer, or leave it out: then its keys are fetched.',
    cause,
  });
}
