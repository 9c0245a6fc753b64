import { X509Certificate } from 'node:crypto';
import type { FetchDocument } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import type { UpstreamSection } from './section/upstream-schema.ts';
import type { SettingReader } from './setting-reader.ts';

/** The way to an upstream's documents, with what this upstream alone needs: authorities, headers, time. */
export async function buildFetch(
  { caFile, headers, timeout }: UpstreamSection,
  at: string,
  http: HttpClient,
  reader: SettingReader,
): Promise<FetchDocument> {
  const ca = caFile === undefined ? '' : await readCa(caFile, `${at}.caFile`, reader);
  const own = headers === undefined ? {} : await readHeaders(headers, `${at}.headers`, reader);
  return http.documents({
    ...(ca !== '' && { ca }),
    headers: own,
    ...(timeout !== undefined && { timeout: timeout * 1000 }),
  });
}

/** @returns empty text when there is nothing in it to trust, which is a fault */
async function readCa(path: string, at: string, reader: SettingReader): Promise<string> {
  const text = await reader.file(path, at);
  if (text === '' || isCertificates(text)) return text;
  reader.fault(at, `is the file ${path}, which holds no certificate in PEM form`);
  return '';
}

function isCertificates(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

/** Header fields that can be sent; the others are faults. */
async function readHeaders(
  headers: NonNullable<UpstreamSection['headers']>,
  at: string,
  reader: SettingReader,
): Promise<Readonly<Record<string, string>>> {
  const read = await Promise.all(
    Object.entries(headers).map(async ([name, value]) => {
      const where = `${at}.${name}`;
      const text = typeof value === 'string' ? value : await reader.secret(value, where);
      return isHeader(name, text, where, reader) ? ([[name, text]] as const) : [];
    }),
  );
  return Object.fromEntries(read.flat());
}

/** RFC 9110 section 5.5: what would end the field, and begin another, is no value. */
function isHeader(name: string, value: string, at: string, reader: SettingReader): boolean {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) {
    reader.fault(at, 'is not the name of a header field');
    return false;
  }
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    reader.fault(at, 'has a character that a header field cannot hold');
    return false;
  }
  return true;
}
