import { type ConfigFault, configError, decodeUtf8, type DrawbridgeError } from '@drawbridge/core';
import { readStart } from '../files/read-start.ts';
import { unreadableSecret } from '../files/unreadable-secret.ts';
import { readSecret } from './read-secret.ts';
import type { SecretReference } from './shared-schemas.ts';

/** Bytes. A bundle of all public authorities has a quarter. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Reads what settings refer to, and gathers what could not be read. */
export interface SettingReader {
  /** The text of a file of up to 1 MiB; empty when it cannot be read, which {@link finish} then tells. */
  file(path: string, at: string): Promise<string>;
  /** The same of a file that holds a secret, with its line end. No fault tells the name of one that is not there. */
  secretFile(path: string, at: string): Promise<string>;
  /** A secret; empty when it cannot be read. */
  secret(reference: SecretReference, at: string): Promise<string>;
  /** Notes a fault of another kind. */
  fault(at: string, message: string): void;
  /** @throws {DrawbridgeError} `config_invalid` unless the reader was made with another, with all faults */
  finish(): void;
}

/**
 * Makes a reader.
 *
 * @param env - where secrets may be
 * @param toError - what is thrown over faults, when it is no configuration that they are in
 */
export function createSettingReader(
  env: Readonly<Record<string, string | undefined>>,
  toError: (faults: readonly ConfigFault[]) => DrawbridgeError = configError,
): SettingReader {
  const faults: ConfigFault[] = [];
  const fault = (path: string, message: string) => void faults.push({ path, message });
  const reads = (unreadable: Unreadable) => async (path: string, at: string) => {
    const read = await readText(path, unreadable);
    if ('text' in read) return read.text;
    fault(at, read.fault);
    return '';
  };
  return {
    file: reads((path, cause) => `is the file ${path}, which cannot be read (${cause.code})`),
    secretFile: reads(unreadableSecret),
    async secret(reference, at) {
      const read = await readSecret(reference, env);
      if ('secret' in read) return read.secret;
      fault(at, read.fault);
      return '';
    },
    fault,
    finish() {
      if (faults.length > 0) throw toError(faults);
    },
  };
}

/** Why a file cannot be read, as the rest of a sentence. */
type Unreadable = (path: string, cause: NodeJS.ErrnoException) => string | Promise<string>;

async function readText(
  path: string,
  unreadable: Unreadable,
): Promise<{ readonly text: string } | { readonly fault: string }> {
  try {
    const bytes = await readStart(path, MAX_FILE_BYTES);
    if (bytes === undefined) return { fault: `is the file ${path}, which has more than 1 MiB` };
    const text = decodeUtf8(bytes);
    if (text === undefined) return { fault: `is the file ${path}, which is not UTF-8 text` };
    return text === '' ? { fault: `is the file ${path}, which is empty` } : { text };
  } catch (thrown) {
    return { fault: await unreadable(path, thrown as NodeJS.ErrnoException) };
  }
}
