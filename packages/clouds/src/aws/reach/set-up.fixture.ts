import type { Rule } from '@drawbridge/rules';
import { readTrustPolicy } from '../evaluate/read-trust-policy.ts';
import { findReach, type ReachOptions } from './find-reach.ts';
import type { ReachAnswer } from './witness.ts';

export const GITLAB = 'https://gitlab.internal';
export const BRIDGE = 'https://bridge.example.com';
export const AWS = 'sts.amazonaws.com';
export const HOST = 'bridge.example.com';
export const AUD = `${HOST}:aud`;
export const SUB = `${HOST}:sub`;
export const ROLE = 'arn:aws:iam::111122223333:role/prod-admin';
export const NOW = 1_800_000_000;
export const ALL_ACTIONS = [
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
  'sts:SetSourceIdentity',
];

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A statement that is for tokens of the bridge. */
export function statement(
  conditions: Conditions,
  given: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${HOST}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: conditions,
    ...given,
  };
}

/** One that lets one subject in. */
export function forSubject(sub: string, given: Readonly<Record<string, unknown>> = {}) {
  return statement({ StringEquals: { [AUD]: AWS, [SUB]: sub } }, given);
}

/** A rule for tokens of GitLab, for AWS. */
export function rule(
  name: string,
  claims: Rule['match']['claims'],
  grant: Rule['grant'] = {},
  client?: string | readonly string[],
): Rule {
  const match = { issuer: GITLAB, claims, ...(client !== undefined && { client }) };
  const audience = grant.passUpstreamAudience === true ? {} : { audience: AWS };
  return { name, match, grant: { ...audience, ...grant } };
}

/** What reach says of rules and statements of one role, by rule and statement: `r by 1`. */
export async function reach(
  rules: readonly Rule[],
  statements: readonly unknown[],
  changes: Partial<ReachOptions> = {},
): Promise<Readonly<Record<string, ReachAnswer>>> {
  const { paths } = await findReach(setUpOf(rules, statements, changes));
  return Object.fromEntries(
    paths.map((path) => [
      `${path.rule} by ${path.statement.replace(/^Statement (\d+).*$/, '$1')}`,
      path.answer,
    ]),
  );
}

/** The set-up of {@link reach}. */
export function setUpOf(
  rules: readonly Rule[],
  statements: readonly unknown[],
  changes: Partial<ReachOptions> = {},
): ReachOptions {
  const policy = readTrustPolicy({ Version: '2012-10-17', Statement: statements });
  return {
    issuer: BRIDGE,
    upstreams: [{ issuer: GITLAB, audiences: [BRIDGE] }],
    rules,
    roles: [{ arn: ROLE, policy }],
    now: NOW,
    ...changes,
  };
}

/** The witness of a yes. */
export function witnessOf(answer: ReachAnswer | undefined) {
  if (answer?.reach !== 'yes') throw new Error(`it is ${JSON.stringify(answer)}`);
  return answer.witness;
}
