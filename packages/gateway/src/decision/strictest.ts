import type { AccessDecision } from '@drawbridge/rules';

/**
 * One decision for all readings of a path: who may not see one of them may see none. Of two that let somebody in the one
 * that asks for a person counts.
 */
export function strictest(
  decisions: readonly [AccessDecision, ...AccessDecision[]],
): AccessDecision {
  return decisions.reduce((kept, next) => (rank(next) > rank(kept) ? next : kept));
}

function rank(decision: AccessDecision): number {
  switch (decision.kind) {
    case 'denied':
      return 3;
    case 'signIn':
      return 2;
    case 'allowed':
      return decision.isPublic ? 0 : 1;
  }
}
