import { compileCondition, type CompiledCondition } from './compile-condition.ts';
import type { KeyAsk } from './compile-key.ts';
import { compilePattern, toPattern } from './like.ts';
import type { FederatedPrincipal, TrustStatement } from './policy-document.ts';
import { providerName } from './provider-name.ts';
import { accountOf, type TrustRequest } from './request.ts';
import { allOf, anyOf, type Tri } from './tri.ts';
import { parseValue } from './value-parts.ts';

/** What a token may need of a trust policy. */
export const TRUST_ACTIONS = [
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
  'sts:SetSourceIdentity',
] as const;
export type TrustAction = (typeof TRUST_ACTIONS)[number];

export interface CompiledStatement {
  readonly statement: TrustStatement;
  readonly actions: ReadonlySet<TrustAction>;
  readonly conditions: readonly CompiledCondition[];
  /** Whether it is for who has the token. */
  readonly isFor: (request: TrustRequest) => Tri;
  /** Whether it is, and all its conditions hold. */
  readonly judge: (ask: KeyAsk) => Tri;
}

export function compileStatement(statement: TrustStatement): CompiledStatement {
  const conditions = statement.conditions.map(compileCondition);
  const isFor = (request: TrustRequest) => judgePrincipal(statement, request);
  return {
    statement,
    actions: coveredActions(statement),
    conditions,
    isFor,
    judge: (ask) => {
      const isIts = isFor(ask.request);
      if (isIts === false) return false;
      const holds = allOf(conditions, ({ judge }) => judge(ask));
      return holds === false ? false : isIts === undefined ? undefined : holds;
    },
  };
}

/** IAM user guide, "IAM JSON policy elements: Action": not by case, with wildcards anywhere. */
function coveredActions({ actions, isNotAction }: TrustStatement): ReadonlySet<TrustAction> {
  const matches = actions.map((action) => {
    const parts = parseValue(action.toLowerCase(), { wildcards: true, variables: false });
    return compilePattern(toPattern(parts) ?? []);
  });
  const isListed = (action: string) =>
    matches.some((match) => match(action.toLowerCase()) === true);
  return new Set(TRUST_ACTIONS.filter((action) => isListed(action) !== isNotAction));
}

/**
 * Whether a statement is for who has the token. `"*"` is everybody, so a Deny for it is for them, too; whether STS
 * takes a token where an Allow names no provider is not documented, nor whether `{"AWS": "*"}` is for
 * tokens at all, nor `{"Federated": "*"}` (IAM user guide, "IAM JSON policy elements: Principal", All principals).
 */
function judgePrincipal({ effect, principal }: TrustStatement, request: TrustRequest): Tri {
  const isNamed = anyOf(principal.federated, (provider) => isProviderOf(provider, request));
  if (isNamed === true) return true;
  if (principal.isEveryone) return effect === 'Deny' ? true : undefined;
  const isOpen =
    principal.aws.includes('*') || principal.federated.some(({ name }) => name === '*');
  return isOpen ? undefined : isNamed;
}

/** Whether a provider is that of a token: letter by letter, and in the account of the role. */
export function isProviderOf(provider: FederatedPrincipal, request: TrustRequest): boolean {
  if (provider.kind === 'other' || provider.host !== request.host) return false;
  if (provider.kind === 'builtIn') {
    const hasTokens = providerName(provider.host) !== undefined;
    return hasTokens && (request.isProvider || request.token.issuer === provider.host);
  }
  if (!request.isProvider) return false;
  const account = accountOf(request);
  const partition = request.context.roleArn?.split(':')[1] ?? provider.partition;
  const isThere = account === undefined || provider.account === '' || provider.account === account;
  return isThere && provider.partition === partition;
}
