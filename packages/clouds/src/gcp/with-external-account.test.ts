import { expect, it } from 'vitest';
import { withExternalAccount } from './with-external-account.ts';

it('leaves out what would count before the file, and nothing else', () => {
  const secrets = {
    CLOUDSDK_AUTH_ACCESS_TOKEN: 'a',
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: 'b',
    GOOGLE_OAUTH_ACCESS_TOKEN: 'c',
    GOOGLE_CREDENTIALS: 'd',
    GOOGLE_CLOUD_KEYFILE_JSON: 'e',
  };
  const kept = {
    PATH: '/bin',
    GOOGLE_CLOUD_PROJECT: 'acme-prod',
    CLOUDSDK_CORE_PROJECT: 'acme-prod',
    CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT: 'a@b.iam.gserviceaccount.com',
    AWS_ACCESS_KEY_ID: 'f',
  };
  const env = { ...secrets, ...kept, GOOGLE_APPLICATION_CREDENTIALS: '/old.json' };
  expect(withExternalAccount(env, '/run/gcp.json')).toEqual({
    ...kept,
    GOOGLE_APPLICATION_CREDENTIALS: '/run/gcp.json',
    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: '/run/gcp.json',
  });
  expect(env.GOOGLE_APPLICATION_CREDENTIALS).toBe('/old.json');
});
