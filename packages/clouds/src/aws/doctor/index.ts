import type { RelyingParty } from '../../doctor/relying-party.ts';
import { type AwsTrust, readAwsTrust } from './aws-trust.ts';
import { AWS_REQUIREMENTS } from './requirements.ts';
import { AWS_RULES } from './rules.ts';

/** AWS: IAM's OpenID Connect providers, and STS. */
export const relyingParty: RelyingParty<AwsTrust> = {
  name: 'aws',
  title: 'AWS',
  requirements: AWS_REQUIREMENTS,
  rules: AWS_RULES,
  readTrust: readAwsTrust,
  documentsOf: () => ({}),
  evaluate: ({ policy, role }, token, now) => policy.evaluate(token, { now, roleArn: role?.arn }),
};
