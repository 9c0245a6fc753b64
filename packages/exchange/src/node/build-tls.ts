import {
  privateFileFault,
  readAuthorities,
  type ServerTls,
  serverTlsFault,
} from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { ExchangeSection } from './section/exchange-section.ts';
import type { TlsSection } from './section/tls-schema.ts';

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
  const at = 'exchange.tls';
  const { clientCaFile } = tls;
  const pair = await readPair(tls, at, reader);
  // Without an authority no name counts, and nobody would know why.
  const clientCa =
    clientCaFile === undefined
      ? undefined
      : await readAuthorities(clientCaFile, `${at}.clientCaFile`, reader);
  const askCallers =
    clientCa !== undefined || clients.some((client) => client.certificate !== undefined);
  return { ...pair, clientCa, askCallers };
}

/**
 * What the listener of the documents needs to serve HTTPS.
 *
 * @returns `undefined` where the section does not ask for it
 */
export async function buildDocumentsTls(
  { documents }: ExchangeSection,
  reader: SettingReader,
): Promise<ServerTls | undefined> {
  if (documents?.tls === undefined) return undefined;
  return readPair(documents.tls, 'exchange.documents.tls', reader);
}

async function readPair(
  { certificateFile, keyFile }: TlsSection,
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
