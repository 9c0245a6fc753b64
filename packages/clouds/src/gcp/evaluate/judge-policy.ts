import { quote } from '@drawbridge/core';
import type { Reason } from '../../trust/index.ts';
import type { Binding, GoogleProvider } from './google-trust.ts';
import type { Attributes } from './map-attributes.ts';

/** Roles that let their members act as the service account (IAM roles reference: iam.serviceAccounts.getAccessToken). */
const ROLES: ReadonlySet<string> = new Set([
  'roles/iam.workloadIdentityUser',
  'roles/iam.serviceAccountTokenCreator',
]);

const HOST = 'iam.googleapis.com/';
const MAX_NEAR = 3;

/** What a policy makes of somebody: the binding that lets them in, or why none does for sure. */
export type PolicyFindings =
  | { readonly by: string }
  | { readonly open: readonly [Reason, ...Reason[]] };

/**
 * Whether the policy of a service account lets somebody act as it. That it does not is never sure: the policies of its project, and
 * of what is above, count too, and are not in the file.
 */
export function judgePolicy(
  policy: readonly Binding[],
  { name }: GoogleProvider,
  attributes: Attributes,
): PolicyFindings {
  const pool = name?.pool;
  const own = ownMembers(attributes);
  const fits = (member: string) => own.some((end) => isMember(member, pool, end));
  const bound = policy.flatMap((binding) =>
    binding.members.filter(fits).map((member) => ({ binding, member })),
  );
  const sure = bound.find(
    ({ binding }) => ROLES.has(binding.role) && !binding.hasCondition && pool !== undefined,
  );
  if (sure !== undefined) return { by: `the binding of ${sure.binding.role} to ${sure.member}` };
  const [maybe] = bound.filter(({ binding }) => ROLES.has(binding.role) || isOwnRole(binding.role));
  if (maybe !== undefined) return { open: [maybeReason(maybe.binding, maybe.member, pool)] };
  const [first, ...others] = nearest(policy, pool, own, attributes);
  return { open: [first ?? nobody(pool, own), ...others] };
}

/** How members end that stand for somebody (docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-11). */
function ownMembers({ google, attribute }: Attributes): readonly string[] {
  const groups = google['groups'];
  return [
    ...(typeof google['subject'] === 'string' ? [`/subject/${google['subject']}`] : []),
    ...(Array.isArray(groups) ? groups.map((group) => `/group/${String(group)}`) : []),
    ...Object.entries(attribute)
      .filter(([, value]) => typeof value === 'string')
      .map(([name, value]) => `/attribute.${name}/${String(value)}`),
    '/*',
  ];
}

/** Where the pool is not known, any is the one. */
function isMember(member: string, pool: string | undefined, end: string): boolean {
  const scheme = end.startsWith('/subject/') ? 'principal://' : 'principalSet://';
  if (pool !== undefined) return member === `${scheme}${HOST}${pool}${end}`;
  return member.startsWith(`${scheme}${HOST}projects/`) && endOf(member) === end;
}

/** What follows the pool. */
function endOf(member: string): string | undefined {
  return /^principal(?:Set)?:\/\/iam\.googleapis\.com\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+(\/.+)$/s.exec(
    member,
  )?.[1];
}

/** Roles that somebody made: nothing here tells what they permit. */
function isOwnRole(role: string): boolean {
  return /^(?:projects|organizations)\//.test(role);
}

function maybeReason(
  { role, hasCondition }: Binding,
  member: string,
  pool: string | undefined,
): Reason {
  const at = `the policy, ${role} for ${member}`;
  if (hasCondition) {
    return {
      at,
      seen: 'the binding has a condition',
      wanted: 'one that is true of the call',
      fix: 'Look at the condition of the binding: what it asks for is not in the token.',
    };
  }
  if (pool === undefined) {
    return {
      at,
      seen: 'the name of the provider is not in the file',
      wanted: 'a member of its pool',
      fix: 'Compare the number of the project and the pool, or give what gcloud describes.',
    };
  }
  return {
    at,
    seen: 'the role is one of your own',
    wanted: 'one that permits iam.serviceAccounts.getAccessToken',
    fix: 'Look at what the role permits, or bind roles/iam.workloadIdentityUser.',
  };
}

/** Members that would let somebody else in by the same attribute, or that are written for another pool. */
function nearest(
  policy: readonly Binding[],
  pool: string | undefined,
  own: readonly string[],
  { attribute }: Attributes,
): readonly Reason[] {
  const members = policy
    .filter(({ role }) => ROLES.has(role))
    .flatMap((binding) => binding.members);
  const reasons = members.flatMap((member): Reason[] => {
    const end = endOf(member);
    if (end === undefined) return [];
    const at = `the policy, ${member}`;
    const isOtherPool = pool !== undefined && !member.includes(`${HOST}${pool}/`);
    if (isOtherPool && own.includes(end)) {
      const fix =
        'Write the pool of the provider, with the number of the project: its ID does not count there.';
      return [{ at, seen: `it is of another pool than ${pool}`, wanted: memberOf(pool, end), fix }];
    }
    if (isOtherPool) return [];
    const kind = end.replace(/^(\/[^/]+\/).*$/s, '$1');
    const mine = own.find((each) => each.startsWith(kind));
    const [, name] = /^\/attribute\.([^/]+)\/$/.exec(kind) ?? [];
    if (mine !== undefined) {
      const fix = 'Bind the role to the member that the token is, if it is meant to be.';
      return [
        { at, seen: `the token has ${quote(mine.slice(1))}`, wanted: quote(end.slice(1)), fix },
      ];
    }
    if (name === undefined || Object.hasOwn(attribute, name)) return [];
    const fix = `Map attribute.${name} in the attributeMapping of the provider: only what is mapped can be bound.`;
    return [{ at, seen: `attribute.${name} is not mapped`, wanted: quote(end.slice(1)), fix }];
  });
  return reasons.slice(0, MAX_NEAR);
}

function nobody(pool: string | undefined, own: readonly string[]): Reason {
  return {
    at: 'the policy of the service account',
    seen: 'no binding that lets anybody act as the service account names this token',
    wanted: `roles/iam.workloadIdentityUser for ${memberOf(pool ?? 'projects/NUMBER/locations/global/workloadIdentityPools/POOL', own[0] ?? '/*')}`,
    fix: 'Bind the role with "gcloud iam service-accounts add-iam-policy-binding", or look for a binding in the policy of the project, which is not looked at here.',
  };
}

function memberOf(pool: string, end: string): string {
  const scheme = end.startsWith('/subject/') ? 'principal://' : 'principalSet://';
  return `${scheme}${HOST}${pool}${end}`;
}
