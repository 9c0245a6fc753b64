export { type AssumedRole, type AwsCredentials } from './assumed-role.ts';
export { answerJson } from './formats/answer-json.ts';
export { credentialProcessAnswer } from './formats/credential-process.ts';
export { roleRows, type RoleRow } from './formats/role-rows.ts';
export {
  AWS_SHELLS,
  type AwsShell,
  environmentFile,
  shellCommands,
  unsetCommands,
} from './formats/shell-commands.ts';
export {
  CREDENTIAL_VARIABLES,
  credentialVariables,
  type Variable,
  type WebIdentity,
  webIdentityVariables,
  withVariables,
} from './formats/variables.ts';
export { type ProfileFileKind, profileNameFault, readProfile } from './formats/profile-file.ts';
export {
  type ProfileFiles,
  type ProfileSource,
  writeProfile,
  type WriteProfileOptions,
} from './formats/profile-plan.ts';
