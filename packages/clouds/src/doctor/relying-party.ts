import type { JsonObject } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import type { Verdict } from '../trust/verdict.ts';
import type { Requirements } from './requirement.ts';
import type { DoctorRule } from './rule.ts';

/** Where a relying party was told to find an issuer's documents, in place of the issuer's own address. */
export interface Documents {
  readonly discoveryUrl?: string | undefined;
  readonly jwksUrl?: string | undefined;
  /** PEM certificates of the authorities that it trusts, in place of the public ones. */
  readonly ca?: string | undefined;
  /** A JWK Set that was given to it, so that nothing is fetched. */
  readonly jwks?: unknown;
  /** Whether every key is tried, whatever kid a token names. */
  readonly ignoresKid?: boolean;
}

/** Who is to take the token, and all that is known of what it asks for. */
export interface RelyingParty<Trust = unknown> {
  /** As in `drawbridge doctor aws`. */
  readonly name: 'aws' | 'gcp' | 'azure' | 'kubernetes' | 'vault';
  readonly title: string;
  readonly requirements: Requirements;
  readonly rules: readonly DoctorRule<Trust>[];
  /**
   * Reads what the relying party was set up with.
   *
   * @param value - what a JSON or YAML file says
   * @throws {DrawbridgeError} `cloud_setting_invalid`, with all that is wrong with it
   */
  readonly readTrust: (value: unknown) => Trust | Promise<Trust>;
  readonly documentsOf: (trust: Trust, issuer: string) => Documents;
  /** @param now - seconds since 1970 */
  readonly evaluate: (
    trust: Trust,
    token: TokenView & { readonly header: JsonObject },
    now: number,
  ) => Verdict | Promise<Verdict>;
}
