import type { JsonObject } from '@drawbridge/core';
import type { CompiledCondition } from '../evaluate/compile-condition.ts';
import type { KeyAsk } from '../evaluate/compile-key.ts';
import { type CompiledStatement, compileStatement } from '../evaluate/compile-statement.ts';
import { type CompiledTrustPolicy, compileTrustPolicy } from '../evaluate/compile-trust-policy.ts';
import type { TrustPolicyDocument } from '../evaluate/policy-document.ts';
import { claimKeysOf } from '../evaluate/provider-keys.ts';
import { toRequest, type TrustContext } from '../evaluate/request.ts';
import { withoutScheme } from '../provider-url.ts';

/** A role, and whom it trusts. */
export interface ReachRole {
  /** `undefined` where the policy stands alone. */
  readonly arn?: string | undefined;
  readonly policy: TrustPolicyDocument;
}

/** A role, made ready to be held against many rules. */
export interface RoleModel {
  readonly role: ReachRole;
  readonly context: TrustContext;
  readonly policy: CompiledTrustPolicy;
  /** As if a statement were the only one that lets tokens in by the first action: why it does not, or may not. */
  alone(statement: CompiledStatement): CompiledTrustPolicy;
  /** The statements that may let tokens of the public issuer in, by the first action; and those of the other two. */
  readonly assume: readonly CompiledStatement[];
  readonly tag: readonly CompiledStatement[];
  readonly identity: readonly CompiledStatement[];
  /** Those that may keep them out, in whichever account the role is. */
  readonly denies: readonly CompiledStatement[];
  /** What conditions are judged of, for the claims of a minted token. */
  askOf(claims: JsonObject, sessionName?: string): KeyAsk;
}

/**
 * Makes the model of a role.
 *
 * @param issuer - the public issuer
 * @param now - seconds since the epoch
 */
export function modelRole(role: ReachRole, issuer: string, now: number): RoleModel {
  const { arn } = role;
  const context: TrustContext = {
    now,
    ...(arn !== undefined && { roleArn: arn, providerAccount: arn.split(':')[4] }),
  };
  const { statements } = role.policy;
  const host = withoutScheme(issuer);
  const claimKeys = claimKeysOf(host);
  const named = statements.flatMap(({ principal }) => principal.federated);
  const ofHost = named.filter((provider) => 'host' in provider && provider.host === host);
  const providers = [...new Set(ofHost.map(({ name }) => name))];
  const nobody = toRequest({ issuer, claims: {} }, context);
  // Without an ARN it is not known in which of these the role is, and so which statements are for it.
  const accounts = new Set(
    arn !== undefined ? [] : ofHost.flatMap((one) => ('account' in one ? [one.account] : [])),
  );
  const everywhere = Array.from(accounts, (providerAccount) =>
    toRequest({ issuer, claims: {} }, { ...context, providerAccount }),
  );
  const relevant = statements
    .map(compileStatement)
    .filter(({ isFor, actions }) => actions.size > 0 && isFor(nobody) !== false);
  const allows = relevant.filter(({ statement }) => statement.effect === 'Allow');
  const allowing = (action: Parameters<CompiledStatement['actions']['has']>[0]) =>
    allows.filter(({ actions }) => actions.has(action));
  const assume = allowing('sts:AssumeRoleWithWebIdentity');
  return {
    role,
    context,
    policy: compileTrustPolicy(role.policy),
    alone: ({ statement }) => {
      const rivals = new Set(assume.map((rival) => rival.statement));
      const others = statements.filter((other) => other === statement || !rivals.has(other));
      return compileTrustPolicy({ ...role.policy, statements: others });
    },
    assume,
    tag: allowing('sts:TagSession'),
    identity: allowing('sts:SetSourceIdentity'),
    denies: relevant.filter(
      ({ statement, isFor }) =>
        statement.effect === 'Deny' && everywhere.every((request) => isFor(request) !== false),
    ),
    askOf: (claims, sessionName) => ({
      request: toRequest({ issuer, claims }, { ...context, sessionName }),
      providers,
      prefix: `${host.toLowerCase()}:`,
      claimKeys,
    }),
  };
}

/** The variables in the values of a condition, by their keys. */
export function variablesOf({ condition }: CompiledCondition): readonly string[] {
  return condition.values.flatMap(({ parts }) =>
    parts.flatMap((part) => ('variable' in part ? [part.variable] : [])),
  );
}
