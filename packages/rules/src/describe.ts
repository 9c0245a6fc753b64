import { DEFAULT_LIFETIME } from './lifetime.ts';
import type { Rule } from './rule.ts';

/** Says in plain words what a rule does, a line each for the condition and the grant. */
export function describeRule({ name, match, grant }: Rule): string {
  const conditions = Object.entries(match.claims ?? {}).map(
    ([claim, value]) => `${claim} = ${JSON.stringify(value)}`,
  );
  const copy = grant.copy ?? ['sub'];
  return [
    `rule ${name}`,
    `  when  ${[`iss = ${JSON.stringify(match.issuer)}`, ...conditions].join(' and ')}`,
    `  then  aud = ${JSON.stringify(grant.audience)}, for ${grant.lifetime ?? DEFAULT_LIFETIME} seconds at most`,
    `  copy  ${copy.length === 0 ? 'no claim' : `${copy.join(', ')} and nothing else`}`,
  ].join('\n');
}
