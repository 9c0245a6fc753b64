import type { FetchDocument } from '@drawbridge/core';
import { headerValueFault, type HttpClient, readAuthorities } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { UpstreamSection } from './section/upstream-schema.ts';

/** The way to an upstream's documents, with what this upstream alone needs: authorities, headers, time. */
export async function buildFetch(
  { caFile, headers, timeout }: UpstreamSection,
  at: string,
  http: HttpClient,
  reader: SettingReader,
): Promise<FetchDocument> {
  const ca = caFile === undefined ? '' : await readAuthorities(caFile, `${at}.caFile`, reader);
  const own = headers === undefined ? {} : await readHeaders(headers, `${at}.headers`, reader);
  return http.documents({
    ...(ca !== '' && { ca }),
    headers: own,
    ...(timeout !== undefined && { timeout: timeout * 1000 }),
  });
}

/** Header fields that can be sent; the others are faults. Their names were judged with the section. */
async function readHeaders(
  headers: NonNullable<UpstreamSection['headers']>,
  at: string,
  reader: SettingReader,
): Promise<Readonly<Record<string, string>>> {
  const read = await Promise.all(
    Object.entries(headers).map(async ([name, value]) => {
      const where = `${at}.${name}`;
      const text = typeof value === 'string' ? value : await reader.secret(value, where);
      const fault = headerValueFault(text);
      if (fault === undefined) return [[name, text]] as const;
      reader.fault(where, fault);
      return [];
    }),
  );
  return Object.fromEntries(read.flat());
}
