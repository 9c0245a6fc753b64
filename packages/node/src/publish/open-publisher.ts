import { DrawbridgeError, isSafeScheme, parseUrl } from '@drawbridge/core';
import { readAuthorities } from '../certificates/read-authorities.ts';
import type { PublishSection } from '../config/sections/publish-schema.ts';
import { createSettingReader, type SettingReader } from '../config/setting-reader.ts';
import type { HttpClient } from '../http/client.ts';
import { refused } from './faults.ts';
import { createFolderPublisher } from './folder-publisher.ts';
import type { Publisher } from './publisher.ts';
import { createPutPublisher } from './put-publisher.ts';

/** What a publisher is opened with. */
export interface OpenPublisherOptions {
  readonly http: HttpClient;
  /** Where secrets may be. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The path of the section, for faults. Default: `publish`. */
  readonly at?: string;
  /** Gathers what cannot be read, for who reads more and finishes it. Default: one of its own. */
  readonly reader?: SettingReader;
}

/**
 * Opens the place that a section names. Of the publishers only that one is loaded.
 *
 * @throws {DrawbridgeError} `config_invalid`; `publish_refused` where a package is not installed, and for credentials that
 *   would go over plain http
 */
export async function openPublisher(
  section: PublishSection,
  { http, env, at = 'publish', reader }: OpenPublisherOptions,
): Promise<Publisher> {
  const { folder, s3, put } = section;
  const read = reader ?? createSettingReader(env);
  const authorities = async (file: string | undefined, setting: string) => {
    const ca = file === undefined ? undefined : await readAuthorities(file, setting, read);
    if (reader === undefined) read.finish();
    return ca;
  };
  if (folder !== undefined) return createFolderPublisher(folder);
  if (s3 !== undefined) {
    const { createS3Publisher } = await import('./s3-publisher.ts');
    const { bucket, prefix, region, endpoint, distribution } = s3;
    const ca = await authorities(s3.caFile, `${at}.s3.caFile`);
    return createS3Publisher({
      http,
      bucket,
      caSetting: `${at}.s3.caFile`,
      ...(ca !== undefined && { ca }),
      ...(prefix !== undefined && { prefix }),
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
      ...(distribution !== undefined && { distribution }),
    });
  }
  if (put === undefined) throw new TypeError('the section has no place to publish to');
  if (put.authorization !== undefined && !isSafeScheme(new URL(put.url))) {
    throw refused(
      `${put.url} is plain http: on the way to it everybody could read the credentials`,
      'Give an https URL, or no authorization.',
    );
  }
  const authorization =
    put.authorization && (await read.secret(put.authorization, `${at}.put.authorization`));
  const ca = await authorities(put.caFile, `${at}.put.caFile`);
  const caSetting = `${at}.put.caFile`;
  return createPutPublisher({
    http,
    url: put.url,
    caSetting,
    ...(authorization && { authorization }),
    ...(ca && { ca }),
  });
}

/**
 * Reads a destination of a command line: `s3://BUCKET/PREFIX`, an `https://` URL that takes PUT, else a folder.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function parseDestination(text: string): PublishSection {
  if (/^s3:/i.test(text)) {
    const found =
      /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])(?:\/((?:[\w.~-]+\/)*[\w.~-]+)?\/?)?$/i.exec(
        text,
      );
    const prefix = found?.[2];
    const bucket = found?.[1];
    if (bucket === undefined || prefix?.split('/').some((part) => part === '.' || part === '..')) {
      throw wrong('is not a bucket', 'Give it as s3://BUCKET or s3://BUCKET/PREFIX.');
    }
    return { s3: { bucket, ...(prefix !== undefined && { prefix }) } };
  }
  if (/^https?:/i.test(text)) {
    const url = parseUrl(text);
    const isPlain =
      url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
    if (!isPlain || !/^https?:\/\//i.test(text)) {
      throw wrong('is not a plain URL', 'Give it without credentials, query and fragment.');
    }
    return { put: { url: text } };
  }
  if (text === '' || /^[a-z][a-z0-9+.-]+:\/\//i.test(text)) {
    throw wrong(
      'is no place to publish to',
      'Give a folder, s3://BUCKET/PREFIX, or an https:// URL.',
    );
  }
  return { folder: text };
}

/** The destination is not repeated: it may have a password in it. */
function wrong(what: string, hint: string): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', { detail: `the destination ${what}`, hint });
}
