import { DrawbridgeError } from '@drawbridge/core';
import type { KeptSettings } from '@drawbridge/login';
import { loginSection } from '@drawbridge/login/node';
import { expect, test } from 'vitest';
import { createTestTerminal } from '../../test-run.fixture.ts';
import { settleLogin, withPlace } from './settle-login.ts';

const arn = 'arn:aws:iam::123456789012:role/developer';
const section = loginSection.parse({
  issuer: 'https://id.test',
  rolesClaim: 'roles',
  roles: { dev: { arn } },
});

test('a role that is chosen after the sign-in takes nothing of what is kept under its name', async () => {
  const dev: KeptSettings = {
    issuer: 'https://id.test',
    clientId: 'robot',
    flow: 'client-credentials',
    scope: 'robots',
    discoveryUrl: 'https://elsewhere.test/discovery',
    clientProof: { method: 'client_secret_post', clientSecret: 's' },
  };
  const logins = { settings: async (name: string) => (name === 'dev' ? dev : undefined) };
  const inputs = { flags: { '--client-id': 'app' }, env: {}, section };
  const { choice, ...login } = await settleLogin(inputs, logins, createTestTerminal());
  const settled = await choice?.settle('dev');
  expect(settled).toMatchObject({
    ...login,
    name: 'dev',
    role: { kind: 'role' },
    aws: { role: arn },
  });
  expect(settled).not.toHaveProperty('discoveryUrl');
});

test('a login that cannot be read is not said to be none', async () => {
  const detail = 'the keyring of the system cannot be used: it is locked';
  const logins = {
    settings: () => Promise.reject(new DrawbridgeError('data_unusable', { detail })),
  };
  const inputs = { flags: { '--profile': 'dev' }, env: {}, section: undefined };
  await expect(settleLogin(inputs, logins, createTestTerminal())).rejects.toMatchObject({
    message: expect.stringContaining(`what is kept for 'dev' cannot be read (${detail})`) as string,
    hint: expect.stringContaining('once more: drawbridge login --issuer') as string,
  });
});

test.each([
  [
    'the environment, before what is kept',
    { AWS_ENDPOINT_URL_STS: 'https://new.test/' },
    'https://new.test',
  ],
  ['what is kept, where nobody names one', {}, 'https://kept.test'],
  [
    'AWS alone, where no other is wanted',
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    undefined,
  ],
])('the address of STS is that of %s', async (_, variables, endpointUrl) => {
  const env = {
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    ...variables,
  };
  const kept = { role: arn, endpointUrl: 'https://kept.test' };
  expect((await withPlace(kept, 'dev', env)).endpointUrl).toBe(endpointUrl);
});
