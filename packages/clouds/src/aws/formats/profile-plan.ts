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
  | { readonly kind: 'web identity'; readonly identity: WebIdentity }
  /** A program of ours that SDKs run for them, as a line that they take apart into words. */
  | { readonly kind: 'program'; readonly line: string };

export interface WriteProfileOptions {
  readonly region?: string;
  /** Whether what the profile has of another style is given up. Default: false. */
  readonly force?: boolean;
}

/** Our mark of keys that are temporary and may be replaced; other tools for temporary keys write it too. */
const EXPIRES = 'x_security_token_expires';

const KEYS = ['aws_access_key_id', 'aws_secret_access_key'];
const WEB_IDENTITY = 'web_identity_token_file';
const PROGRAM = 'credential_process';

/** The words by which a line of ours is known: it may be replaced, as those of other programs may not. */
const OUR_LINE = / credential-process --profile /;

/** What each style of credentials is known by (AWS SDKs and Tools Reference Guide, "Settings reference"). */
const STYLES: readonly (readonly [style: string, keys: readonly string[]])[] = [
  ['sign-in with IAM Identity Center', ['sso_session', 'sso_start_url', 'sso_account_id']],
  ['sign-in with a browser', ['login_session']],
  ['credentials of a program', [PROGRAM]],
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
  PROGRAM,
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
 * Gives a profile its credentials: keys go to the file of credentials, all else to the file of configuration. The
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
  if (source.kind === 'program') {
    // Lines of the file end there, and what follows would be a setting of its own.
    if (!OUR_LINE.test(source.line) || /[\r\n\0]/.test(source.line)) {
      throw new TypeError('the line is none that runs drawbridge credential-process');
    }
    return [[PROGRAM, source.line]];
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
    if (key === PROGRAM && OUR_LINE.test(found.get(PROGRAM) ?? '')) continue;
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
