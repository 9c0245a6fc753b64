import { describeCondition } from './condition/describe-condition.ts';
import { copiedClaims } from './copied-claims.ts';
import { DEFAULT_LIFETIME } from './limits.ts';
import type { Rule, RuleGrant } from './rule.ts';
import { toList } from './to-list.ts';

/** Says in plain words what a rule does, a line each for the condition, the grant and the claims. */
export function describeRule({ name, match, grant }: Rule): string {
  const conditions = [
    `iss = ${JSON.stringify(match.issuer)}`,
    ...Object.entries(match.claims ?? {}).map(([claim, condition]) =>
      describeCondition(claim, condition),
    ),
    ...(match.client === undefined
      ? []
      : [`the caller is ${toList(match.client).map(quote).join(' or ')}`]),
  ];
  return [
    `rule ${name}`,
    `  when  ${conditions.join(' and ')}`,
    `  then  ${describeGrant(grant)}`,
    ...describeClaims(grant),
  ].join('\n');
}

function describeGrant(grant: RuleGrant): string {
  const { audience, lifetime = DEFAULT_LIFETIME, algorithm, once } = grant;
  const signed = algorithm === undefined ? '' : `, signed with ${algorithm}`;
  const often = once === true ? ', once for each token' : '';
  return `${describeAudience(audience)}, for ${lifetime} seconds at most${signed}${often}`;
}

function describeAudience(audience: RuleGrant['audience']): string {
  if (audience === undefined) return 'aud = whatever the upstream token is for';
  const [first = '', ...others] = toList(audience).map(quote);
  return others.length === 0
    ? `aud = ${first}`
    : `aud = ${first}, or ${others.join(', ')} when asked for`;
}

function describeClaims(grant: RuleGrant): readonly string[] {
  const { claims = {} } = grant;
  const made = Object.entries(claims).map(([name, tree]) => `${name} = ${JSON.stringify(tree)}`);
  const copied = copiedClaims(grant);
  if (made.length === 0) {
    return [
      `  copy  ${copied.length === 0 ? 'no claim' : `${copied.join(', ')} and nothing else`}`,
    ];
  }
  return [
    ...(copied.length === 0 ? [] : [`  copy  ${copied.join(', ')}`]),
    `  make  ${made.join(', ')}`,
  ];
}

function quote(text: string): string {
  return JSON.stringify(text);
}
