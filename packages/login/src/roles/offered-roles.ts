import { parseRoleArn, roleArnFault } from '@drawbridge/clouds/aws';
import { type JsonObject, quote } from '@drawbridge/core';
import { toldGroups } from '../groups/told-groups.ts';
import { readRolesClaim } from './read-roles-claim.ts';

/** The roles of a configuration, and what of a token says who has them. */
export interface RoleRules {
  readonly roles?: Readonly<Record<string, RuledRole>> | undefined;
  /** The claim that lists a person's roles, by their names here or by their ARNs. */
  readonly rolesClaim?: string | undefined;
  /** The claim that lists a person's groups. Default: that of the provider. */
  readonly groupsClaim?: string | undefined;
}

/** A role, and the groups whose members have it. */
export interface RuledRole {
  readonly arn: string;
  readonly chain?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** A role to choose from. */
export interface OfferedRole {
  /** Of the configuration. Not there: the token alone names it. */
  readonly name?: string;
  /** Of the role that the ID token is traded for. */
  readonly arn: string;
  readonly chain?: readonly string[];
  /** Of the account that one ends up in. Ceph has ARNs without. */
  readonly account?: string;
  /** Whether the person has it by what the token says. AWS alone decides: this is for choosing. */
  readonly has: 'yes' | 'no' | 'unknown';
  /** Why that is unknown, in a sentence without its full stop. */
  readonly reason?: string;
}

/**
 * The roles that a person may choose, those of the configuration first, each with whether the person has it. What a token
 * leaves out is unknown, and never a no.
 *
 * @param claims - of an ID token that was verified; `undefined` where nobody signed in
 */
export function offeredRoles(
  rules: RoleRules,
  claims: JsonObject | undefined,
): readonly OfferedRole[] {
  const roles = Object.entries(rules.roles ?? {});
  const configured = roles.map(([name, role]) => ({
    ...placed(role, name),
    ...judged(name, role, rules, claims),
  }));
  const listed = claims && rules.rolesClaim ? readRolesClaim(claims, rules.rolesClaim) : undefined;
  if (listed?.kind !== 'known') return configured;
  const known = new Set(roles.flatMap(([name, { arn }]) => [name, arn]));
  const others = listed.roles.filter(
    (role) => !known.has(role) && roleArnFault(role) === undefined,
  );
  return [...configured, ...others.map((arn) => ({ ...placed({ arn }), has: 'yes' as const }))];
}

function placed({ arn, chain }: RuledRole, name?: string) {
  const { account } = parseRoleArn(chain?.at(-1) ?? arn);
  return {
    ...(name !== undefined && { name }),
    arn,
    ...(chain !== undefined && { chain }),
    ...(account !== undefined && { account }),
  };
}

/** One source is enough for a yes; a no takes all there are. */
function judged(
  name: string,
  { arn, groups }: RuledRole,
  { rolesClaim, groupsClaim }: RoleRules,
  claims: JsonObject | undefined,
): Pick<OfferedRole, 'has' | 'reason'> {
  if (claims === undefined) return { has: 'unknown', reason: 'nobody is signed in' };
  const reasons: string[] = [];
  let isTold = false;
  if (rolesClaim !== undefined) {
    const listed = readRolesClaim(claims, rolesClaim);
    if (listed.kind === 'unknown') reasons.push(listed.reason);
    else if (listed.roles.includes(name) || listed.roles.includes(arn)) return { has: 'yes' };
    isTold = true;
  }
  if (groups !== undefined) {
    const mine = toldGroups(claims, groupsClaim);
    if (mine.kind === 'unknown') reasons.push(mine.reason);
    else if (groups.some((group) => mine.groups.includes(group))) return { has: 'yes' };
    isTold = true;
  }
  if (!isTold) reasons.push(`nothing says whose role ${quote(name)} is`);
  return reasons.length === 0 ? { has: 'no' } : { has: 'unknown', reason: reasons.join(', and ') };
}
