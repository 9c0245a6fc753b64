/**
 * Variables that programs take before the file of `GOOGLE_APPLICATION_CREDENTIALS` or `CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE`, read
 * 2026-11: gcloud 528 (`googlecloudsdk/core/credentials/store.py`) takes an access token first; the Google provider of Terraform
 * ("Google Provider Configuration Reference") and Google's libraries for Ruby (`AUTHENTICATION.md`) have names of their own.
 */
const OTHERS: readonly string[] = [
  'CLOUDSDK_AUTH_ACCESS_TOKEN',
  'CLOUDSDK_AUTH_ACCESS_TOKEN_FILE',
  'GOOGLE_OAUTH_ACCESS_TOKEN',
  'GOOGLE_CREDENTIALS',
  'GOOGLE_CLOUD_KEYFILE_JSON',
  'GCLOUD_KEYFILE_JSON',
  'GOOGLE_CLOUD_CREDENTIALS',
  'GOOGLE_CLOUD_CREDENTIALS_JSON',
  'GOOGLE_CLOUD_KEYFILE',
];

/**
 * An environment in which Google's libraries and gcloud take their credentials by an external account, and nothing of others that would count in
 * its place. Which project it is about stays as it was, and so does a service account that somebody has them impersonate.
 *
 * @param file - the absolute path of what `externalAccount` makes
 */
export function withExternalAccount(
  environment: Readonly<Record<string, string | undefined>>,
  file: string,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !OTHERS.includes(name));
  return {
    ...Object.fromEntries(kept),
    GOOGLE_APPLICATION_CREDENTIALS: file,
    // gcloud itself does not look at the variable of the libraries.
    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: file,
  };
}
