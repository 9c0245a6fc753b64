import type { JsonObject } from '@drawbridge/core';
import type { Groups } from '../groups/groups.ts';

/** What somebody wants to reach. */
export interface AccessTarget {
  /** With its port where that is not the scheme's own. */
  readonly host: string;
  /** One reading of it, decoded: what readers read in two ways is asked about once for each, and the stricter answer holds. */
  readonly path: string;
  /** `undefined` where nobody says. */
  readonly method: string | undefined;
  /** The IP address of the client; `undefined` where nobody says. */
  readonly address?: string | undefined;
}

/** Who wants to: a person who is signed in, as a token that was verified tells. */
export interface AccessPerson {
  /** Name of the provider in the configuration. */
  readonly provider: string;
  /** What the person is called: the email where there is one, else the subject if that has no `@`, else empty. */
  readonly user: string;
  /** `sub`; without it, `user` where that is no email. */
  readonly subject?: string | undefined;
  /** One that was verified. */
  readonly email?: string | undefined;
  readonly groups: Groups;
  readonly claims: JsonObject;
}

/** What access rules say. */
export type AccessDecision =
  | {
      readonly kind: 'allowed';
      /** Name of the rule. */
      readonly rule: string;
      /** Whether it lets anyone in, so that nobody has to be signed in. */
      readonly isPublic: boolean;
    }
  /** Nobody is signed in, and some rule may let somebody in. */
  | { readonly kind: 'signIn' }
  | {
      readonly kind: 'denied';
      /** For the log, a sentence without its full stop. */
      readonly why: string;
      /** Name of the rule that keeps it out; where there is none, no rule lets it in. */
      readonly rule?: string;
    };
