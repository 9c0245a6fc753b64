import { DrawbridgeError, quote } from '@drawbridge/core';
import { kindOfProvider } from './provider-name.ts';

/** Where Google's libraries find the token. */
export type TokenSource =
  /** A file that holds the token alone, and that somebody keeps fresh. */
  | { readonly kind: 'file'; readonly path: string }
  /** A program that prints the token, and its arguments: they run it where `GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1`. */
  | { readonly kind: 'executable'; readonly words: readonly string[] };

/** Whose tokens Google Cloud trades. */
export interface ExternalAccountOptions {
  /**
   * The provider, by its resource name:
   * `projects/123456/locations/global/workloadIdentityPools/POOL/providers/PROVIDER` for workloads, or
   * `locations/global/workforcePools/POOL/providers/PROVIDER` for people.
   */
  readonly provider: string;
  readonly source: TokenSource;
  /** The project that use is counted for. A workforce pool needs one, by its number; a workload pool takes none. */
  readonly userProject?: string | undefined;
  /** The e-mail of a service account to become. */
  readonly serviceAccount?: string | undefined;
  /** Default: Google's STS. */
  readonly tokenUrl?: string | undefined;
}

/**
 * The configuration that Google's libraries read from `GOOGLE_APPLICATION_CREDENTIALS`, type `external_account` (google.aip.dev
 * 4117; cloud.google.com, "Workload identity federation" and "Workforce identity federation"). It holds no secret.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function externalAccount(options: ExternalAccountOptions): string {
  const { provider, source, userProject, serviceAccount, tokenUrl } = options;
  const isWorkforce = kindOfProvider(provider) === 'workforce';
  if (isWorkforce !== (userProject !== undefined)) {
    throw isWorkforce
      ? fault(
          'a workforce pool has no project of its own',
          'Give the project that use is counted for.',
        )
      : fault('a workload pool has a project of its own', 'Leave the user project out.');
  }
  if (serviceAccount !== undefined && !/^[a-z0-9-]+@[a-z0-9.:-]+$/.test(serviceAccount)) {
    throw fault(`${quote(serviceAccount)} is no service account`, 'Give its e-mail address.');
  }
  const configuration = {
    type: 'external_account',
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    token_url: tokenUrl ?? 'https://sts.googleapis.com/v1/token',
    ...(userProject !== undefined && { workforce_pool_user_project: userProject }),
    ...(serviceAccount !== undefined && {
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`,
    }),
    credential_source: credentialSource(source),
  };
  return `${JSON.stringify(configuration, undefined, 2)}\n`;
}

function credentialSource(source: TokenSource) {
  if (source.kind === 'file') return { file: source.path, format: { type: 'text' } };
  // Some of the libraries know quotes, and others cut at every space.
  const odd = source.words.find((word) => !/^[^\s"'\\]+$/.test(word));
  if (odd !== undefined) {
    throw fault(
      `${quote(odd)} cannot stand in the command of a configuration: Google's libraries cut it at spaces`,
      'Use a path or a name without spaces, quotes and backslashes.',
    );
  }
  // Milliseconds: what is kept is there at once, and a refresh over the network takes seconds at most.
  return { executable: { command: source.words.join(' '), timeout_millis: 30_000 } };
}

function fault(detail: string, hint: string): DrawbridgeError {
  return new DrawbridgeError('cloud_setting_invalid', { detail, hint });
}
