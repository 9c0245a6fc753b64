import type { DrawbridgeError } from '@drawbridge/core';
import type { Session } from '../session/session.ts';
import type { User } from '../user/user.ts';

/** What is decided of a question. A dialect makes of it what its proxy understands. */
export type Verdict =
  /** The request may go on. */
  | {
      readonly kind: 'allowed';
      /** Name of the rule. */
      readonly rule: string;
      /** Nobody where anybody may come, and nobody is signed in. */
      readonly user?: User | undefined;
      /** None for a bearer token. */
      readonly session?: Session | undefined;
      /** Identity for the app behind: each field that is configured, empty where nothing is known. */
      readonly fields: readonly (readonly [name: string, value: string])[];
    }
  /** A person is to sign in. */
  | {
      readonly kind: 'signIn';
      /** Absolute. */
      readonly url: string;
      readonly fault: DrawbridgeError;
    }
  /** A program is to bring a token or a cookie; sending it elsewhere would not help it. */
  | { readonly kind: 'unauthorized'; readonly fault: DrawbridgeError }
  /** Somebody is signed in and may not: another sign-in would change nothing. */
  | { readonly kind: 'forbidden'; readonly fault: DrawbridgeError; readonly user: User | undefined }
  /** It cannot be told for what the proxy asks. */
  | { readonly kind: 'malformed'; readonly fault: DrawbridgeError }
  /** The store or the provider does not answer. Nothing is let through meanwhile. */
  | { readonly kind: 'unavailable'; readonly fault: DrawbridgeError };
