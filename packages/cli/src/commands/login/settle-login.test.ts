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
