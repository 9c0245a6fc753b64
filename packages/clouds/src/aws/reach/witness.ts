import type { JsonObject } from '@drawbridge/core';
import type { Reasons } from '../../trust/verdict.ts';

/** A token that becomes a role, and what a caller asks for with it. */
export interface Witness {
  /** The claims of the upstream token; its times are left out where no rule looks at them: it is one that is in time. */
  readonly claims: JsonObject;
  /** What the caller asks for; empty: nothing, and gets the rule's default. */
  readonly audiences: readonly string[];
  /** The client that the caller must prove to be. */
  readonly client?: string;
  /** The RoleSessionName that the caller must give; without, any. */
  readonly sessionName?: string;
  /** What the minted token then says, but for its times and its `jti`. */
  readonly minted: JsonObject;
}

/** One way from an upstream issuer to a role. */
export interface ReachPath {
  /** The upstream issuer. */
  readonly issuer: string;
  readonly rule: string;
  /** The ARN of the role; `undefined` where the policy stands alone. */
  readonly role?: string | undefined;
  /** As an operator finds it: `Statement 2 ("ci")`. */
  readonly statement: string;
  readonly answer: ReachAnswer;
}

/** What is known of a way: that a token goes it, or why that cannot be told. */
export type ReachAnswer =
  | {
      readonly reach: 'yes';
      readonly witness: Witness;
      /**
       * Where the statement asks for no `aud`: the audiences of the minted token, of which one must be a client ID of the provider in IAM
       * for the token to go this way.
       */
      readonly clientIds?: readonly string[];
    }
  /** `nearest`: a token that goes it if nothing of the reasons stands in its way. */
  | { readonly reach: 'undecided'; readonly reasons: Reasons; readonly nearest?: Witness };
