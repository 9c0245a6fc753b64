import { type ConfigFault, configError } from '@drawbridge/core';
import { readStart } from '@drawbridge/node';
import { readSecret, type SecretReference } from '@drawbridge/node/config';

/** Reads what settings refer to, and gathers what could not be read. */
export interface SettingReader {
  /** The text of a file; empty when it cannot be read, which {@link finish} then tells. */
  file(path: string, at: string): Promise<string>;
  /** A secret; empty when it cannot be read. */
  secret(reference: SecretReference, at: string): Promise<string>;
  /** Notes a fault of another kind. */
  fault(at: string, message: string): void;
  /** @throws {DrawbridgeError} `config_invalid`, with all faults */
  finish(): void;
}

/** Certificates of all authorities there are have 200 KiB. */
const MAX_BYTES = 1024 * 1024;

/** Makes a reader. @param env - where secrets may be */
export function createSettingReader(
  env: Readonly<Record<string, string | undefined>>,
): SettingReader {
  const faults: ConfigFault[] = [];
  const fault = (path: string, message: string) => void faults.push({ path, message });
  return {
    async file(path, at) {
      try {
        const bytes = await readStart(path, MAX_BYTES);
        if (bytes !== undefined) return new TextDecoder().decode(bytes);
        fault(at, `is the file ${path}, which has more than 1 MiB`);
        return '';
      } catch (thrown) {
        const { code } = thrown as NodeJS.ErrnoException;
        fault(at, `is the file ${path}, which cannot be read (${code})`);
        return '';
      }
    },
    async secret(reference, at) {
      const read = await readSecret(reference, env);
      if ('secret' in read) return read.secret;
      fault(at, read.fault);
      return '';
    },
    fault,
    finish() {
      if (faults.length > 0) throw configError(faults);
    },
  };
}
