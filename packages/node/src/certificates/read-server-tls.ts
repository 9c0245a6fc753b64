import type { SettingReader } from '../config/setting-reader.ts';
import { privateFileFault } from '../files/private-file-fault.ts';
import type { ServerTls } from '../listener/tls.ts';
import { serverTlsFault } from './server-tls-fault.ts';

/** Where a certificate and its key are. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * Reads what a listener needs to serve HTTPS. What cannot be read, or does not fit together, is known to `reader`.
 *
 * @param at - the path of the setting that both stand in: `exchange.tls`
 */
export async function readServerTls(
  { certificateFile, keyFile }: TlsFiles,
  at: string,
  reader: SettingReader,
): Promise<ServerTls> {
  const [certificate, key, keyFault] = await Promise.all([
    reader.file(certificateFile, `${at}.certificateFile`),
    reader.file(keyFile, `${at}.keyFile`),
    privateFileFault(keyFile),
  ]);
  if (keyFault !== undefined) {
    reader.fault(`${at}.keyFile`, `is the file ${keyFile}, which ${keyFault}`);
  }
  const pair = { certificate, key };
  // Told here, with its place: a reload must find it before anything is exchanged.
  const fault = certificate === '' || key === '' ? undefined : serverTlsFault(pair);
  if (fault !== undefined) reader.fault(at, fault);
  return pair;
}
