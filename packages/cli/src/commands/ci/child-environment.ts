/** What a command is to be to AWS. */
export interface WebIdentity {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly tokenFile: string;
  readonly region?: string | undefined;
}

/**
 * Credentials and profiles that SDKs and the command line of AWS take before a web identity: AWS SDKs and Tools Reference Guide,
 * "Standardized credential providers", and the pages of their settings.
 */
const STRONGER = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
];

/** The environment of the command. The token of the job stays: the command may need it for something else. */
export function childEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  { roleArn, sessionName, tokenFile, region }: WebIdentity,
): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !STRONGER.includes(name));
  return {
    ...Object.fromEntries(others),
    AWS_ROLE_ARN: roleArn,
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ROLE_SESSION_NAME: sessionName,
    ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
}
