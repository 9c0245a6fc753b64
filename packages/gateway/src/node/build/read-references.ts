import type { FetchDocument } from '@drawbridge/core';
import { readAuthorities, readServerTls, type Runtime, type ServerTls } from '@drawbridge/node';
import { createSettingReader, type SettingReader } from '@drawbridge/node/config';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import type { ReachedIssuer } from './build-bearer.ts';
import { buildProvider } from './build-provider.ts';
import { readCookieKeys } from './open-sealer.ts';

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
  const providers = await Promise.all(
    section.providers.map(async (provider, index) => {
      const at = `gateway.providers[${index}]`;
      const ca = await trustOf(provider.caFile, at, reader);
      const secret =
        provider.clientSecret && (await reader.secret(provider.clientSecret, `${at}.clientSecret`));
      const ways = { fetchDocument: http.documents(ca), fetch: http.tokens(ca), clock };
      return buildProvider(provider, { ...ways, secret });
    }),
  );
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

async function trustOf(caFile: string | undefined, at: string, reader: SettingReader) {
  if (caFile === undefined) return {};
  const caSetting = `${at}.caFile`;
  const ca = await readAuthorities(caFile, caSetting, reader);
  return ca === '' ? {} : { ca, caSetting };
}
