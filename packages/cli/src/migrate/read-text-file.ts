import { DrawbridgeError } from '@drawbridge/core';
import { readStart } from '@drawbridge/node';

/** Bytes: no configuration that people write comes near it. */
const MOST = 1024 * 1024;

/** How a file is called in faults. */
export interface FileWords {
  /** `the ini file` */
  readonly what: string;
  /** The command that is given one, for the hint. */
  readonly command: string;
}

/**
 * Reads a file of text whole.
 *
 * @throws {DrawbridgeError} `usage_invalid` where it cannot be read, is longer than 1 MiB, or is not UTF-8
 */
export async function readTextFile(path: string, { what, command }: FileWords): Promise<string> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStart(path, MOST);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DrawbridgeError('usage_invalid', {
      detail: `${what} ${path} cannot be read (${code ?? 'unknown'})`,
      hint: `Give an existing file: ${command} FILE.`,
      cause,
    });
  }
  if (bytes === undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `${what} ${path} is longer than ${MOST} bytes`,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `${what} ${path} is not UTF-8 text`,
      cause,
    });
  }
}
