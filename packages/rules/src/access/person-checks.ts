import { type JsonObject, quote } from '@drawbridge/core';
import { findClaim } from '../claims/find-claim.ts';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.ts';
import { describeCondition } from '../condition/describe-condition.ts';
import type { RegexCompiler } from '../condition/regex.ts';
import type { Groups } from '../groups/groups.ts';
import { toList } from '../to-list.ts';
import type { AccessPerson } from './access.ts';
import type { AccessMatch } from './access-rule.ts';
import { type Email, parseEmail } from './email.ts';
import { createHostList } from './hosts/host-list.ts';
import { inWords } from './in-words.ts';
import { createClaimJudge, judgeCondition } from './judge-condition.ts';
import { lowerAscii } from './lower-ascii.ts';
import { type AccessCheck, eitherOf, type Standing, standingOf } from './standing.ts';

/** What is known of a person. */
export interface PersonFacts {
  readonly provider: string;
  readonly subject: string | undefined;
  /** As it was told. */
  readonly emailText: string | undefined;
  /** What was read in it. */
  readonly email: Email | undefined;
  readonly groups: Groups;
  readonly claims: JsonObject;
}

/** Who asks again and again is often the same object. */
const known = new WeakMap<AccessPerson, PersonFacts>();

/** Reads what is known of a person: anew, where somebody has changed the object since. */
export function readPerson(person: AccessPerson): PersonFacts {
  let facts = known.get(person);
  if (facts === undefined || !isOf(facts, person)) {
    facts = factsOf(person);
    known.set(person, facts);
  }
  return facts;
}

function isOf(facts: PersonFacts, person: AccessPerson): boolean {
  return (
    facts.emailText === person.email &&
    facts.subject === subjectOf(person) &&
    facts.provider === person.provider &&
    facts.groups === person.groups &&
    facts.claims === person.claims
  );
}

function subjectOf({ subject, user }: AccessPerson): string | undefined {
  return subject ?? (isEmail(user) ? undefined : user);
}

function factsOf(person: AccessPerson): PersonFacts {
  const { provider, email, groups, claims } = person;
  return {
    provider,
    subject: subjectOf(person),
    emailText: email,
    email: email === undefined ? undefined : parseEmail(email),
    groups,
    claims,
  };
}

/** Whether an entry of `users` is an email; else it is a subject. */
export function isEmail(user: string): boolean {
  return user.includes('@');
}

/** The conditions of a rule, by the claim that each is about; that of groups, in a list of their names, by `GROUPS`. */
export function compileConditions(
  { groups, claims = {} }: AccessMatch,
  regex: RegexCompiler | undefined,
): ReadonlyMap<string, CompiledCondition> {
  return new Map([
    ...(groups === undefined ? [] : [[GROUPS, compileCondition({ has: groups }, regex)] as const]),
    ...Object.entries(claims).map(
      ([path, source]) => [path, compileCondition(source, regex)] as const,
    ),
  ]);
}

/** No claim: one without a name is a fault. */
export const GROUPS = '';
/** Known apart from the claims, which need not have it. */
export const SUBJECT = 'sub';

/** Compiles what a rule without a fault says of a person. */
export function compilePerson(
  { providers, users, domains }: AccessMatch,
  conditions: ReadonlyMap<string, CompiledCondition>,
): readonly AccessCheck<PersonFacts>[] {
  return [
    ...(providers === undefined ? [] : [checkOfProviders(toList(providers))]),
    ...(users === undefined ? [] : [checkOfUsers(toList(users))]),
    ...(domains === undefined ? [] : [checkOfDomains(toList(domains))]),
    ...[...conditions].map(([path, condition]) =>
      path === GROUPS
        ? checkOfGroups(condition)
        : path === SUBJECT
          ? checkOfSubject(condition)
          : checkOfClaim(path, condition),
    ),
  ];
}

function checkOfProviders(providers: readonly string[]): AccessCheck<PersonFacts> {
  const set = new Set(providers);
  return {
    what: `the provider is ${inWords(providers)}`,
    judge: ({ provider }) => standingOf(set.has(provider)),
    seen: ({ provider }) => quote(provider),
  };
}

function checkOfUsers(users: readonly string[]): AccessCheck<PersonFacts> {
  const emails = new Set(users.filter(isEmail).map(lowerAscii));
  const subjects = new Set(users.filter((user) => !isEmail(user)));
  return {
    what: `the person is ${inWords(users)}`,
    judge: (person) =>
      eitherOf(
        emails.size === 0 ? 'unmet' : judgeEmail(person, ({ address }) => emails.has(address)),
        subjects.size === 0 ? 'unmet' : judgeSubject(person, subjects),
      ),
    seen: ({ emailText, subject }) =>
      [emailText, subject].flatMap((text) => quoteIfThere(text) ?? []).join(', ') || undefined,
  };
}

function checkOfDomains(domains: readonly string[]): AccessCheck<PersonFacts> {
  const isListed = createHostList(domains);
  return {
    what: `the domain of the email is ${inWords(domains)}`,
    judge: (person) => judgeEmail(person, ({ domain }) => isListed(domain)),
    seen: ({ emailText }) => quoteIfThere(emailText),
  };
}

function checkOfGroups(condition: CompiledCondition): AccessCheck<PersonFacts> {
  return {
    what: describeCondition('the list of groups', condition.source),
    judge: ({ groups }) =>
      groups.kind === 'known'
        ? judgeCondition(condition, groups.groups)
        : { unknown: `the groups are not known: ${groups.reason}` },
    seen: ({ groups }) => (groups.kind === 'known' ? quote(groups.groups) : undefined),
  };
}

function checkOfSubject(condition: CompiledCondition): AccessCheck<PersonFacts> {
  return {
    what: describeCondition(SUBJECT, condition.source),
    judge: ({ subject }) =>
      subject === undefined ? NO_SUBJECT : judgeCondition(condition, subject),
    seen: ({ subject }) => quoteIfThere(subject),
  };
}

function checkOfClaim(path: string, condition: CompiledCondition): AccessCheck<PersonFacts> {
  const judge = createClaimJudge(condition, path);
  return {
    what: describeCondition(path, condition.source),
    judge: ({ claims }) => judge(claims),
    seen: ({ claims }) => quoteIfThere(findClaim(claims, path)),
  };
}

function judgeEmail({ email, emailText }: PersonFacts, isMet: (email: Email) => boolean): Standing {
  if (email !== undefined) return standingOf(isMet(email));
  return emailText === undefined ? NO_EMAIL : ODD_EMAIL;
}

function judgeSubject({ subject }: PersonFacts, subjects: ReadonlySet<string>): Standing {
  return subject === undefined ? NO_SUBJECT : standingOf(subjects.has(subject));
}

const NO_EMAIL = { unknown: 'no email is known that was verified' } as const;
const NO_SUBJECT = { unknown: 'the subject is not known' } as const;
const ODD_EMAIL = {
  unknown: 'the email has not one @ with a name of the DNS after it, and could be read as another',
} as const;

function quoteIfThere(value: unknown): string | undefined {
  return value === undefined ? undefined : quote(value);
}
