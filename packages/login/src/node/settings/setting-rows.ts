/** A setting of a login that is text: what it is called on the command line and in the environment. */
export interface SettingRow {
  /** As it is written: `--client-id`. */
  readonly flag: string;
  /** As StsOidcDriver writes it. */
  readonly old?: string;
  /** The variable of the environment that holds it. */
  readonly variable?: string;
}

/**
 * The settings that a flag, an old spelling or a variable may give. `AWS_CONFIG_FILE` is not among them: it is the name
 * that AWS's tools have for their file of configuration, and goes on to be that.
 */
export const SETTING_ROWS = {
  name: { flag: '--profile', old: '--profile-to-update', variable: 'PROFILE_TO_UPDATE' },
  issuer: { flag: '--issuer', old: '--openid_url', variable: 'OIDC_DISCOVERY_URL' },
  clientId: { flag: '--client-id', old: '--client_id', variable: 'OIDC_CLIENT_ID' },
  scope: { flag: '--scope', old: '--scopes' },
  role: { flag: '--role', variable: 'AWS_ROLE_ARN' },
  region: { flag: '--region', variable: 'AWS_REGION' },
  duration: { flag: '--duration', old: '--duration-seconds', variable: 'DURATION_SECONDS' },
  sessionName: { flag: '--session-name' },
  loginHint: { flag: '--login-hint' },
  prompt: { flag: '--prompt' },
  acrValues: { flag: '--acr-values' },
  maxAge: { flag: '--max-age' },
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SettingName = keyof typeof SETTING_ROWS;

/** The secret of a client: a file of it is given by name, and the secret itself by an old flag that others can see. */
export const SECRET_FLAGS = {
  file: '--client-secret-file',
  text: '--client_secret',
  variable: 'OIDC_CLIENT_SECRET',
} as const;

/** The flags that choose how tokens are come by. */
export const FLOW_FLAGS = {
  '--authorization-code': 'code',
  '--device': 'device',
  '--implicit': 'implicit',
  '--client-credentials': 'client-credentials',
  '--client_credentials': 'client-credentials',
} as const;
