import { certificatesFault, privateFileFault, type ServerTls } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { ExchangeSection } from './section/exchange-section.ts';

/**
 * What the listener of an exchange needs to serve HTTPS. What cannot be read is known to `reader`.
 *
 * @returns `undefined` where the section does not ask for it
 */
export async function buildTls(
  { tls, clients = [] }: ExchangeSection,
  reader: SettingReader,
): Promise<ServerTls | undefined> {
  if (tls === undefined) return undefined;
  const { certificateFile, keyFile, clientCaFile } = tls;
  const [certificate, key, clientCa, keyFault] = await Promise.all([
    reader.file(certificateFile, 'exchange.tls.certificateFile'),
    reader.file(keyFile, 'exchange.tls.keyFile'),
    clientCaFile === undefined ? undefined : reader.file(clientCaFile, 'exchange.tls.clientCaFile'),
    privateFileFault(keyFile),
  ]);
  if (keyFault !== undefined) {
    reader.fault('exchange.tls.keyFile', `is the file ${keyFile}, which ${keyFault}`);
  }
  // Without an authority no name counts, and nobody would know why.
  const fault = clientCa ? certificatesFault(clientCa) : undefined;
  if (fault !== undefined) {
    reader.fault('exchange.tls.clientCaFile', `is the file ${clientCaFile}, which ${fault}`);
  }
  const askCallers =
    clientCa !== undefined || clients.some((client) => client.certificate !== undefined);
  return { certificate, key, clientCa, askCallers };
}
