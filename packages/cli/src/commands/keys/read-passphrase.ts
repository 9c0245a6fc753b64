import { usageError } from '@drawbridge/core';
import { privateFileFault } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';

/**
 * Reads the passphrase of a private key: a file that nobody else can read, or a pipe, up to 64 KiB.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readPassphrase(path: string): Promise<string> {
  const reader = createSettingReader({}, (faults) =>
    usageError(
      faults,
      'Give --passphrase-file a file with the passphrase alone, which only this user can read.',
    ),
  );
  const fault = await privateFileFault(path);
  if (fault !== undefined) reader.fault('--passphrase-file', `is the file ${path}, which ${fault}`);
  const passphrase = await reader.secret({ file: path }, '--passphrase-file');
  reader.finish();
  return passphrase;
}
