import { DrawbridgeError } from '@drawbridge/core';
import type { AwsCredentials } from '../assumed-role.ts';
import { isoTime } from './iso-time.ts';

/** A variable of the environment. */
export type Variable = readonly [name: string, value: string];

/**
 * Every variable that decides which credentials AWS's SDKs and command line take (AWS SDKs and Tools Reference Guide,
 * "Environment variables"; `AWS_SECURITY_TOKEN`, `AWS_ACCESS_KEY` and `AWS_SECRET_KEY` are of older SDKs, which still
 * look for them). New credentials count only where the others are gone: a profile goes before keys in some SDKs.
 */
export const CREDENTIAL_VARIABLES: readonly string[] = Object.freeze([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_ACCOUNT_ID',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_SECURITY_TOKEN',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
]);

/**
 * Credentials as the variables that every SDK of AWS reads. `AWS_CREDENTIAL_EXPIRATION` lets those that know it, and
 * people, see when they end: they do not renew themselves.
 *
 * @param region - for `AWS_REGION` and `AWS_DEFAULT_REGION`, of which some tools read only the one and some the other
 * @throws {DrawbridgeError} `cloud_invalid`
 */
export function credentialVariables(
  credentials: AwsCredentials,
  region?: string,
): readonly Variable[] {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = plainCredentials(credentials);
  return [
    ['AWS_ACCESS_KEY_ID', accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
    ['AWS_SESSION_TOKEN', sessionToken],
    ['AWS_CREDENTIAL_EXPIRATION', isoTime(expiresAt)],
    ...regionVariables(region),
  ];
}

/** How an SDK is told to assume a role by itself, with a token that it reads anew whenever it renews credentials. */
export interface WebIdentity {
  /** An absolute path. */
  readonly tokenFile: string;
  readonly roleArn: string;
  readonly sessionName: string;
}

/** The variables by which SDKs assume a role by themselves (AWS SDKs and Tools Reference Guide, "Assume role credential provider"). */
export function webIdentityVariables(
  { tokenFile, roleArn, sessionName }: WebIdentity,
  region?: string,
): readonly Variable[] {
  return [
    ['AWS_WEB_IDENTITY_TOKEN_FILE', tokenFile],
    ['AWS_ROLE_ARN', roleArn],
    ['AWS_ROLE_SESSION_NAME', sessionName],
    ...regionVariables(region),
  ];
}

/** Where an SDK fetches credentials, again and again as they end, and what it proves itself with there. */
export interface ContainerEndpoint {
  /** `http://127.0.0.1:PORT/PATH`: SDKs take plain HTTP of loopback addresses. */
  readonly url: string;
  /** A secret. Where it is to come from somewhere else, it is left out. */
  readonly token?: string;
  /** A file that is empty, where the SDK runs: `/dev/null`. */
  readonly emptyFile: string;
}

/**
 * The variables by which SDKs fetch credentials of an endpoint (AWS SDKs and Tools Reference Guide, "Container credential
 * provider"). SDKs ask it after all else, also after the profile `default` of AWS's two files: those are put out of sight,
 * since whoever has one would silently act as somebody else.
 */
export function containerVariables(
  { url, token, emptyFile }: ContainerEndpoint,
  region?: string,
): readonly Variable[] {
  return [
    ['AWS_CONFIG_FILE', emptyFile],
    ['AWS_SHARED_CREDENTIALS_FILE', emptyFile],
    ...regionVariables(region),
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', url],
    ...(token === undefined ? [] : ([['AWS_CONTAINER_AUTHORIZATION_TOKEN', token]] as const)),
  ];
}

/** An environment with new variables, and nothing of others that would count in their place. */
export function withVariables(
  environment: Readonly<Record<string, string | undefined>>,
  variables: readonly Variable[],
): Record<string, string | undefined> {
  const others = Object.entries(environment).filter(
    ([name]) => !CREDENTIAL_VARIABLES.includes(name),
  );
  return Object.fromEntries([...others, ...variables]);
}

/**
 * Credentials of which no member can end a line or a word.
 *
 * @throws {DrawbridgeError} `cloud_invalid`, which shows nothing of them
 */
export function plainCredentials(credentials: AwsCredentials): AwsCredentials {
  for (const member of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const) {
    if (/^[\x21-\x7e]+$/.test(credentials[member])) continue;
    throw new DrawbridgeError('cloud_invalid', {
      detail: `AWS answered with credentials whose ${member} is empty, or has a space or a control character in it`,
    });
  }
  return credentials;
}

function regionVariables(region: string | undefined): readonly Variable[] {
  if (region === undefined) return [];
  return [
    ['AWS_REGION', region],
    ['AWS_DEFAULT_REGION', region],
  ];
}
