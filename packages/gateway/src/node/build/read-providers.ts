import type { Runtime } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import { buildProvider } from './build-provider.ts';
import { trustOf } from './trust-of.ts';

/** Reads the secrets and authorities of the providers of a section. What is wrong with them, the reader is told. */
export async function readProviders(
  { providers }: Pick<GatewaySection, 'providers'>,
  reader: SettingReader,
  { http, clock }: Pick<Runtime, 'http' | 'clock'>,
): Promise<readonly GatewayProvider[]> {
  return Promise.all(
    providers.map(async (provider, index) => {
      const at = `gateway.providers[${index}]`;
      const ca = await trustOf(provider.caFile, at, reader);
      const secret =
        provider.clientSecret && (await reader.secret(provider.clientSecret, `${at}.clientSecret`));
      const ways = { fetchDocument: http.documents(ca), fetch: http.tokens(ca), clock };
      return buildProvider(provider, { ...ways, secret });
    }),
  );
}
