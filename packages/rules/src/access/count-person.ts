import { findClaim } from '../claims/find-claim.ts';
import { outerNames } from '../claims/outer-names.ts';
import type { CompiledCondition } from '../condition/compile-condition.ts';
import { toldElsewhere } from '../groups/told-elsewhere.ts';
import { toList } from '../to-list.ts';
import type { AccessMatch } from './access-rule.ts';
import { hostAndAbove } from './hosts/host-and-above.ts';
import { lowerAscii } from './lower-ascii.ts';
import { GROUPS, isEmail, type PersonFacts, SUBJECT } from './person-checks.ts';

const CLAIM = 'claim ';
const HAS = 'has ';

/** What a rule says of a person where it can be counted: one of these values a person must have. */
export function countPerson(
  { providers, users, domains }: AccessMatch,
  conditions: ReadonlyMap<string, CompiledCondition>,
): ReadonlyMap<string, readonly unknown[]> {
  const counted = new Map<string, readonly unknown[]>();
  if (providers !== undefined) counted.set('provider', toList(providers));
  if (users !== undefined) {
    const list = toList(users);
    counted.set(
      kindOf(list),
      list.map((user) => (isEmail(user) ? lowerAscii(user) : user)),
    );
  }
  if (domains !== undefined) counted.set('domain', toList(domains).map(lowerAscii));
  for (const [path, { values, element }] of conditions) {
    if (path === GROUPS) {
      if (element?.values !== undefined) counted.set('group', element.values);
    } else if (values !== undefined) counted.set(CLAIM + path, values);
    else if (element?.values !== undefined) counted.set(HAS + path, element.values);
  }
  return counted;
}

/** By what a list of people names them: a person of whom that is not known may be in it. */
function kindOf(users: readonly string[]): 'email' | 'subject' | 'email or subject' {
  const emails = users.filter(isEmail).length;
  if (emails === users.length) return 'email';
  return emails === 0 ? 'subject' : 'email or subject';
}

/** The values that a person has of what {@link countPerson} counts; `undefined` where they are not known. */
export function valuesOfPerson(name: string, person: PersonFacts): readonly unknown[] | undefined {
  const { provider, subject, email, groups } = person;
  switch (name) {
    case 'provider':
      return [provider];
    case 'email':
      return email && [email.address];
    case 'subject':
      return subject === undefined ? undefined : [subject];
    case 'email or subject':
      return email === undefined || subject === undefined ? undefined : [email.address, subject];
    case 'domain':
      return email && hostAndAbove(email.domain);
    case 'group':
      return groups.kind === 'known' ? groups.groups : undefined;
    default:
      return name.startsWith(CLAIM)
        ? valueOfClaim(name.slice(CLAIM.length), person)
        : elementsOfClaim(name.slice(HAS.length), person);
  }
}

function valueOfClaim(
  path: string,
  { subject, claims }: PersonFacts,
): readonly unknown[] | undefined {
  if (path === SUBJECT) return subject === undefined ? undefined : [subject];
  if (outerNames(path).some((name) => toldElsewhere(claims, name) !== undefined)) return undefined;
  return [findClaim(claims, path)];
}

function elementsOfClaim(path: string, person: PersonFacts): readonly unknown[] | undefined {
  const found = valueOfClaim(path, person);
  if (found === undefined) return undefined;
  const [value] = found;
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
