import type { AccessPerson, AccessTarget } from './access.ts';
import type { AccessMatch, AccessRule } from './access-rule.ts';
import { matchFaults } from './faults/match-faults.ts';
import { isEmail, readPerson } from './person-checks.ts';
import { readTarget } from './target-checks.ts';

/**
 * The narrowest rule that would let a person in where it was kept out: exact on host, path, method, provider and person. It is for
 * the operator to read and to think about, never applied; where a rule keeps out, it would have to stand before that one.
 *
 * @returns `undefined` for a request that no rule can be asked about, and for a person whom no rule can name
 */
export function narrowestAccessRule(
  asked: AccessTarget,
  who: AccessPerson,
): AccessRule | undefined {
  const target = readTarget(asked);
  if (typeof target === 'string') return undefined;
  const { provider, subject, email } = readPerson(who);
  const user = email?.address ?? subject;
  if (user === undefined) return undefined;
  const isOddSubject = email === undefined && isEmail(user);
  const match: AccessMatch = {
    hosts: target.host,
    paths: target.path.replaceAll(/[*?#]/g, String.raw`\$&`),
    ...(target.method !== undefined && { methods: target.method }),
    providers: provider,
    ...(isOddSubject ? { claims: { sub: user } } : { users: user }),
  };
  return matchFaults(match, undefined).length === 0 ? { name: 'narrowest', match } : undefined;
}
