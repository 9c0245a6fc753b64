import { dirname, isAbsolute, resolve } from 'node:path';
import { type ConfigFault, issuerFault, parseUrl } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import { MAX_LIFETIME } from '@drawbridge/rules';
import { createFindings, type Findings } from '../findings.ts';
import type { Site } from './read-site.ts';
import { SETTINGS } from './settings.ts';
import { type Signing, translateSigning } from './translate-signing.ts';
import { translateUpstream } from './translate-upstream.ts';
import { readList } from './values.ts';

/** What the operator decides anew. */
export interface TranslateOptions {
  /** Path of the ini file. */
  readonly file: string;
  /** Absolute data folder. */
  readonly data: string;
  readonly issuer?: string | undefined;
  readonly acceptAudience?: readonly string[] | undefined;
  readonly grantAudience?: readonly string[] | undefined;
  readonly compatibility: boolean;
}

/** A `drawbridge.yaml` as a value. */
interface MigratedConfig {
  readonly version: 1;
  readonly data: string;
  readonly exchange: ExchangeSection;
}

/** What the settings come to. With faults the configuration is not fit for use. */
export interface Translation {
  readonly config: MigratedConfig;
  readonly signing: Signing;
  /** Absolute; `undefined` when it is not set. */
  readonly jwksFile: string | undefined;
  readonly notes: readonly string[];
  readonly faults: readonly ConfigFault[];
}

/** Translates the settings of an oidc-token-proxy, with their meaning. No file is read. */
export function translate(site: Site, options: TranslateOptions): Translation {
  const { settings } = site;
  const findings = createFindings();
  findings.notes.push(...site.notes);
  findings.faults.push(...site.faults);
  tellOfOthers(settings, findings);

  const folder = dirname(resolve(options.file));
  for (const name of ['jwks_file', 'upstream_jwks_file']) {
    const path = settings.get(name);
    if (path && !isAbsolute(path)) {
      findings.notes.push(
        `${name}: ${path} is looked for beside the ini file; oidc-token-proxy looked where it was started.`,
      );
    }
  }
  const issuer = readIssuer(settings, options, findings);
  const signing = translateSigning(settings, findings);
  const upstream = translateUpstream(settings, folder, options.acceptAudience, findings);
  const copy = readClones(settings, findings);
  tellOfAudiences(options, findings);
  findings.notes.push(
    'exp: a minted token ends with the upstream one, as before, and after twelve hours at the latest.',
  );

  const grantAudience = options.grantAudience;
  const exchange: ExchangeSection = {
    issuer,
    ...(site.listen !== undefined && { listen: site.listen }),
    ...(hasPath(issuer) && { basePath: '/' }),
    signing: {
      ...(signing.default !== undefined && { default: signing.default }),
      followUpstream: true,
    },
    ...(options.compatibility && { compatibility: 'oidc-token-proxy' }),
    upstreams: [upstream],
    rules: [
      {
        name: 'oidc-token-proxy',
        match: { issuer: upstream.issuer },
        grant: {
          ...(grantAudience === undefined
            ? { passUpstreamAudience: true }
            : { audience: grantAudience.length === 1 ? grantAudience[0] : grantAudience }),
          copy,
          lifetime: MAX_LIFETIME,
        },
      },
    ],
  };
  const jwksFile = settings.get('jwks_file');
  return {
    config: { version: 1, data: options.data, exchange },
    signing,
    jwksFile: jwksFile ? resolve(folder, jwksFile) : undefined,
    ...findings,
  };
}

function readIssuer(
  settings: ReadonlyMap<string, string>,
  options: TranslateOptions,
  { notes, faults }: Findings,
): string {
  const set = settings.get('issuer');
  const issuer = options.issuer ?? set;
  if (!issuer) {
    faults.push({
      path: 'issuer',
      message:
        'is missing: the Host header of each request decided until now, so a caller could choose ' +
        'the issuer that was signed; give --issuer URL',
    });
    return '';
  }
  const message = issuerFault(issuer);
  if (message !== undefined) {
    faults.push({ path: options.issuer === undefined ? 'issuer' : '--issuer', message });
  }
  if (options.issuer !== undefined && !set) {
    notes.push('issuer: it is the one of --issuer from now on, whatever Host a request names.');
  } else if (options.issuer !== undefined && options.issuer !== set) {
    notes.push(`issuer: ${options.issuer} of --issuer takes the place of ${set}.`);
  } else if (issuer.endsWith('/')) {
    notes.push(
      'issuer: its slash at the end stays, because relying parties compare it letter by letter; ' +
        'jwks_uri has one slash before .well-known now, and no longer two.',
    );
  }
  return issuer;
}

/** It served at the root whatever its issuer was: a proxy before it takes the path away. */
function hasPath(issuer: string): boolean {
  const url = parseUrl(issuer);
  return url !== undefined && url.pathname !== '/';
}

const NOT_CLONED: ReadonlyMap<string, string> = new Map([
  ['iss', 'the upstream would name the issuer of our tokens; iss is exchange.issuer'],
  [
    'exp',
    "it had no end but the upstream's; grant.lifetime caps it, and the upstream's exp still ends it",
  ],
  ['iat', "the upstream's time would hide when the token was minted; iat is the time of minting"],
  ['nbf', "the upstream's time would hide when the token was minted; nbf is the time of minting"],
  ['aud', 'the rule decides it: see passUpstreamAudience and audience'],
  ['jti', 'each minted token has its own, so that it can be found in logs'],
  ['azp', 'AWS reads it in place of aud, so the upstream would choose the relying party'],
]);

function readClones(settings: ReadonlyMap<string, string>, { notes }: Findings): readonly string[] {
  return readList(settings.get('clone_upstream_claims') ?? '').filter((name) => {
    const why = NOT_CLONED.get(name);
    if (why !== undefined) {
      notes.push(`clone_upstream_claims: ${name} is not carried over; ${why}.`);
    }
    return why === undefined;
  });
}

function tellOfAudiences(options: TranslateOptions, { notes }: Findings): void {
  const { acceptAudience, grantAudience } = options;
  if (acceptAudience === undefined) {
    notes.push(
      'aud: upstream tokens for any service are accepted (anyAudience), as before; --accept-audience ' +
        'AUDIENCE takes only those that were made for this exchange.',
    );
  }
  if (grantAudience === undefined) {
    notes.push(
      'aud: the upstream token decides what the minted one is for (passUpstreamAudience), as before; ' +
        '--grant-audience AUDIENCE names the relying party that is meant, and is the safe form.',
    );
  }
}

function tellOfOthers(settings: ReadonlyMap<string, string>, { notes }: Findings): void {
  for (const name of settings.keys()) {
    if (SETTINGS.has(name)) continue;
    const meant = [...SETTINGS].find((known) => known === name.toLowerCase());
    notes.push(
      meant === undefined
        ? `${name}: not carried over; it is no setting of oidc-token-proxy.`
        : `${name}: not carried over; oidc-token-proxy read ${meant}, in lower case, and no other.`,
    );
  }
}
