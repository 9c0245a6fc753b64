import type { KeySource } from '@drawbridge/core';
import type { IssuerOptions } from '../options/guard-options.ts';

/** An issuer of JWTs with its defaults filled in and its keys at hand: access and ID tokens share them. */
export interface ResolvedIssuer {
  readonly issuer: string;
  readonly openIdConnectUrl: string;
  readonly keys: KeySource;
  /** As they were given. */
  readonly options: IssuerOptions;
  /** Loads the keys. */
  ready(): Promise<void>;
}
