import { join } from 'node:path';
import {
  DISCOVERY_PATH,
  issuerFault,
  isJsonObject,
  type JsonObject,
  member,
  parseJsonObject,
} from '@drawbridge/core';
import { readStart } from '@drawbridge/node';
import { jwksPathOf } from '../jwks-path.ts';
import { fileFault, siteFault } from './site-fault.ts';

/** The site in a folder, as its discovery document describes it: there is no further file of settings. */
export interface SiteFolder {
  readonly dir: string;
  readonly issuer: string;
  readonly jwksPath: string;
  readonly discovery: JsonObject;
  /** The JWKs as they stand in the file, with their `x5c` if they have one. Not there while a site is incomplete. */
  readonly keys: readonly JsonObject[] | undefined;
}

/** Bytes of a file of a site. A hundred keys with certificates take half of it. */
const LIMIT = 1_048_576;

/**
 * Reads the site in a folder.
 *
 * @returns `undefined` where there is no discovery document
 * @throws {DrawbridgeError} `usage_invalid` when a file cannot be read, or is no document of a site
 */
export async function readSite(dir: string): Promise<SiteFolder | undefined> {
  const path = join(dir, DISCOVERY_PATH);
  const discovery = await readDocument(path);
  if (discovery === undefined) return undefined;
  const issuer = member(discovery, 'issuer');
  const uri = member(discovery, 'jwks_uri');
  if (typeof issuer !== 'string' || issuerFault(issuer) !== undefined || typeof uri !== 'string') {
    throw siteFault(
      `${path} is not the discovery document of an issuer: it needs issuer and jwks_uri, with https addresses`,
      'Correct the file, or give another folder with --dir.',
    );
  }
  const jwksPath = jwksPathOf(issuer, uri);
  if (jwksPath === undefined) {
    throw siteFault(
      `${path} has its keys at ${JSON.stringify(uri)}, which is no file below the issuer ${issuer}`,
      'A site of static files has both below one address. Correct jwks_uri.',
    );
  }
  return { dir, issuer, jwksPath, discovery, keys: await readKeys(dir, jwksPath) };
}

/**
 * The keys of a JWK Set in a folder.
 *
 * @returns `undefined` where there is no such file
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readKeys(
  dir: string,
  jwksPath: string,
): Promise<readonly JsonObject[] | undefined> {
  const path = join(dir, jwksPath);
  const document = await readDocument(path);
  if (document === undefined) return undefined;
  const keys = member(document, 'keys');
  if (Array.isArray(keys) && keys.every(isJsonObject)) return keys;
  throw siteFault(
    `${path} is not a JWK Set: it has no list "keys"`,
    'Correct the file, or move it away.',
  );
}

async function readDocument(path: string): Promise<JsonObject | undefined> {
  const bytes = await readFileOf(path);
  if (bytes === undefined) return undefined;
  const document = parseJsonObject(bytes);
  if (document !== undefined) return document;
  throw siteFault(`${path} is not a JSON object`, 'Correct the file, or move it away.');
}

/** @returns `undefined` where there is no such file */
export async function readFileOf(path: string): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStart(path, LIMIT);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fileFault(path, thrown, 'read');
  }
  if (bytes !== undefined) return bytes;
  throw siteFault(`${path} has more than ${LIMIT} bytes`, 'Is it a file of the site?');
}
