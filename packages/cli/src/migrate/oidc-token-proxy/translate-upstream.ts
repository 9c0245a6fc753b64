import { resolve } from 'node:path';
import { documentUrlFault, isSafeScheme, issuerFault, parseUrl } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import { headerNameFault, headerValueFault, isHeaderName } from '@drawbridge/node';
import type { Findings } from '../findings.ts';
import { readInteger, readMap } from './values.ts';

type Upstream = ExchangeSection['upstreams'][number];
type Settings = ReadonlyMap<string, string>;

/** What the original took where nothing was set. */
const DEFAULT_MAX_AGE = 300;
const DEFAULT_TIMEOUT = 30;
/** What a document may take at most in Drawbridge. */
const MAX_TIMEOUT = 300;

/**
 * The upstream of the settings `upstream_*` and `extra_request_headers`, with the leeway and the
 * required claims of the original.
 *
 * @param folder - where a relative path starts
 * @param audiences - what its tokens may be for; `undefined`: for anything, as before
 */
export function translateUpstream(
  settings: Settings,
  folder: string,
  audiences: readonly string[] | undefined,
  findings: Findings,
): Upstream {
  const headers = readHeaders(settings, findings);
  return {
    issuer: readIssuer(settings, findings),
    ...(audiences === undefined ? { anyAudience: true } : { audiences }),
    ...readKeyPlace(settings, folder, findings),
    ...(Object.keys(headers).length > 0 && { headers }),
    timeout: readTimeout(settings, findings),
    leeway: 60,
    requiredClaims: ['iat', 'nbf'],
    cache: { maxAge: readMaxAge(settings, findings) },
  };
}

function readIssuer(settings: Settings, { faults }: Findings): string {
  const path = 'upstream_issuer';
  const issuer = settings.get(path);
  if (issuer === undefined || issuer === '') {
    faults.push({ path, message: 'is missing: oidc-token-proxy started and refused every token' });
    return '';
  }
  const message = issuerFault(issuer);
  if (message !== undefined) {
    faults.push({ path, message: `${message}; it must be exactly as the iss of its tokens` });
  }
  return issuer;
}

function readKeyPlace(
  settings: Settings,
  folder: string,
  { notes, faults }: Findings,
): Pick<Upstream, 'jwksFile' | 'jwksUri'> {
  const file = settings.get('upstream_jwks_file');
  const path = 'upstream_jwks_uri';
  const uri = settings.get(path);
  if (file) {
    if (uri) notes.push(`${path}: not carried over, because upstream_jwks_file came before it.`);
    return { jwksFile: resolve(folder, file) };
  }
  if (!uri) {
    notes.push(
      `${path}: neither it nor upstream_jwks_file is set, so the keys are found by discovery at ` +
        'upstream_issuer; oidc-token-proxy did not start like this.',
    );
    return {};
  }
  const message = documentUrlFault(uri);
  if (message !== undefined) {
    const url = parseUrl(uri);
    const why = url !== undefined && !isSafeScheme(url);
    faults.push({
      path,
      message: why
        ? `${message}, so whoever is on the way could put in keys; save the JWKS to a file and name ` +
          'that in upstream_jwks_file'
        : message,
    });
  }
  return { jwksUri: uri };
}

function readMaxAge(settings: Settings, { notes, faults }: Findings): number {
  const path = 'upstream_jwks_cache_max_age';
  const text = settings.get(path);
  if (!text) return DEFAULT_MAX_AGE;
  const seconds = readInteger(text);
  if (seconds === undefined) {
    faults.push({ path, message: 'is not a whole number of seconds' });
  } else if (seconds <= 0) {
    notes.push(
      `${path}: ${seconds} is not carried over, because it had the keys fetched for each token; ` +
        `they are kept for ${DEFAULT_MAX_AGE} seconds and fetched anew when a token names an unknown key.`,
    );
  }
  return seconds === undefined || seconds <= 0 ? DEFAULT_MAX_AGE : seconds;
}

function readTimeout(settings: Settings, { notes, faults }: Findings): number {
  const path = 'upstream_timeout';
  const text = settings.get(path);
  if (!text) return DEFAULT_TIMEOUT;
  const seconds = readInteger(text);
  if (seconds === undefined || seconds <= 0) {
    faults.push({ path, message: 'is not a whole number of seconds above 0' });
    return DEFAULT_TIMEOUT;
  }
  if (seconds > MAX_TIMEOUT) {
    notes.push(`${path}: ${seconds} seconds become ${MAX_TIMEOUT}, the most that can be set.`);
  }
  return Math.min(seconds, MAX_TIMEOUT);
}

/** Names that hold a secret more often than not. */
const SECRET_NAME = /authorization|cookie|token|secret|password|key/;

function readHeaders(
  settings: Settings,
  { notes, faults }: Findings,
): Readonly<Record<string, string>> {
  const path = 'extra_request_headers';
  const { entries, unreadable } = readMap(settings.get(path) ?? '');
  for (const line of unreadable) faults.push({ path, message: `has no = in line ${line}` });
  const headers = new Map<string, string>();
  for (const [written, value] of entries) {
    const name = written.toLowerCase();
    if (!isHeaderName(name)) {
      // Not quoted: with a colon in place of =, a part of the value stands there.
      faults.push({
        path,
        message: 'has a name that no header field can have; a line is NAME = VALUE',
      });
      continue;
    }
    if (value === '') {
      notes.push(`${path}: ${name} is empty and not carried over.`);
      continue;
    }
    const fault = headerNameFault(name) ?? headerValueFault(value);
    if (fault !== undefined)
      faults.push({ path, message: `has the header ${name}, which ${fault}` });
    if (SECRET_NAME.test(name)) {
      notes.push(
        `${path}: ${name} may hold a secret, which stands in the new file as it did in the old one; ` +
          `better write it to a file that only the exchange can read, and "${name}: { file: PATH }".`,
      );
    }
    headers.set(name, value);
  }
  return Object.fromEntries(headers);
}
