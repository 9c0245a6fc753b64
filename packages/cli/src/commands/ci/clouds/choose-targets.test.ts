import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePrivateFolder, type PrivateFolder } from '../../../token-file/private-folder.ts';
import type { Options } from '../exec-options.ts';
import { chooseTargets } from './choose-targets.ts';
import type { Environment } from './cloud-target.ts';

const aws = 'arn:aws:iam::123456789012:role/deploy';
const gcp = 'projects/123456/locations/global/workloadIdentityPools/ci/providers/bridge';
const azure = '5d0c1c2e-0000-4000-8000-1234567890ab';
const azureTenantId = '3b9f1c2e-0000-4000-8000-1234567890ab';

const choose = (options: Partial<Options>, env: Environment = {}) =>
  chooseTargets({ timeout: 60, ...options }, env);

describe('refuses', () => {
  test.each<[string, Partial<Options>, string]>([
    ['no cloud', {}, 'which cloud'],
    ['a role that is none', { aws: 'deploy' }, '"deploy"'],
    ['a provider that is none', { gcp: 'bridge' }, '"bridge" is no provider'],
    ['people', { gcp: 'locations/global/workforcePools/a/providers/b' }, 'workforce pool'],
    ['Azure without a directory', { azure }, 'which directory of Azure'],
    ['an application that is none', { azure: 'ci', azureTenantId }, '"ci" is no id of a client'],
    ['a directory that is none', { azure, azureTenantId: 'acme' }, '"acme" is no id of a tenant'],
    ['an audience of nobody', { azure, azureTenantId, audience: 'x' }, '--audience is for --aws'],
    ['a region of nobody', { gcp, region: 'x' }, '--region is for --aws, which is not given'],
    [
      'a service account of nobody',
      { aws, gcpServiceAccount: 'x' },
      '--gcp-service-account is for',
    ],
    ['a directory of nobody', { aws, azureTenantId }, '--azure-tenant-id is for --azure'],
  ])('%s', (_, options, words) => {
    expect(() => choose(options)).toThrow(words);
  });

  test('all that is of no cloud at one time', () => {
    const fault = { code: 'usage_invalid', message: expect.stringContaining('2 faults') as string };
    expect(() => choose({ aws, gcpAudience: 'x', azureAudience: 'y' })).toThrow(
      expect.objectContaining(fault),
    );
  });

  test('no cloud with the names of all three', () => {
    const hint = 'Give --aws ROLE, --gcp PROVIDER or --azure CLIENT_ID, or several of them.';
    expect(() => choose({})).toThrow(expect.objectContaining({ code: 'usage_invalid', hint }));
  });
});

test('each cloud has an audience of its own, unless another one is given', () => {
  const all = { aws, gcp, azure, azureTenantId };
  const audiences = (options: Partial<Options>) =>
    choose(options).map(({ cloud, audience }) => [cloud, audience]);
  expect(audiences(all)).toEqual([
    ['AWS', 'sts.amazonaws.com'],
    ['Google Cloud', `https://iam.googleapis.com/${gcp}`],
    ['Azure', 'api://AzureADTokenExchange'],
  ]);
  const others = { audience: 'a', gcpAudience: 'b', azureAudience: 'c' };
  expect(audiences({ ...all, ...others }).map(([, audience]) => audience)).toEqual(['a', 'b', 'c']);
});

test('each cloud of Azure has an audience of its own', () => {
  const azureAuthorityHost = 'https://login.microsoftonline.us/';
  const audience = (options: Partial<Options>, env: Environment = {}) =>
    choose({ azure, azureTenantId, ...options }, env)[0]?.audience;
  expect(audience({ azureAuthorityHost })).toBe('api://AzureADTokenExchangeUSGov');
  expect(audience({}, { AZURE_AUTHORITY_HOST: azureAuthorityHost })).toBe(
    'api://AzureADTokenExchangeUSGov',
  );
  expect(audience({ azureAuthorityHost, azureAudience: 'c' })).toBe('c');
});

test('the directory of Azure may be in the environment, and what is given goes before it', async () => {
  const other = '11111111-0000-4000-8000-1234567890ab';
  expect(choose({ azure }, { AZURE_TENANT_ID: azureTenantId })).toHaveLength(1);
  const [target] = choose({ azure, azureTenantId }, { AZURE_TENANT_ID: other });
  const folder = await makePrivateFolder(undefined);
  expect(await target?.equip({}, folder)).toMatchObject({ AZURE_TENANT_ID: azureTenantId });
  await folder.remove();
});

describe('equips a command', () => {
  let folder: PrivateFolder;
  beforeEach(async () => {
    folder = await makePrivateFolder(undefined);
  });
  afterEach(() => rm(folder.path, { recursive: true }));

  const equip = async (options: Partial<Options>, env: Environment) => {
    let made = env;
    for (const target of choose(options, env)) made = await target.equip(made, folder);
    return made;
  };

  const theirs = {
    AWS_ACCESS_KEY_ID: 'a',
    AWS_PROFILE: '',
    CLOUDSDK_AUTH_ACCESS_TOKEN: 'b',
    GOOGLE_CREDENTIALS: 'c',
    AZURE_CLIENT_SECRET: 'd',
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/',
  };

  test('for all clouds, and nothing of others that would count is left', async () => {
    const env = { PATH: '/bin', GOOGLE_CLOUD_PROJECT: 'acme', AZURE_TENANT_ID: azureTenantId };
    const gcpServiceAccount = 'app@acme.iam.gserviceaccount.com';
    const options = { aws, gcp, gcpServiceAccount, azure, sessionName: 'job-1' };
    const made = await equip(options, { ...env, ...theirs });
    expect(made).toEqual({
      PATH: '/bin',
      GOOGLE_CLOUD_PROJECT: 'acme',
      AWS_ROLE_ARN: aws,
      AWS_ROLE_SESSION_NAME: 'job-1',
      AWS_WEB_IDENTITY_TOKEN_FILE: `${folder.path}/aws-token`,
      GOOGLE_APPLICATION_CREDENTIALS: `${folder.path}/gcp.json`,
      CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: `${folder.path}/gcp.json`,
      AZURE_CLIENT_ID: azure,
      AZURE_TENANT_ID: azureTenantId,
      AZURE_FEDERATED_TOKEN_FILE: `${folder.path}/azure-token`,
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/',
    });
    const configuration: unknown = JSON.parse(await readFile(`${folder.path}/gcp.json`, 'utf8'));
    expect(configuration).toMatchObject({
      type: 'external_account',
      audience: `//iam.googleapis.com/${gcp}`,
      credential_source: { file: `${folder.path}/gcp-token` },
      service_account_impersonation_url: expect.stringContaining(gcpServiceAccount) as string,
    });
    expect((await stat(`${folder.path}/gcp.json`)).mode & 0o777).toBe(0o600);
  });

  test('for one cloud, and what is of the others stays', async () => {
    const made = await equip({ gcp }, theirs);
    expect(made).toMatchObject({ AWS_ACCESS_KEY_ID: 'a', AZURE_CLIENT_SECRET: 'd' });
    expect(made).not.toHaveProperty('CLOUDSDK_AUTH_ACCESS_TOKEN');
    expect(await readdir(folder.path)).toEqual(['gcp.json']);
  });

  test('with no setting that its cloud would refuse', async () => {
    const faulty = expect.objectContaining({ code: 'cloud_setting_invalid' }) as Error;
    await expect(equip({ gcp, gcpServiceAccount: 'app' }, {})).rejects.toEqual(faulty);
    expect(await readdir(folder.path)).toEqual([]);
  });
});
