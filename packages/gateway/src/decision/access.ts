import type { JsonObject } from '@drawbridge/core';
import type { Groups } from '@drawbridge/rules';

/** What somebody wants to reach. */
export interface AccessTarget {
  readonly host: string;
  /** One reading of it. */
  readonly path: string;
  readonly method: string;
  readonly address?: string | undefined;
}

/** Who wants to. */
export interface AccessPerson {
  readonly provider: string;
  readonly user: string;
  readonly subject?: string | undefined;
  readonly email?: string | undefined;
  readonly groups: Groups;
  readonly claims: JsonObject;
}

/** What access rules say. */
export type AccessDecision =
  | { readonly kind: 'allowed'; readonly rule: string; readonly isPublic: boolean }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'denied'; readonly why: string; readonly rule?: string };

/** Access rules that were compiled. */
export interface Access {
  decide(target: AccessTarget, person?: AccessPerson): AccessDecision;
}
