export { type AskOptions, type CloudFetch, type CloudRequest } from './ask-sts.ts';
export {
  assumeRoleWithWebIdentity,
  type AssumeRoleWithWebIdentityOptions,
} from './assume-role.ts';
export {
  assumeRoles,
  type AssumeRolesOptions,
  type PlacedRole,
  type WantedRoles,
} from './assume-roles.ts';
export { type AssumedRole, type AwsCredentials } from './assumed-role.ts';
export {
  type CompiledTrustPolicy,
  compileTrustPolicy,
} from './evaluate/compile-trust-policy.ts';
export { type ComparisonKind, type ConditionOperator } from './evaluate/operators.ts';
export {
  type ConditionValue,
  type FederatedPrincipal,
  type TrustCondition,
  type TrustPolicyDocument,
  type TrustPrincipals,
  type TrustStatement,
} from './evaluate/policy-document.ts';
export { readRoles, type Role } from './evaluate/read-roles.ts';
export { readTrustPolicy } from './evaluate/read-trust-policy.ts';
export { type TrustContext } from './evaluate/request.ts';
export { type ValuePart } from './evaluate/value-parts.ts';
export { answerJson } from './formats/answer-json.ts';
export { containerCredentials } from './formats/container-credentials.ts';
export { credentialProcessAnswer } from './formats/credential-process.ts';
export {
  READING_FORMATS,
  type ReadingFormat,
  readTokenCommands,
} from './formats/read-token-commands.ts';
export { roleRows, type RoleRow } from './formats/role-rows.ts';
export {
  AWS_SHELLS,
  type AwsShell,
  environmentFile,
  shellCommands,
} from './formats/shell-commands.ts';
export {
  type ContainerEndpoint,
  containerVariables,
  CREDENTIAL_VARIABLES,
  credentialVariables,
  type Variable,
  type WebIdentity,
  webIdentityVariables,
  withVariables,
} from './formats/variables.ts';
export { type ProfileFileKind, profileNameFault, readProfile } from './formats/profile-file.ts';
export { type AwsService, type ProfilePlace, profilePlace } from './formats/profile-place.ts';
export {
  type ProfileFiles,
  type ProfileSource,
  writeProfile,
  type WriteProfileOptions,
} from './formats/profile-plan.ts';
export { assumeRole, type AssumeRoleOptions } from './chain-role.ts';
export { type ConsoleOptions, consoleSignInUrl } from './console/sign-in-url.ts';
export { customEndpoint, type CustomEndpointOptions } from './custom-endpoint.ts';
export { explainFault, type FaultCause } from './explain-fault.ts';
export { findPartition, type Partition, partitionOfRegion, PARTITIONS } from './partitions.ts';
export {
  parseProviderUrl,
  providerArn,
  type ProviderUrl,
  providerUrlFault,
} from './provider-url.ts';
export { findReach, type ReachOptions, type ReachReport } from './reach/find-reach.ts';
export { type ReachRole } from './reach/role-model.ts';
export { type ReachUpstream } from './reach/tokens/rule-tokens.ts';
export { type ReachAnswer, type ReachPath, type Witness } from './reach/witness.ts';
export { awsRegion, type RegionOptions } from './region.ts';
export { longestSession } from './longest-session.ts';
export { parseRoleArn, type RoleArn, roleArnFault } from './role-arn.ts';
export { SESSION_LIMITS, type SessionOptions } from './session-limits.ts';
export { isSessionName, sessionName, sessionOfClaims } from './session-name.ts';
export { type StsRefusal } from './sts-answer.ts';
export { type StsEndpoint, stsEndpoint, type StsEndpointOptions } from './sts-endpoint.ts';
export { awsClaims, type AwsClaimsOptions, isSourceIdentity } from './token-claims.ts';
export { planTrust, type TrustOptions } from './trust/plan-trust.ts';
export { type TrustPlan } from './trust/trust-plan.ts';
export { printTrust, TRUST_FORMATS, type TrustFormat } from './trust/print-trust.ts';
export { type TrustPolicy, trustPolicy } from './trust/trust-policy.ts';
