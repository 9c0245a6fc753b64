import { DrawbridgeError } from '@drawbridge/core';
import type { KeptSettings } from '@drawbridge/login';
import { loginSection } from '@drawbridge/login/node';
import { expect, test } from 'vitest';
import { createTestTerminal } from '../../test-run.fixture.ts';
import { settleLogin } from './settle-login.ts';

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
