import { isSafeScheme, parseUrl, quote } from '@drawbridge/core';
import { settingFault } from './setting-fault.ts';

/** IAM API reference, CreateOpenIDConnectProvider: `Url` has 1 to 255 characters. */
const LONGEST_URL = 255;

/** An issuer that AWS may be set up to trust. */
export interface ProviderUrl {
  /** Exactly the `iss` of its tokens. */
  readonly issuer: string;
  /** The issuer without its scheme, as ARNs and condition keys have it: with its path, and a slash at its end where it has one. */
  readonly host: string;
  /** What is to be told, each a sentence: of a slash at the end, and of an issuer on this machine, which AWS would not take. */
  readonly warnings: readonly string[];
}

/**
 * Judges an issuer URL as IAM does (IAM API reference, CreateOpenIDConnectProvider, and IAM user guide, "Create an OpenID
 * Connect (OIDC) identity provider in IAM"). An issuer on this machine may have http and a port, for stand-ins of AWS.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`, with a message for each mistake
 */
export function parseProviderUrl(issuer: string): ProviderUrl {
  const fault = shapeFault(issuer);
  if (fault !== undefined) throw settingFault(`the issuer ${quote(issuer)} ${fault[0]}`, fault[1]);
  const url = parseUrl(issuer);
  if (url === undefined) {
    throw settingFault(
      `the issuer ${quote(issuer)} is no URL`,
      'It is as https://oidc.example.com.',
    );
  }
  const isLocal = isSafeScheme(new URL(`http://${url.host}`));
  const local = isLocal ? undefined : publicFault(url);
  if (local !== undefined) throw settingFault(`the issuer ${quote(issuer)} ${local[0]}`, local[1]);
  const spelling = issuer.endsWith('/') || url.pathname !== '/' ? url.href : url.origin;
  if (spelling !== issuer) {
    throw settingFault(
      `the issuer ${quote(issuer)} is not in its plain spelling`,
      `AWS compares it with the token letter by letter. Its plain spelling is ${spelling}.`,
    );
  }
  return { issuer, host: withoutScheme(issuer), warnings: warningsOf(issuer, isLocal) };
}

function warningsOf(issuer: string, isLocal: boolean): readonly string[] {
  const warnings: string[] = [];
  if (issuer.endsWith('/')) {
    warnings.push(
      `The issuer ends with a slash, and AWS compares it letter by letter: the iss of its tokens must end with one, too, else use ${issuer.slice(0, -1)}.`,
    );
  }
  if (isLocal) {
    warnings.push(`AWS takes no issuer on this machine: ${issuer} is for stand-ins of AWS alone.`);
  }
  return warnings;
}

type Fault = readonly [what: string, hint: string];

/** What can be seen without taking the URL apart. */
function shapeFault(issuer: string): Fault | undefined {
  if (/^https?:\/\/https?:?\/\//i.test(issuer)) {
    return [
      'begins with https:// twice',
      `It was pasted behind one: ${issuer.replace(/^(?:https?:?\/\/)+/i, 'https://')}.`,
    ];
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(issuer)) {
    return [
      'lacks https://',
      'IAM takes a URL that begins with https://, as the iss of the tokens does.',
    ];
  }
  if (!/^[\x21-\x7e]+$/.test(issuer)) {
    return [
      'has a character that a URL may not have',
      'Check for white space and letters with accents.',
    ];
  }
  if (issuer.includes('?')) {
    return ['has a query', 'OpenID Connect allows an issuer a path, and IAM takes no query.'];
  }
  if (issuer.includes('#')) return ['has a fragment', 'No issuer has one.'];
  if (issuer.includes('@')) return ['has user information', 'No issuer has any.'];
  if (issuer.length > LONGEST_URL) {
    return [`has ${issuer.length} characters`, `IAM takes ${LONGEST_URL}.`];
  }
  return undefined;
}

/** What IAM takes of no issuer that is out in the world. */
function publicFault(url: URL): Fault | undefined {
  if (url.protocol === 'http:') {
    return ['is not https', 'IAM takes an https URL, and STS reads keys over TLS alone.'];
  }
  if (url.protocol !== 'https:') return ['is not an https URL', 'IAM takes an https URL alone.'];
  if (url.port !== '') {
    return [
      'has a port',
      'IAM takes none: the issuer must be served at 443, and its tokens name it without.',
    ];
  }
  return undefined;
}

/** An issuer as ARNs and condition keys have it. */
export function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '');
}

/** The ARN of the provider of an issuer (IAM user guide, "IAM identifiers"). */
export function providerArn(partition: string, account: string, { host }: ProviderUrl): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${host}`;
}
