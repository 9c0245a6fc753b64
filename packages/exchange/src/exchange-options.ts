import type {
  Algorithm,
  Audit,
  Clock,
  Engine,
  KeyRing,
  Log,
  Metrics,
  Store,
  TrustedProxies,
  Verifier,
} from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';
import type { Client } from './client/client.ts';
import type { RateLimits } from './token/limits/rate-limits.ts';

/** What an exchange is built of. */
export interface ExchangeOptions {
  /** The public issuer: the `iss` of every token that is minted. */
  readonly issuer: string;
  /**
   * The path below which everything is served, as in `/team`; `/` behind a proxy that takes the path of the issuer
   * away. Default: the path of the issuer.
   */
  readonly basePath?: string;
  /** Judges the tokens that come in. */
  readonly verifier: Verifier;
  /** Decides what goes out. */
  readonly rules: RuleSet;
  /** Signs what goes out. */
  readonly keyRing: KeyRing;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Told of every decision, and why a call was refused: the caller learns little of it. */
  readonly log: Log;
  /** Where decisions are kept. Default: nowhere. */
  readonly audit?: Audit;
  /** Where decisions are counted. Default: nowhere. */
  readonly metrics?: Metrics;
  /** Which algorithm signs. */
  readonly signing?: SigningPreference;
  /**
   * Publish a certificate of each key, and the keys that sign first: the Ceph Object Gateway needs both, Google Cloud
   * refuses such a JWK Set. Default: false.
   */
  readonly withCertificates?: boolean;
  /** The callers that can prove who they are. Default: none. */
  readonly clients?: readonly Client[];
  /** Remembers tokens that are used once, and counts for the rate limits. Needed when there is either. */
  readonly store?: Store;
  /** Default: none. */
  readonly rateLimits?: RateLimits;
  /** The proxies whose word on their callers' addresses counts. Default: none. */
  readonly trustedProxies?: TrustedProxies;
  /** Hashes secrets and certificates. Default: the runtime's. */
  readonly engine?: Engine;
  /** Reads requests and answers faults as another tool did. */
  readonly compatibility?: Compatibility;
}

/** The same, with what is there wherever nobody says otherwise. */
export interface SettledOptions extends ExchangeOptions {
  readonly clock: Clock;
  readonly engine: Engine;
}

/** Which algorithm signs where neither the caller nor the rule says. */
export interface SigningPreference {
  /** Default: the key ring's. */
  readonly default?: Algorithm | undefined;
  /** Prefer the upstream token's algorithm, where there is a key for it. Default: false. */
  readonly followUpstream?: boolean | undefined;
}

/** A tool whose callers go on without noticing. */
export type Compatibility = 'oidc-token-proxy';
