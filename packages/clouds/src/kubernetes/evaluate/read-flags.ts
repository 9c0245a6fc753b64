import { isJsonObject, type JsonObject, quote } from '@drawbridge/core';
import type { JwtAuthenticator, RequiredClaim } from './configuration.ts';
import type { FileFaults } from '../../trust/file-faults.ts';
import { kindOf } from './members.ts';
import { parseGoUrl } from './go-url.ts';

const NAMES = [
  'issuer-url',
  'client-id',
  'username-claim',
  'username-prefix',
  'groups-claim',
  'groups-prefix',
  'required-claim',
  'signing-algs',
  'ca-file',
] as const;
type Name = (typeof NAMES)[number];

const ALGORITHM = /^(?:RS|ES|PS)(?:256|384|512)$/;

/** Whether an object is the flags of an API server: `oidc-issuer-url`, with or without the dashes before it. */
export function hasOidcFlags(value: JsonObject): boolean {
  return Object.keys(value).some((name) => /^(?:--)?oidc-/.test(name));
}

/**
 * What the flags of an API server say (kubernetes, pkg/kubeapiserver/options/authentication.go). All but two are text;
 * `oidc-required-claim` may be a list of `claim=value`, or an object, and `oidc-signing-algs` a list.
 */
export function readOidcFlags(
  flags: JsonObject,
  disallowed: readonly string[],
  faults: FileFaults,
): JwtAuthenticator | undefined {
  const given = new Map<Name, unknown>();
  for (const [written, value] of Object.entries(flags)) {
    const name = NAMES.find((known) => written.replace(/^--/, '') === `oidc-${known}`);
    if (name === undefined) faults.add(written.slice(0, 60), 'is no flag of this kind');
    else if (given.has(name)) faults.add(written, 'is there twice');
    else if (value !== null) given.set(name, value);
  }
  const text = (name: Name): string => {
    const value = given.get(name) ?? '';
    if (typeof value === 'string') return value;
    faults.add(`oidc-${name}`, `is ${kindOf(value)}, not text`);
    return '';
  };
  const url = text('issuer-url');
  const audience = text('client-id');
  if (url === '') faults.add('oidc-issuer-url', 'is missing');
  else addUrlFaults(url, disallowed, faults);
  if (audience === '') faults.add('oidc-client-id', 'is missing');
  // An empty list is the default (oidc.go: New), and empty text is an empty list (spf13/pflag, StringSlice).
  const written = given.get('signing-algs') ?? '';
  const isDefault = written === '' || (Array.isArray(written) && written.length === 0);
  const algorithms = textsOf(isDefault ? 'RS256' : written, 'oidc-signing-algs', faults);
  for (const name of algorithms) {
    if (!ALGORITHM.test(name)) {
      faults.add('oidc-signing-algs', `${quote(name)} is none that API servers can verify`);
    }
  }
  const claim = given.has('username-claim') ? text('username-claim') : 'sub';
  if (given.get('username-claim') === '') {
    faults.add('oidc-username-claim', 'is empty: leave it out where it is sub');
  }
  const prefix = text('username-prefix');
  const groups = text('groups-claim');
  return {
    path: 'oidc-issuer-url',
    issuer: { url, audiences: [audience] },
    algorithms,
    claimRules: requiredClaims(given.get('required-claim'), faults),
    username: { claim, prefix: usernamePrefix(prefix, claim, url) },
    ...(groups !== '' && { groups: { claim: groups, prefix: text('groups-prefix') } }),
    extra: [],
    userRules: [],
  };
}

/** Where no prefix is given, it is the issuer and `#`, except for an email address; `-` says that there is none. */
function usernamePrefix(prefix: string, claim: string, url: string): string {
  if (prefix === '-') return '';
  return prefix === '' && claim !== 'email' ? `${url}#` : prefix;
}

function addUrlFaults(url: string, disallowed: readonly string[], faults: FileFaults): void {
  const at = 'oidc-issuer-url';
  if (disallowed.includes(url)) {
    faults.add(at, `${quote(url)} is the issuer of the API server's own tokens`);
  }
  const parsed = parseGoUrl(url);
  if ('fault' in parsed) faults.add(at, `${quote(url)} is no URL: it ${parsed.fault}`);
  else if (parsed.scheme !== 'https') faults.add(at, `${quote(url)} is not an https URL`);
  else if (parsed.hasUser || parsed.hasQuery || parsed.hasFragment) {
    faults.add(at, 'has a user name, a query or a fragment');
  }
}

function requiredClaims(value: unknown, faults: FileFaults): readonly RequiredClaim[] {
  const path = 'oidc-required-claim';
  const pairs: (readonly [string, unknown])[] = isJsonObject(value)
    ? Object.entries(value)
    : textsIn(value ?? [], path, faults).map((text): [string, unknown] => {
        const at = text.indexOf('=');
        if (at < 0) faults.add(path, `${quote(text)} is no claim=value`);
        return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      });
  const claims = new Map<string, RequiredClaim>();
  for (const [claim, required] of pairs) {
    if (claim === '') faults.add(path, 'has a value without a claim');
    else if (typeof required !== 'string') {
      faults.add(`${path}.${claim.slice(0, 60)}`, `is ${kindOf(required)}, not text`);
    } else claims.set(claim, { path, claim, value: required });
  }
  return [...claims.values()];
}

/** A list of texts, or one text. */
function textsIn(value: unknown, at: string, faults: FileFaults): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    faults.add(at, `has ${kindOf(entry)}, not text`);
    return [];
  });
}

/** As {@link textsIn}, where commas are between several in one text, too. */
function textsOf(value: unknown, at: string, faults: FileFaults): readonly string[] {
  return textsIn(value, at, faults).flatMap((text) => text.split(','));
}
