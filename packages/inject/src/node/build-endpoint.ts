import { readAuthorities, type Runtime } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { GivenEndpoint } from '@drawbridge/oauth';
import { buildClient } from './build-client.ts';
import { findEndpoint } from './find-endpoint.ts';
import type { TokenSection } from './section/token-schema.ts';

/**
 * The token endpoint that a section names, or how it is found. Nothing is asked for yet.
 *
 * @param at - where the section is: `inject.token`
 * @param reader - is told of faults of what the section refers to
 * @returns `undefined` for a section that names none, or whose certificate cannot be read
 */
export async function buildEndpoint(
  section: TokenSection,
  at: string,
  { http, engine, clock }: Runtime,
  reader: SettingReader,
): Promise<GivenEndpoint | undefined> {
  const { issuer, discoveryUrl, tokenEndpoint, caFile } = section;
  const client =
    section.client === undefined
      ? undefined
      : await buildClient(section.client, `${at}.client`, engine, reader);
  const ca = caFile === undefined ? '' : await readAuthorities(caFile, `${at}.caFile`, reader);
  const trust = ca === '' ? {} : { ca };
  const certificate = client?.certificate;
  if (certificate?.certificate === '' || certificate?.key === '') return undefined;
  const fetch = http.tokens({
    ...trust,
    caSetting: `${at}.caFile`,
    ...(certificate !== undefined && { certificate }),
  });
  if (tokenEndpoint !== undefined) {
    return {
      url: tokenEndpoint,
      fetch,
      ...(client !== undefined && { client: client.authentication }),
    };
  }
  if (issuer === undefined && discoveryUrl === undefined) return undefined;
  const fetchDocument = http.documents(trust);
  return findEndpoint({ issuer, discoveryUrl, client, fetch, fetchDocument, clock });
}
