import type { FetchDocument } from '@drawbridge/core';
import { readServerTls, type Runtime, type ServerTls } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import type { ReachedIssuer } from './build-bearer.ts';
import { readCookieKeys } from './open-sealer.ts';
import { readProviders } from './read-providers.ts';
import { trustOf } from './trust-of.ts';

/** What a section refers to, read. */
export interface References {
  readonly tls: ServerTls | undefined;
  readonly providers: readonly GatewayProvider[];
  readonly bearer: readonly ReachedIssuer[];
  /** `undefined`: they are in the data folder. */
  readonly cookieKeys: readonly string[] | undefined;
}

/**
 * Reads all files and secrets that a section names.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault
 */
export async function readReferences(
  section: GatewaySection,
  runtime: Pick<Runtime, 'env' | 'http' | 'clock'>,
): Promise<References> {
  const { http, clock } = runtime;
  const reader = createSettingReader(runtime.env);
  const tls = section.tls && (await readServerTls(section.tls, 'gateway.tls', reader));
  const providers = await readProviders(section, reader, { http, clock });
  const bearer = await Promise.all(
    (section.bearer?.issuers ?? []).map(async (issuer, index) => {
      const ca = await trustOf(issuer.caFile, `gateway.bearer.issuers[${index}]`, reader);
      return { section: issuer, fetchDocument: http.documents(ca) satisfies FetchDocument };
    }),
  );
  const cookieKeys = await readCookieKeys(section, reader);
  reader.finish();
  return { tls, providers, bearer, cookieKeys };
}
