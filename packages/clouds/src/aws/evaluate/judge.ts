import { member } from '@drawbridge/core';
import type { KeyAsk } from './compile-key.ts';
import type { CompiledStatement, TrustAction } from './compile-statement.ts';
import type { TrustRequest } from './request.ts';
import { manyAudiences } from './token-keys.ts';
import { not, type Tri } from './tri.ts';

/** Whether the statements let a token in by one action, or it has no need of that. */
export function judgeAction(
  statements: readonly CompiledStatement[],
  action: TrustAction,
  ask: KeyAsk,
): Tri {
  const isNeeded = needs(action, ask.request);
  if (isNeeded === false) return true;
  const denied = judgeEffect(statements, 'Deny', action, ask);
  if (denied === true && isNeeded === true) return false;
  const allowed = judgeEffect(statements, 'Allow', action, ask);
  const answer =
    denied === true || allowed === false ? false : denied === undefined ? undefined : allowed;
  return isNeeded === undefined && answer === false ? undefined : answer;
}

export function judgeEffect(
  statements: readonly CompiledStatement[],
  effect: 'Allow' | 'Deny',
  action: TrustAction,
  ask: KeyAsk,
): Tri {
  let answer: Tri = false;
  for (const { statement, actions, judge } of statements) {
    if (statement.effect !== effect || !actions.has(action)) continue;
    const one = judge(ask);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

/** Whether a token needs an action. It always needs the first; the others go with claims. */
export function needs(action: TrustAction, { session }: TrustRequest): Tri {
  switch (action) {
    case 'sts:AssumeRoleWithWebIdentity':
      return true;
    case 'sts:TagSession':
      return session.hasTags;
    case 'sts:SetSourceIdentity':
      return session.hasSourceIdentity;
  }
}

/** What STS makes of a token before it asks the policy: of claims that it takes for itself. */
export function judgeToken(request: TrustRequest): Tri {
  const { session } = request;
  if (hasNoAudience(request) || session.breaches.length > 0) return false;
  const isForRole = judgeRoles(request);
  if (isForRole === false) return false;
  const { tagFault, identityFault, roleFault } = session;
  const isDoubtful = (tagFault ?? identityFault ?? roleFault) !== undefined;
  return isDoubtful ? undefined : isForRole;
}

/** Several audiences without `azp`: STS refuses these ("Token audience contains more than one audience …"). */
export function hasNoAudience({ token }: TrustRequest): boolean {
  return manyAudiences(token.claims) && member(token.claims, 'azp') === undefined;
}

/** A token may name the roles that it is for (the claim https://aws.amazon.com/roles). */
export function judgeRoles({ session, context }: TrustRequest): Tri {
  if (session.roles === undefined) return true;
  if (context.roleArn === undefined) return undefined;
  return not(!session.roles.includes(context.roleArn));
}
