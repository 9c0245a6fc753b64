import { DrawbridgeError, quote, type VerifiedToken } from '@drawbridge/core';
import {
  type Ask,
  type Grant,
  REFUSAL_CODES,
  type RefusalReason,
  type RuleSet,
  type Wanting,
} from '@drawbridge/rules';

const REASONS: Readonly<Record<RefusalReason, string>> = {
  rule: 'no rule matches',
  target: 'no rule that matches allows what was asked for with',
  client: 'the rules that match want a client that proves who it is for',
};

/**
 * Asks the rules. A refusal tells the operator's log the narrowest rule that would have
 * allowed it; the caller learns the code alone.
 *
 * @throws {DrawbridgeError} `rule_denied`, `target_denied`, `client_unknown`, `claim_unfit`
 */
export function decide(rules: RuleSet, upstream: VerifiedToken, ask: Ask): Grant {
  const decision = rules.decide(upstream, ask);
  if ('granted' in decision) return decision.granted;
  const { refused, narrowest, wanting } = decision;
  const { match, grant } = narrowest;
  throw new DrawbridgeError(REFUSAL_CODES[refused], {
    detail:
      `${wanting === undefined ? REASONS[refused] : wants(wanting)} this token of ${upstream.issuer}; ` +
      `the narrowest rule that would: ${JSON.stringify({ match, grant })}`,
    token: upstream.fingerprint,
  });
}

function wants({ rule, clients }: Wanting): string {
  return `the rule ${quote(rule)} wants a caller that proves to be ${clients.map(quote).join(' or ')} for`;
}
