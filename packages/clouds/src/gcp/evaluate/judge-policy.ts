import { quote } from '@drawbridge/core';
import { type Finding, unclear } from '../../trust/finding.ts';
import type { Binding, GoogleProvider } from './google-trust.ts';
import type { Attributes } from './map-attributes.ts';

/** Roles that let their members act as the service account (IAM roles reference: iam.serviceAccounts.getAccessToken). */
const ROLES: ReadonlySet<string> = new Set([
  'roles/iam.workloadIdentityUser',
  'roles/iam.serviceAccountTokenCreator',
]);

const HOST = 'iam.googleapis.com/';
const ANY_POOL = 'projects/NUMBER/locations/global/workloadIdentityPools/POOL';
const MAX_NEAR = 3;

/** What a policy makes of somebody: the binding that lets them in, or why none does for sure. */
export type PolicyFindings =
  | { readonly by: string }
  | { readonly findings: readonly [Finding, ...Finding[]] };

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
  const own = ownEnds(attributes);
  const fits = (member: string) => isMember(member, pool, own);
  const bound = policy.flatMap((binding) =>
    binding.members.filter(fits).map((member) => ({ binding, member })),
  );
  const sure = bound.find(
    ({ binding }) => ROLES.has(binding.role) && !binding.hasCondition && pool !== undefined,
  );
  if (sure !== undefined) return { by: `the binding of ${sure.binding.role} to ${sure.member}` };
  const [maybe] = bound.filter(({ binding }) => ROLES.has(binding.role) || isOwnRole(binding.role));
  if (maybe !== undefined) return { findings: [notSure(maybe.binding, maybe.member, pool)] };
  const [first, ...others] = [...nearest(policy, pool, own, attributes), nobody(pool, own)];
  return { findings: [first ?? nobody(pool, own), ...others] };
}

/** How members end that stand for somebody (docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-11). */
function ownEnds({ google, attribute }: Attributes): ReadonlySet<string> {
  const groups = google['groups'];
  return new Set([
    ...(typeof google['subject'] === 'string' ? [`/subject/${google['subject']}`] : []),
    ...(Array.isArray(groups) ? groups.map((group) => `/group/${String(group)}`) : []),
    ...Object.entries(attribute)
      .filter(([, value]) => typeof value === 'string')
      .map(([name, value]) => `/attribute.${name}/${String(value)}`),
    '/*',
  ]);
}

/** Where the pool is not known, any is the one. */
function isMember(member: string, pool: string | undefined, own: ReadonlySet<string>): boolean {
  const end = endOf(member);
  if (end === undefined || !own.has(end)) return false;
  const isOfPool = pool === undefined || member === memberOf(pool, end);
  return isOfPool && member.startsWith(`${schemeOf(end)}${HOST}projects/`);
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

function notSure(
  { role, hasCondition }: Binding,
  member: string,
  pool: string | undefined,
): Finding {
  const at = `the policy, ${role} for ${member}`;
  if (hasCondition) {
    const fix = 'Look at the condition of the binding: what it asks for is not in the token.';
    return unclear(at, 'the binding has a condition', 'one that is true of the call', fix);
  }
  if (pool === undefined) {
    const seen = 'the name of the provider is not in the file';
    const fix = 'Compare the number of the project and the pool, or give what gcloud describes.';
    return unclear(at, seen, 'a member of its pool', fix);
  }
  const wanted = 'one that permits iam.serviceAccounts.getAccessToken';
  const fix = 'Look at what the role permits, or bind roles/iam.workloadIdentityUser.';
  return unclear(at, 'the role is one of your own', wanted, fix);
}

/** Members that would let somebody else in by the same attribute, or that are written for another pool. */
function nearest(
  policy: readonly Binding[],
  pool: string | undefined,
  own: ReadonlySet<string>,
  attributes: Attributes,
): readonly Finding[] {
  const ofKind = new Map([...own].toReversed().map((end) => [kindOf(end), end]));
  const found: Finding[] = [];
  for (const { members } of policy.filter(({ role }) => ROLES.has(role))) {
    for (const member of members) {
      if (found.length === MAX_NEAR) return found;
      const near = nearMember(member, pool, own, ofKind, attributes);
      if (near !== undefined) found.push(near);
    }
  }
  return found;
}

/** `/subject/`, `/group/`, `/attribute.repository/` */
function kindOf(end: string): string {
  return end.replace(/^(\/[^/]+\/).*$/s, '$1');
}

function nearMember(
  member: string,
  pool: string | undefined,
  own: ReadonlySet<string>,
  ofKind: ReadonlyMap<string, string>,
  { attribute }: Attributes,
): Finding | undefined {
  const end = endOf(member);
  if (end === undefined) return undefined;
  const at = `the policy, ${member}`;
  if (pool !== undefined && !member.includes(`${HOST}${pool}/`)) {
    if (!own.has(end)) return undefined;
    const fix =
      'Write the pool of the provider, with the number of the project: its ID does not count there.';
    return unclear(at, `it is of another pool than ${pool}`, memberOf(pool, end), fix);
  }
  if (own.has(end)) {
    const wanted = memberOf(pool ?? ANY_POOL, end);
    const fix = 'Write principal:// before a subject, and principalSet:// before all else.';
    return unclear(at, 'it begins with the wrong scheme', wanted, fix);
  }
  const kind = kindOf(end);
  const mine = ofKind.get(kind);
  if (mine !== undefined) {
    const fix = 'Bind the role to the member that the token is, if it is meant to be.';
    return unclear(at, `the token has ${quote(mine.slice(1))}`, quote(end.slice(1)), fix);
  }
  const [, name] = /^\/attribute\.([^/]+)\/$/.exec(kind) ?? [];
  if (name === undefined || Object.hasOwn(attribute, name)) return undefined;
  const fix = `Map attribute.${name} in the attributeMapping of the provider: only what is mapped can be bound.`;
  return unclear(at, `attribute.${name} is not mapped`, quote(end.slice(1)), fix);
}

function nobody(pool: string | undefined, own: ReadonlySet<string>): Finding {
  const [best = '/*'] = own;
  return unclear(
    'the policy of the service account',
    'no binding that lets anybody act as the service account names this token; the policies of its project, its folders and its organization count too, and were not looked at',
    `roles/iam.workloadIdentityUser for ${memberOf(pool ?? ANY_POOL, best)}`,
    'Look for a binding there: "gcloud projects get-ancestors-iam-policy PROJECT --format=json" prints all of these policies. Where there is none, bind the role: "gcloud iam service-accounts add-iam-policy-binding SERVICE-ACCOUNT --role=roles/iam.workloadIdentityUser --member=MEMBER".',
  );
}

function memberOf(pool: string, end: string): string {
  return `${schemeOf(end)}${HOST}${pool}${end}`;
}

function schemeOf(end: string): string {
  return end.startsWith('/subject/') ? 'principal://' : 'principalSet://';
}
