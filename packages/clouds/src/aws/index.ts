export { type AssumedRole, type AwsCredentials } from './assumed-role.ts';
