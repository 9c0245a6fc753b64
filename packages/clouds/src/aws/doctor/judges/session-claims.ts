import { member, quote } from '@drawbridge/core';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { firstOf } from '../../../doctor/first-of.ts';
import { failed, NO_TOKEN, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { roleArnFault } from '../../role-arn.ts';
import { readSessionClaims } from '../../evaluate/session-claims.ts';
import { readSessionTags } from '../../evaluate/session-tags.ts';
import { ROLES_CLAIM, SOURCE_IDENTITY_CLAIM } from '../../token-claims.ts';
import { tagCount } from './session-tags.ts';

/** The source identity is of the form that STS takes. */
export const hasGoodSourceIdentity = ofToken(({ claims }) => {
  const identity = member(claims, SOURCE_IDENTITY_CLAIM);
  if (identity === undefined) return passed('it has no source identity');
  const { sourceIdentity, breaches } = readSessionClaims({ [SOURCE_IDENTITY_CLAIM]: identity });
  return sourceIdentity !== undefined && breaches.length === 0
    ? passed(quote(identity))
    : failed(
        `the source identity is ${quote(identity)}`,
        'Have the issuer make it of 2 to 64 letters, digits and _+=,.@- alone.',
      );
});

/** Session tags and a source identity have to be allowed beside the call itself. */
export function asksForMore({ token, trust }: Scene<AwsTrust>): Outcome | undefined {
  if (token === undefined) return NO_TOKEN;
  const { claims } = token;
  const { isThere } = readSessionTags(claims);
  const hasIdentity = member(claims, SOURCE_IDENTITY_CLAIM) !== undefined;
  const actions = [
    ...(isThere ? ['sts:TagSession'] : []),
    ...(hasIdentity ? ['sts:SetSourceIdentity'] : []),
  ];
  if (actions.length === 0) return passed('it has no session tags and no source identity');
  if (trust !== undefined) return undefined;
  return unknown(
    `the token carries ${[...(isThere ? ['session tags'] : []), ...(hasIdentity ? ['a source identity'] : [])].join(' and ')}, so the role must allow ${actions.join(' and ')}`,
    'See what it allows: aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument. Given as --trust, it is judged here.',
  );
}

/** Once AWS has packed them, nobody else knows how long tags are. */
export const packs = ofToken(({ claims }) => {
  const { entries, isThere } = readSessionTags(claims);
  if (!isThere) return passed('it has no session tags');
  const length = entries.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
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
    `the token is for ${firstOf(arns.map(quote), ', ')} alone`,
    'Is the role that is asked for one of these, letter by letter? Wildcards stand for nothing here.',
  );
});
