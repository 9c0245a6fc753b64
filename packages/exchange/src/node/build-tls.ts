import { readAuthorities, readServerTls, type ServerTls } from '@drawbridge/node';
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
  const at = 'exchange.tls';
  const { clientCaFile } = tls;
  const pair = await readServerTls(tls, at, reader);
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
  return readServerTls(documents.tls, 'exchange.documents.tls', reader);
}
