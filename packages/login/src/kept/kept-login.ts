import type { AwsCredentials } from '@drawbridge/clouds/aws';
import type { LoginSettings } from '../login-settings.ts';

/**
 * What a login leaves behind under its name: all that it takes to renew it, or to sign in again by its name alone,
 * without the flags and the configuration that it was made with.
 */
export interface KeptLogin {
  /** Also the name of the AWS profile that it writes. */
  readonly name: string;
  readonly settings: LoginSettings & { readonly clientId: string };
  /** Names the sign-in whose tokens it uses: logins of one person at one client, with the same scope, share it. */
  readonly signIn: string;
  readonly person: Person;
  /** Where the secret is that it is sealed with. */
  readonly keptIn: 'keyring' | 'file';
  /** Those of the role, where there is one and it was assumed. They may have ended. */
  readonly credentials?: KeptCredentials;
}

/** Credentials, and since when they are there. */
export interface KeptCredentials extends AwsCredentials {
  /** Seconds since the epoch. */
  readonly obtainedAt: number;
}

/** Who signed in, of the ID token that was verified. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string;
  readonly name?: string;
}
