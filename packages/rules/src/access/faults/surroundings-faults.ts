import { outerNames } from '../../claims/outer-names.ts';
import { toList } from '../../to-list.ts';
import type { AccessMatch } from '../access-rule.ts';
import { createHostList, hostFault } from '../hosts/host-list.ts';
import { isEmail } from '../person-checks.ts';

/** What rules are to fit to, beside themselves. */
export interface AccessSurroundings {
  /**
   * Names of all providers. A rule then names none that is not there; and where there are several it says whose subjects,
   * groups and claims it means, for each gives its own to whom it likes.
   */
  readonly providers?: readonly string[] | undefined;
  /** All hosts, as `createHostList` takes them. A rule then names none that is not among them: it would never hold. */
  readonly hosts?: readonly string[] | undefined;
  /**
   * Whether people of some of these providers, or of any where a rule names none, have a claim of this name, where their tokens
   * have it. A rule then looks at no other: it would miss it always.
   */
  readonly keepsClaim?: ((name: string, providers?: readonly string[]) => boolean) | undefined;
}

/** What of a match does not fit to what is around it. */
export function surroundingsFaults(
  { hosts = [], providers, users = [], groups, claims }: AccessMatch,
  known: AccessSurroundings,
): [where: string, message: string][] {
  return [
    ...(known.hosts === undefined ? [] : hostFaults(toList(hosts), known.hosts)),
    ...(known.providers === undefined
      ? []
      : providers === undefined
        ? whoseFaults({ users, groups, claims }, known.providers)
        : providerFaults(toList(providers), known.providers)),
    ...(known.keepsClaim === undefined
      ? []
      : claimFaults(
          Object.keys(claims ?? {}),
          known.keepsClaim,
          providers === undefined ? undefined : toList(providers),
        )),
  ];
}

function hostFaults(
  hosts: readonly string[],
  known: readonly string[],
): [where: string, message: string][] {
  if (known.some((host) => hostFault(host) !== undefined)) return [];
  return hosts
    .filter((host) => hostFault(host) === undefined && !known.some((other) => meet(host, other)))
    .map((host) => ['match.hosts', `has ${JSON.stringify(host)}, which is none of the hosts`]);
}

/** Whether some host is in both. */
function meet(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (!a.startsWith('*.')) return createHostList([b])(a);
  if (!b.startsWith('*.')) return createHostList([a])(b);
  return a.endsWith(b.slice(1)) || b.endsWith(a.slice(1));
}

function providerFaults(
  providers: readonly string[],
  known: readonly string[],
): [where: string, message: string][] {
  return providers
    .filter((name) => !known.includes(name))
    .map((name) => [
      'match.providers',
      `has ${JSON.stringify(name)}, which is none of the providers: ${known.join(', ')}`,
    ]);
}

function claimFaults(
  paths: readonly string[],
  keepsClaim: NonNullable<AccessSurroundings['keepsClaim']>,
  providers: readonly string[] | undefined,
): [where: string, message: string][] {
  return paths
    .filter(
      (path) => path !== 'sub' && !outerNames(path).some((name) => keepsClaim(name, providers)),
    )
    .map((path) => [
      `match.claims.${path}`,
      'is a claim that is not kept of tokens, so that no rule can look at it',
    ]);
}

function whoseFaults(
  { users = [], groups, claims }: Pick<AccessMatch, 'users' | 'groups' | 'claims'>,
  known: readonly string[],
): [where: string, message: string][] {
  const own = [
    ...(toList(users).every(isEmail) ? [] : ['subjects']),
    ...(groups === undefined ? [] : ['groups']),
    ...(claims === undefined ? [] : ['claims']),
  ];
  if (own.length === 0 || known.length < 2) return [];
  const message = `does not say whose ${own.join(', ')} it means: name providers, for ${known.join(' and ')} each give their own`;
  return [['match', message]];
}
