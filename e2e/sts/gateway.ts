import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Stage } from '../support/stage.ts';
import type { Ceph } from './ceph.ts';

/** What the administrator of a gateway does, by the AWS SDK. */
export interface Gateway {
  /** Makes a bucket; everybody may read what is in it where it is public. */
  makeBucket(name: string, isPublic?: boolean): Promise<void>;
  /** Gives a role a policy of its own. */
  allow(role: string, statements: readonly object[]): Promise<void>;
  /** What lies in a bucket, as text. */
  read(bucket: string, key: string): Promise<string>;
  /** Removes an object. */
  remove(bucket: string, key: string): Promise<void>;
  /** Variables for a program of which the gateway is all of AWS: without credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** The same, for the administrator. */
  readonly adminEnv: Readonly<Record<string, string>>;
}

/** The administrator's way to a gateway, until the stage is cleared. */
export function administer(stage: Stage, { endpoint, admin }: Ceph): Gateway {
  const credentials = {
    accessKeyId: admin['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: admin['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  const how = { endpoint, region: 'us-east-1', credentials };
  const s3 = new S3Client({
    ...how,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const iam = new IAMClient(how);
  stage.later(() => Promise.resolve([s3, iam].forEach((client) => client.destroy())));
  const env = {
    AWS_ENDPOINT_URL_STS: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // The SDK's own warning of a Node that it will not run on.
    NODE_NO_WARNINGS: '1',
  };
  return {
    async makeBucket(name, isPublic = false) {
      await s3.send(new CreateBucketCommand({ Bucket: name }));
      if (!isPublic) return;
      const read = {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${name}/*`,
      };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [read] });
      await s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy }));
    },
    async allow(role, statements) {
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      await iam.send(
        new PutRolePolicyCommand({ RoleName: role, PolicyName: 'own', PolicyDocument }),
      );
    },
    async read(bucket, key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    async remove(bucket, key) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    env,
    adminEnv: { ...env, ...admin },
  };
}

/** Everything in S3. */
export const ALL_OF_S3 = [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::*' }];

/** The ARN of a role there: the gateway has no accounts. */
export const roleArn = (name: string) => `arn:aws:iam:::role/${name}`;

/** Puts an object by the SDK for JavaScript, with the credentials that one of its providers finds. */
export const putBySdk = (provider: string, call: string, bucket: string, key: string) => `
  import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
  import * as provider from '@aws-sdk/credential-provider-${provider}';
  const s3 = new S3Client({
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: provider.${call},
  });
  await s3.send(new PutObjectCommand({ Bucket: '${bucket}', Key: '${key}', Body: 'by the SDK' }));
`;

/** The command line by which a role comes to trust an issuer. */
export function trustArguments(
  endpoint: string,
  {
    issuer,
    subject,
    role,
    audience = 'sts.amazonaws.com',
  }: { issuer: string; subject: string; role: string; audience?: string },
): readonly string[] {
  const flags = {
    '--endpoint-url': endpoint,
    '--issuer': issuer,
    '--audience': audience,
    '--sub': subject,
    '--role': role,
    // The gateway makes no provider without one, and looks at none.
    '--thumbprint': '0'.repeat(40),
  };
  return ['aws', 'trust', '--apply', ...Object.entries(flags).flat()];
}
