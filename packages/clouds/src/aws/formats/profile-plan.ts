import { DrawbridgeError } from '@drawbridge/core';
import type { AwsCredentials } from '../assumed-role.ts';
import { isoTime } from './iso-time.ts';
import {
  editProfile,
  type ProfileFileKind,
  type ProfileSetting,
  readProfile,
} from './profile-file.ts';
import { plainCredentials, type WebIdentity } from './variables.ts';

/** The texts of AWS's two files; empty where there is none. */
export interface ProfileFiles {
  readonly credentials: string;
  readonly config: string;
}

/** What a profile is to get its credentials by. */
export type ProfileSource =
  | { readonly kind: 'keys'; readonly credentials: AwsCredentials }
  | { readonly kind: 'web identity'; readonly identity: WebIdentity };

export interface WriteProfileOptions {
  readonly region?: string;
  /** Whether what the profile has of another style is given up. Default: false. */
  readonly force?: boolean;
}

/** Our mark of keys that are temporary and may be replaced; other tools for temporary keys write it too. */
const EXPIRES = 'x_security_token_expires';

const KEYS = ['aws_access_key_id', 'aws_secret_access_key'];
const WEB_IDENTITY = 'web_identity_token_file';

/** What each style of credentials is known by (AWS SDKs and Tools Reference Guide, "Settings reference"). */
const STYLES: readonly (readonly [style: string, keys: readonly string[]])[] = [
  ['sign-in with IAM Identity Center', ['sso_session', 'sso_start_url', 'sso_account_id']],
  ['sign-in with a browser', ['login_session']],
  ['credentials of a program', ['credential_process']],
  ['a role of another profile', ['source_profile', 'credential_source']],
  ['a role by web identity', [WEB_IDENTITY]],
  // Where the file of a web identity stands beside it, that was found before.
  ['a role', ['role_arn']],
];

/** All that has a say in where credentials come from, and would go before what is written or stay behind from before. */
const SETTINGS_OF_CREDENTIALS: readonly string[] = [
  ...KEYS,
  'aws_session_token',
  'aws_security_token',
  'aws_account_id',
  EXPIRES,
  'credential_process',
  'credential_source',
  'duration_seconds',
  'external_id',
  'login_session',
  'mfa_serial',
  'role_arn',
  'role_session_name',
  'source_profile',
  'sso_account_id',
  'sso_region',
  'sso_registration_scopes',
  'sso_role_name',
  'sso_session',
  'sso_start_url',
  WEB_IDENTITY,
];

/**
 * Gives a profile its credentials: keys go to the file of credentials, a web identity to the file of configuration. The
 * two files are read as one by SDKs, and keys of the one hide what the other has: so a profile has one style, in both.
 *
 * @returns the new texts
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a name that is none, and for a profile that has credentials of
 *   another style, or keys that are not known to be temporary; `cloud_invalid` for credentials that are none
 */
export function writeProfile(
  files: ProfileFiles,
  profile: string,
  source: ProfileSource,
  { region, force = false }: WriteProfileOptions = {},
): ProfileFiles {
  const set = settingsOf(source);
  // First: it says what is wrong with the name.
  const change = (kind: ProfileFileKind, settings: readonly ProfileSetting[]) =>
    editProfile(files[kind], kind, profile, {
      set: settings,
      remove: SETTINGS_OF_CREDENTIALS,
    });
  const isKeys = source.kind === 'keys';
  const places: readonly ProfileSetting[] = region === undefined ? [] : [['region', region]];
  const changed = {
    credentials: change('credentials', isKeys ? set : []),
    config: change('config', isKeys ? places : [...set, ...places]),
  };
  if (!force) requireSameStyle(files, profile, source);
  return changed;
}

function settingsOf(source: ProfileSource): readonly ProfileSetting[] {
  if (source.kind === 'web identity') {
    const { roleArn, tokenFile, sessionName } = source.identity;
    return [
      ['role_arn', roleArn],
      [WEB_IDENTITY, tokenFile],
      ['role_session_name', sessionName],
    ];
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = plainCredentials(
    source.credentials,
  );
  return [
    ['aws_access_key_id', accessKeyId],
    ['aws_secret_access_key', secretAccessKey],
    ['aws_session_token', sessionToken],
    [EXPIRES, isoTime(expiresAt)],
  ];
}

function requireSameStyle(files: ProfileFiles, profile: string, { kind }: ProfileSource): void {
  const found = new Map([
    ...readProfile(files.config, 'config', profile),
    ...readProfile(files.credentials, 'credentials', profile),
  ]);
  for (const [style, keys] of STYLES) {
    const key = keys.find((candidate) => found.has(candidate));
    if (key === undefined) continue;
    if (kind === 'web identity' && found.has(WEB_IDENTITY)) continue;
    throw otherStyle(profile, `${style} (${key})`);
  }
  const key = KEYS.find((candidate) => found.has(candidate));
  if (key !== undefined && !found.has(EXPIRES)) {
    throw otherStyle(profile, `keys that are not known to be temporary (${key})`);
  }
}

function otherStyle(profile: string, what: string): DrawbridgeError {
  return new DrawbridgeError('cloud_setting_invalid', {
    detail: `the profile ${profile} is there already, with ${what}`,
    hint: 'Nothing was changed. Choose another profile, or give up what it has with --force.',
  });
}
