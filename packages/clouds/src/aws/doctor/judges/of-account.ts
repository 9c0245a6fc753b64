import { member, quote } from '@drawbridge/core';
import { span } from '../../../doctor/measure/moment.ts';
import { type Outcome, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { withoutScheme } from '../../provider-url.ts';
import { roleArnFault } from '../../role-arn.ts';
import { sessionOfClaims } from '../../session-name.ts';
import { audienceOf } from './audience.ts';
import { wholeOf } from './numeric-times.ts';

/** What only the account knows: whether there is a provider, and for which audiences. */
export function providerOfAccount({ seen: { issuer }, token, trust }: Scene<AwsTrust>): Outcome {
  const audience = token === undefined ? undefined : audienceOf(token);
  const wanted = audience === undefined ? '' : `, and ${quote(audience)} among its client IDs`;
  const slash = issuer.endsWith('/') ? ' The slash at its end counts.' : '';
  return unknown(
    `the account of the role was not asked: it must have a provider for ${quote(issuer)}${wanted}`,
    `Ask it: aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${ownerOf(trust)}:oidc-provider/${hostOf(issuer)}.${slash}`,
  );
}

/** The beginning of the ARN of the provider: the partition and the account of the role, where they are known. */
function ownerOf(trust: AwsTrust | undefined): string {
  const [owner = 'arn:aws:iam::ACCOUNT'] =
    /^arn:[a-z-]+:iam::\d{12}/.exec(trust?.role?.arn ?? '') ?? [];
  return owner;
}

/** The ARN of the role, where it is known and may stand in a command. */
function arnOf(trust: AwsTrust | undefined): string {
  const arn = trust?.role?.arn ?? '';
  return roleArnFault(arn) === undefined ? arn : 'ARN';
}

/** The name of the role, as {@link arnOf}. */
function roleName(trust: AwsTrust | undefined): string {
  const arn = arnOf(trust);
  return arn.slice(arn.lastIndexOf('/') + 1).replace(/^ARN$/, 'ROLE');
}

/** A text of a command that somebody may copy: nothing that is no part of an ARN. */
function hostOf(issuer: string): string {
  const host = withoutScheme(issuer);
  return /^[\w.~/:-]{1,255}$/.test(host) ? host : 'HOST';
}

/** Whom the role trusts. */
export function trustOfRole({ token }: Scene<AwsTrust>): Outcome {
  const told =
    token === undefined
      ? ''
      : `: its statement is to be for the audience ${quote(audienceOf(token))} and the subject ${quote(member(token.claims, 'sub'))}`;
  return unknown(
    `the trust policy of the role was not given${told}`,
    'Give it by --trust: aws iam get-role --role-name ROLE.',
  );
}

/** What the caller asks for, and the token does not say. */
export function sessionOfCaller({ token, trust, now }: Scene<AwsTrust>): Outcome {
  const longest = trust?.role?.maxSessionDuration;
  const exp = token === undefined ? undefined : wholeOf(member(token.claims, 'exp'));
  const left =
    exp === undefined || exp <= now
      ? ''
      : ` The end of the token, in ${span(exp - now)}, does not end it.`;
  const name =
    token === undefined ? '' : ` A name made of the token is ${sessionOfClaims(token.claims)}.`;
  return unknown(
    `the name and the length of the session are the caller's to say, an hour where nothing is said${longest === undefined ? '' : `, and the role allows ${span(longest)}`}.${left}${name}`,
    `See how long the role allows: aws iam get-role --role-name ${roleName(trust)} --query Role.MaxSessionDuration.`,
  );
}

/** What only STS knows. */
export function answerOfSts({ trust }: Scene<AwsTrust>): Outcome {
  return unknown(
    'STS was not asked',
    `Ask it: "drawbridge aws assume @token.jwt --role ${arnOf(trust)}" does, and explains what it answers.`,
  );
}

/** What only the issuer's own server knows. */
export function logOfIssuer({ seen: { discovery, jwks } }: Scene): Outcome {
  const cached = [discovery, jwks].every(
    (each) => each?.status === undefined || each.headers['cache-control'] !== undefined,
  );
  return unknown(
    `how the issuer answers many at once is not known from one look${cached ? '' : ', and it does not say how long its documents may be kept (Cache-Control)'}`,
    "Look into the access log of the issuer for what was answered with 429 or 5xx, or not at all, at the time of the error: it is in none of CloudTrail's events.",
  );
}
