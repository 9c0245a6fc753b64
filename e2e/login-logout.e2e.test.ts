import { openLogins } from '@drawbridge/login/node';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLoginPlace } from './support/login-place.ts';
import { NATIVE_CLIENT } from './support/sign-in-provider.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

test('the last login of a sign-in that is forgotten has its refresh token ended by the provider', async () => {
  const { provider, machine, flags, browse } = await createLoginPlace(stage);
  const { env, login } = await machine();
  for (const name of ['dev', 'ops']) {
    const offline = ['--scope', 'openid email offline_access', '--prompt', 'consent'];
    const command = await login(...flags(name), ...offline);
    await browse(command);
    expect((await command.exited).code).toBe(0);
  }
  const logins = openLogins({
    data: join(env['XDG_STATE_HOME'] ?? '', 'drawbridge'),
    env: {},
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  const { refreshToken = '' } = (await logins.peek('ops')) ?? {};
  await logins.close();
  expect(refreshToken).not.toBe('');
  const revocations = () => provider.requests.filter((path) => path.includes('/revocation'));

  const one = await stage.run(['logout', '--profile', 'dev'], { env });
  expect([one.code, one.stdout]).toEqual([
    0,
    expect.stringMatching(/^dev: forgotten\n {2}its sign-in stays: ops uses it too\n/),
  ]);
  expect(revocations()).toEqual([]);
  const other = await stage.run(['credential-process', '--profile', 'ops'], { env });
  expect(other.code).toBe(0);

  const both = await stage.run(['logout', '--profile', 'ops'], { env });
  expect([both.code, both.stdout]).toEqual([
    0,
    expect.stringContaining(`the refresh token was ended at ${provider.issuer}`),
  ]);
  expect(revocations()).not.toEqual([]);
  const response = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: NATIVE_CLIENT,
    }),
  });
  expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  const gone = await stage.run(['credential-process', '--profile', 'ops'], { env });
  expect([gone.code, gone.stdout]).toEqual([1, '']);
  expect(stage.output()).not.toContain(refreshToken);
});
