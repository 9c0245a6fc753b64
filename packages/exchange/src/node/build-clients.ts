import type { Client } from '../client/client.ts';
import type { SettingReader } from '@drawbridge/node/config';
import type { ClientSection } from './section/client-schema.ts';

/** The clients with their secrets read. */
export function buildClients(
  clients: readonly ClientSection[],
  reader: SettingReader,
): Promise<readonly Client[]> {
  return Promise.all(
    clients.map(async ({ id, secret, certificate }, index) => ({
      id,
      ...(secret !== undefined && {
        secret: await reader.secret(secret, `exchange.clients[${index}].secret`),
      }),
      ...(certificate !== undefined && {
        certificate: {
          ...(certificate.sha256 !== undefined && { sha256: certificate.sha256.toLowerCase() }),
          ...(certificate.dns !== undefined && { dns: certificate.dns }),
          ...(certificate.uri !== undefined && { uri: certificate.uri }),
        },
      }),
    })),
  );
}
