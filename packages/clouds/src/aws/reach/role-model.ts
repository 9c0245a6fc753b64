import type { JsonObject } from '@drawbridge/core';
import type { CompiledCondition } from '../evaluate/compile-condition.ts';
import type { KeyAsk } from '../evaluate/compile-key.ts';
import {
  type CompiledStatement,
  compileStatement,
  type TrustAction,
} from '../evaluate/compile-statement.ts';
import { type CompiledTrustPolicy, judgeStatements } from '../evaluate/compile-trust-policy.ts';
import type { TrustPolicyDocument } from '../evaluate/policy-document.ts';
import { claimKeysOf } from '../evaluate/provider-keys.ts';
import { toRequest, type TrustContext, type TrustRequest } from '../evaluate/request.ts';
import { withoutScheme } from '../provider-url.ts';

/** A role, and whom it trusts. */
export interface ReachRole {
  /** `undefined` where the policy stands alone. */
  readonly arn?: string | undefined;
  readonly policy: TrustPolicyDocument;
}

/** A trust policy, made ready to be held against many rules. */
interface PolicyModel {
  readonly policy: CompiledTrustPolicy;
  /** As if a statement were the only one that lets tokens in by the first action: why it does not, or may not. */
  alone(statement: CompiledStatement): CompiledTrustPolicy;
  /** The statements that may let tokens of the public issuer in, by the first action; and those of the other two. */
  readonly assume: readonly CompiledStatement[];
  readonly tag: readonly CompiledStatement[];
  readonly identity: readonly CompiledStatement[];
  /** Those that may keep them out, in whichever account the role is. */
  readonly denies: readonly CompiledStatement[];
  /** The providers of the public issuer that it names. */
  readonly providers: readonly string[];
}

/** A role, and its policy, which it may share with others. */
export interface RoleModel extends PolicyModel {
  readonly role: ReachRole;
  readonly context: TrustContext;
  /** What conditions are judged of, for the claims of a minted token. */
  askOf(claims: JsonObject, sessionName?: string): KeyAsk;
}

/**
 * Makes the models of roles. Those with the same policy share what is made of it: an account has few policies, and many roles.
 *
 * @param issuer - the public issuer
 * @param now - seconds since the epoch
 */
export function modelRoles(
  roles: readonly ReachRole[],
  issuer: string,
  now: number,
): readonly RoleModel[] {
  const host = withoutScheme(issuer);
  const prefix = `${host.toLowerCase()}:`;
  const claimKeys = claimKeysOf(host);
  const policies = new Map<string, PolicyModel>();
  return roles.map((role): RoleModel => {
    const { arn, policy } = role;
    const place = arn?.split(':').slice(0, 5);
    const context: TrustContext = {
      now,
      ...(arn !== undefined && { roleArn: arn, providerAccount: place?.[4] }),
    };
    // Whom a statement is for depends on the partition and the account of the role, too.
    const text = JSON.stringify([place, policy]);
    const shared =
      policies.get(text) ?? modelPolicy(policy, toRequest({ issuer, claims: {} }, context));
    policies.set(text, shared);
    const { providers } = shared;
    return {
      ...shared,
      role,
      context,
      askOf: (claims, sessionName) => ({
        request: toRequest({ issuer, claims }, { ...context, sessionName }),
        providers,
        prefix,
        claimKeys,
      }),
    };
  });
}

/** @param nobody - a request for a role with the policy, of a token without claims */
function modelPolicy(policy: TrustPolicyDocument, nobody: TrustRequest): PolicyModel {
  const statements = policy.statements.map(compileStatement);
  const named = policy.statements.flatMap(({ principal }) => principal.federated);
  const ofHost = named.filter((provider) => 'host' in provider && provider.host === nobody.host);
  // Without an ARN it is not known in which of these the role is, and so which statements are for it.
  const isAnywhere = nobody.context.roleArn === undefined;
  const accounts = new Set(
    ofHost.flatMap((one) => (isAnywhere && 'account' in one ? [one.account] : [])),
  );
  const everywhere = Array.from(accounts, (providerAccount) => ({
    ...nobody,
    context: { ...nobody.context, providerAccount },
  }));
  const relevant = statements.filter(
    ({ isFor, actions }) => actions.size > 0 && isFor(nobody) !== false,
  );
  const allows = relevant.filter(({ statement }) => statement.effect === 'Allow');
  const allowing = (action: TrustAction) => allows.filter(({ actions }) => actions.has(action));
  const assume = allowing('sts:AssumeRoleWithWebIdentity');
  return {
    policy: judgeStatements(policy, statements),
    alone: (statement) => {
      const others = statements.filter((other) => other === statement || !assume.includes(other));
      return judgeStatements(policy, others);
    },
    assume,
    tag: allowing('sts:TagSession'),
    identity: allowing('sts:SetSourceIdentity'),
    denies: relevant.filter(
      ({ statement, isFor }) =>
        statement.effect === 'Deny' && everywhere.every((request) => isFor(request) !== false),
    ),
    providers: [...new Set(ofHost.map(({ name }) => name))],
  };
}

/** The variables in the values of a condition, by their keys. */
export function variablesOf({ condition }: CompiledCondition): readonly string[] {
  return condition.values.flatMap(({ parts }) =>
    parts.flatMap((part) => ('variable' in part ? [part.variable] : [])),
  );
}
