import { trustedProxyFault } from '@drawbridge/core';
import type { RegexCompiler } from '../../condition/regex.ts';
import { conditionFault } from '../../faults/condition-faults.ts';
import { toList } from '../../to-list.ts';
import type { AccessMatch } from '../access-rule.ts';
import { parseEmail } from '../email.ts';
import { hostFault } from '../hosts/host-list.ts';
import { pathFault } from '../path-list.ts';
import { isEmail } from '../person-checks.ts';
import { METHOD } from '../target-checks.ts';

type Fault = readonly [where: string, message: string];

/** What is wrong with one text of a list, as a predicate; `undefined` for nothing. */
type JudgeText = (text: string) => string | undefined;

/** Members that are a text or several. */
const LISTS = {
  hosts: hostFault,
  paths: pathFault,
  methods: (method) =>
    METHOD.test(method) ? undefined : 'is not a method such as GET: letters A to Z',
  networks: networkFault,
  providers: starFault,
  users: userFault,
  domains: domainFault,
} as const satisfies Partial<Record<keyof AccessMatch, JudgeText>>;

/** Everything that is wrong with a match. */
export function matchFaults(
  match: AccessMatch,
  regex: RegexCompiler | undefined,
): readonly Fault[] {
  const { groups, claims } = match;
  const faults: Fault[] = [];
  for (const [name, judge] of Object.entries(LISTS)) {
    const given = match[name as keyof typeof LISTS];
    if (given !== undefined) faults.push(...listFaults(name, given, judge));
  }
  const fault = groups === undefined ? undefined : groupsFault(groups, regex);
  if (fault !== undefined) faults.push(['groups', fault]);
  if (claims !== undefined) faults.push(...claimsFaults(claims, regex));
  return faults;
}

function listFaults(
  name: string,
  given: string | readonly string[],
  judge: JudgeText,
): readonly Fault[] {
  if (given.length === 0) {
    return [[name, typeof given === 'string' ? 'is empty' : 'is an empty list: leave it out']];
  }
  return toList(given).flatMap((text, index) => {
    const fault = text === '' ? 'is empty' : judge(text);
    const at = typeof given === 'string' ? name : `${name}[${index}]`;
    return fault === undefined ? [] : [[at, fault] as const];
  });
}

function networkFault(network: string): string | undefined {
  const fault = trustedProxyFault(network);
  // That function's words are of proxies.
  return fault?.startsWith('has every address') === true
    ? 'has every address in it: leave networks out'
    : fault;
}

function starFault(text: string): string | undefined {
  return text.includes('*') ? 'has a * in it, which would be compared as it stands' : undefined;
}

function userFault(user: string): string | undefined {
  if (user.includes('*')) {
    return 'has a * in it, which would be compared as it stands: use domains, groups or claims';
  }
  if (!isEmail(user) || parseEmail(user) !== undefined) return undefined;
  return 'is no email; write a subject that has an @ in it as the claim sub';
}

function domainFault(domain: string): string | undefined {
  if (domain.includes('@')) return 'has an @ in it: a domain is what comes after that';
  const name = domain.startsWith('*.') ? domain.slice(2) : domain;
  const fault = hostFault(domain);
  if (fault === undefined && parseEmail(`a@${name}`) !== undefined) return undefined;
  return fault ?? 'is not a domain such as example.com';
}

function groupsFault(
  groups: NonNullable<AccessMatch['groups']>,
  regex: RegexCompiler | undefined,
): string | undefined {
  if (groups === '' || (Array.isArray(groups) && groups.includes(''))) return 'has an empty name';
  return conditionFault({ has: groups }, regex);
}

function claimsFaults(
  claims: NonNullable<AccessMatch['claims']>,
  regex: RegexCompiler | undefined,
): readonly Fault[] {
  const entries = Object.entries(claims);
  if (entries.length === 0) return [['claims', 'has no condition in it: leave it out']];
  return entries.flatMap(([claim, condition]) => {
    const fault = claim === '' ? 'is a claim without a name' : conditionFault(condition, regex);
    return fault === undefined ? [] : [[`claims.${claim}`, fault] as const];
  });
}
