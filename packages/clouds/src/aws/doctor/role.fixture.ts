import type { Scene } from '../../doctor/scene.ts';
import { type AwsTrust, readAwsTrust } from './aws-trust.ts';

export const TAGS = 'https://aws.amazon.com/tags';
export const ROLES = 'https://aws.amazon.com/roles';
export const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';
export const ROLE = 'arn:aws-cn:iam::123456789012:role/deploy';

const TRUST = readAwsTrust({
  Role: {
    RoleName: 'deploy',
    Arn: ROLE,
    MaxSessionDuration: 7200,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'arn:aws-cn:iam::123456789012:oidc-provider/oidc.example.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
        },
      ],
    },
  },
});

/** The role is known, too. */
export function trusting(change: () => Scene<AwsTrust>): () => Scene<AwsTrust> {
  return () => ({ ...change(), trust: TRUST });
}
