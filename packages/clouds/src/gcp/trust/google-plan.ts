import type { GoogleKeys } from './google-keys.ts';

/** What Google Cloud is set up with, judged. */
export interface GooglePlan {
  readonly issuer: string;
  /** Empty: the full name of the provider. */
  readonly audiences: readonly string[];
  readonly mapping: Readonly<Record<string, string>>;
  readonly condition: string;
  readonly jwks?: GoogleKeys['jwks'];
  readonly pool: string;
  readonly provider: string;
  /** The ID of the project or its number, where it is given. */
  readonly project?: string;
  /** The full name of the provider, which has the number of the project; where that is given. */
  readonly name?: string;
  /** Whether the pool is there. */
  readonly isPoolThere: boolean;
  /** Who is let act as it. */
  readonly serviceAccount?: { readonly email: string; readonly members: readonly Member[] };
  /** What is to be told, each a sentence. */
  readonly warnings: readonly string[];
}

/** A member of the pool, by what follows its name: `/subject/…`, or `/*`. */
export interface Member {
  readonly scheme: 'principal' | 'principalSet';
  readonly end: string;
}
