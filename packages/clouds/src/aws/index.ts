export { type AskOptions, type CloudFetch, type CloudRequest } from './ask-sts.ts';
export {
  assumeRoleWithWebIdentity,
  type AssumeRoleWithWebIdentityOptions,
} from './assume-role.ts';
export { type AssumedRole, type AwsCredentials } from './assumed-role.ts';
export { assumeRole, type AssumeRoleOptions } from './chain-role.ts';
export { explainFault, type FaultCause } from './explain-fault.ts';
export { findPartition, type Partition, partitionOfRegion, PARTITIONS } from './partitions.ts';
export { parseProviderUrl, providerArn, type ProviderUrl } from './provider-url.ts';
export { parseRoleArn, type RoleArn } from './role-arn.ts';
export { SESSION_LIMITS, type SessionOptions } from './session-limits.ts';
export { isSessionName, sessionName } from './session-name.ts';
export { type StsRefusal } from './sts-answer.ts';
export { type StsEndpoint, stsEndpoint, type StsEndpointOptions } from './sts-endpoint.ts';
export { awsClaims, type AwsClaimsOptions, isSourceIdentity } from './token-claims.ts';
