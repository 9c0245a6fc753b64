import type { ConditionOperator } from './operators.ts';
import type { ValuePart } from './value-parts.ts';

/** A trust policy of IAM, read and judged: what {@link readTrustPolicy} makes of a parsed JSON value. */
export interface TrustPolicyDocument {
  /** Without one, IAM takes 2008-10-17, in which `${…}` is no variable. */
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly TrustStatement[];
}

export interface TrustStatement {
  /** Counted from 1, as people count. */
  readonly number: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: TrustPrincipals;
  /** As written: `sts:AssumeRoleWithWebIdentity`, `sts:*`. */
  readonly actions: readonly string[];
  /** Whether the actions are those that are excepted (`NotAction`). */
  readonly isNotAction: boolean;
  /** All of them must hold. */
  readonly conditions: readonly TrustCondition[];
}

/** Whom a statement is for. */
export interface TrustPrincipals {
  /** `"Principal": "*"`. */
  readonly isEveryone: boolean;
  readonly federated: readonly FederatedPrincipal[];
  /** `"*"`, accounts, roles, users. */
  readonly aws: readonly string[];
  /** Services and canonical users, which have no token. */
  readonly others: readonly string[];
}

/** An identity provider, as a statement names it. */
export type FederatedPrincipal =
  | {
      readonly kind: 'oidc';
      /** As written. */
      readonly name: string;
      readonly partition: string;
      /** Empty for services that are like AWS and have no accounts, such as Ceph. */
      readonly account: string;
      /** The issuer without its scheme, letter by letter: keys of conditions begin with it. */
      readonly host: string;
    }
  /** One that IAM knows without being told: `accounts.google.com`. */
  | { readonly kind: 'builtIn'; readonly name: string; readonly host: string }
  /** A SAML provider, or what names none. */
  | { readonly kind: 'other'; readonly name: string };

/** One key of one operator. */
export interface TrustCondition {
  readonly operator: ConditionOperator;
  /** As written. Empty for an operator that lists none. */
  readonly key: string;
  /** Any of them. IAM takes an empty list, too. */
  readonly values: readonly ConditionValue[];
}

export interface ConditionValue {
  /** As written. */
  readonly text: string;
  /** What it is made of: wildcards for operators that have them, variables in version 2012-10-17. */
  readonly parts: readonly ValuePart[];
}
