import { requireCount } from '../count.ts';
import { ALGORITHM_NAMES, isAlgorithm } from '../engine/algorithms.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { quote } from '../errors/quote.ts';
import type { KeySource } from '../jwks/key-source.ts';
import { requireSeconds } from '../seconds.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import { ANY_AUDIENCE } from './any-audience.ts';
import type { ClaimPolicy } from './check-claims.ts';
import { type HeaderPolicy, shortType } from './check-header.ts';
import type { UpstreamIssuer } from './upstream-issuer.ts';

/** An upstream issuer, ready to hold tokens against. */
export interface Trust extends ClaimPolicy, HeaderPolicy {
  readonly issuer: string;
  readonly keys: KeySource;
  /** Characters. */
  readonly maxTokenLength: number;
  readonly paddedBase64: boolean;
  readonly check: UpstreamIssuer['check'];
}

/** Every issuer by its name. @throws {TypeError} as `createVerifier` does */
export function trustAll(issuers: readonly UpstreamIssuer[]): ReadonlyMap<string, Trust> {
  const trusted = new Map<string, Trust>();
  for (const options of issuers) {
    const trust = toTrust(options);
    if (trusted.has(trust.issuer)) throw new TypeError(`${trust.issuer} is listed twice`);
    trusted.set(trust.issuer, trust);
  }
  if (trusted.size === 0) throw new TypeError('a verifier needs at least one issuer');
  return trusted;
}

function toTrust(options: UpstreamIssuer): Trust {
  const { issuer, audiences, algorithms = ALGORITHM_NAMES, maxTokenAge } = options;
  if (audiences !== ANY_AUDIENCE && audiences.length === 0)
    throw new TypeError(`${issuer} needs at least one audience`);
  if (options.types?.length === 0) throw new TypeError(`${issuer} needs at least one type`);
  if (options.audienceParameter === '')
    throw new TypeError(`${issuer} has an audienceParameter without a name`);
  if (algorithms.length === 0) throw new TypeError(`${issuer} needs at least one algorithm`);
  const unknown = algorithms.find((alg) => !isAlgorithm(alg));
  if (unknown !== undefined) throw new TypeError(`${String(unknown)} is not a supported algorithm`);
  return {
    issuer,
    keys: options.keys,
    check: options.check,
    paddedBase64: options.paddedBase64 === true,
    audienceParameter: options.audienceParameter,
    audiences: audiences === ANY_AUDIENCE ? audiences : new Set(audiences),
    algorithms: new Set(algorithms),
    types: new Set((options.types ?? UPSTREAM_DEFAULTS.types).map((typ) => typ && shortType(typ))),
    requiredClaims: options.requiredClaims ?? UPSTREAM_DEFAULTS.requiredClaims,
    leeway: requireSeconds(options.leeway ?? UPSTREAM_DEFAULTS.leeway, 'leeway'),
    maxTokenAge: maxTokenAge === undefined ? undefined : requireSeconds(maxTokenAge, 'maxTokenAge'),
    maxTokenLength: requireCount(
      options.maxTokenLength ?? UPSTREAM_DEFAULTS.tokenLength,
      'maxTokenLength',
    ),
  };
}

/**
 * Whose token it is, by what it says itself.
 *
 * @throws {DrawbridgeError} `claim_missing`, `claim_invalid`, `issuer_unknown`
 */
export function pickTrust(iss: unknown, trusted: ReadonlyMap<string, Trust>): Trust {
  if (iss === undefined) {
    throw new DrawbridgeError('claim_missing', { detail: 'the token has no iss' });
  }
  if (typeof iss !== 'string') {
    throw new DrawbridgeError('claim_invalid', { detail: "the token's iss is not a string" });
  }
  const trust = trusted.get(iss);
  if (trust === undefined) {
    throw new DrawbridgeError('issuer_unknown', {
      detail: `the token's issuer, ${quote(iss)}, is not on the list of upstream issuers`,
      hint: 'Add the issuer to the upstreams, spelled exactly as the iss claim has it.',
    });
  }
  return trust;
}
