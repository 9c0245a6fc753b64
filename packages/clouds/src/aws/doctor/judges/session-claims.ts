import { member, quote } from '@drawbridge/core';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { failed, passed, unknown } from '../../../doctor/outcome.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { roleArnFault } from '../../role-arn.ts';
import { isSourceIdentity, SOURCE_IDENTITY_CLAIM } from '../../token-claims.ts';
import { readTags, tagCount } from './session-tags.ts';

const ROLES_CLAIM = 'https://aws.amazon.com/roles';

export const hasGoodSourceIdentity = ofToken(({ claims }) => {
  const identity = member(claims, SOURCE_IDENTITY_CLAIM);
  if (identity === undefined) return passed('it has no source identity');
  return typeof identity === 'string' && isSourceIdentity(identity)
    ? passed(quote(identity))
    : failed(
        `the source identity is ${quote(identity)}`,
        'Have the issuer make it of 2 to 64 letters, digits and _+=,.@- alone.',
      );
});

/** Session tags and a source identity have to be allowed beside the call itself. */
export const asksForMore = ofToken<AwsTrust>(({ claims }, { trust }) => {
  const { isThere } = readTags(claims);
  const hasIdentity = member(claims, SOURCE_IDENTITY_CLAIM) !== undefined;
  const actions = [
    ...(isThere ? ['sts:TagSession'] : []),
    ...(hasIdentity ? ['sts:SetSourceIdentity'] : []),
  ];
  if (actions.length === 0) return passed('it has no session tags and no source identity');
  if (trust !== undefined) return passed(`the role must allow ${actions.join(' and ')}: see trust`);
  return unknown(
    `the token carries ${[...(isThere ? ['session tags'] : []), ...(hasIdentity ? ['a source identity'] : [])].join(' and ')}, so the role must allow ${actions.join(' and ')}`,
    'See what it allows: aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument. Given as --trust, it is judged here.',
  );
});

/** Once AWS has packed them, nobody else knows how long tags are. */
export const packs = ofToken(({ claims }) => {
  const { entries, isThere } = readTags(claims);
  if (!isThere) return passed('it has no session tags');
  const length = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return unknown(
    `${tagCount(entries.length)} of ${length} characters, and AWS packs them in a way of its own`,
    'Ask STS: its answer has PackedPolicySize, a percentage of what it takes.',
  );
});

/** The claim that names roles keeps the token from all others. */
export const namesRoles = ofToken<AwsTrust>(({ claims }, { trust }) => {
  const roles = member(claims, ROLES_CLAIM) ?? undefined;
  if (roles === undefined) return passed('it has no such claim');
  const listed: readonly unknown[] = typeof roles === 'string' ? roles.split(';') : [roles].flat();
  const arns = listed
    .filter((each): each is string => typeof each === 'string')
    .map((each) => each.trim())
    .filter((each) => roleArnFault(each) === undefined);
  if (arns.length === 0) {
    return failed(
      `the claim ${ROLES_CLAIM} is ${quote(roles)}, in which there is no ARN of a role`,
      'Have the issuer put the ARN of the role into it, letter by letter, or leave it out.',
    );
  }
  const role = trust?.role?.arn;
  if (role !== undefined && arns.includes(role)) return passed(`the token is for ${quote(role)}`);
  if (role !== undefined) {
    return failed(
      `the token is for other roles than ${quote(role)}: ${quote(roles)}`,
      'Have the issuer put the ARN of this role into the claim, letter by letter, or leave the claim out.',
    );
  }
  return unknown(
    `the token is for ${arns.slice(0, 3).map(quote).join(', ')}${arns.length > 3 ? ` and ${arns.length - 3} more` : ''} alone`,
    'Is the role that is asked for one of these, letter by letter? Wildcards stand for nothing here.',
  );
});
