import { expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const ENV = { API_SERVER_URL: 'https://a.test', VOUCH_JWT_SECRET: 'planted-secret' };

test.each([
  ['without anything', [], {}, ['2 faults', 'API_SERVER_URL', '--secret-file']],
  [
    'with a weak secret',
    [],
    ENV,
    ['less than 44 characters', 'openssl rand', '--allow-weak-secret'],
  ],
  ['with a place that is none', ['--listen', 'here'], ENV, ['--listen']],
  ['with an indentation that is none', ['--indent', '17'], ENV, ['from 0 to 16']],
  [
    'with an issuer that has no address',
    ['--id-token-keys', 'https://a.test'],
    ENV,
    ['ISSUER=ADDRESS'],
  ],
  [
    'with keys over plain http',
    ['--id-token-keys', 'https://a.test=http://keys.test/jwks'],
    ENV,
    ['ISSUER=ADDRESS'],
  ],
])('refuses to start %s, and says what to give', async (_, args, env, said) => {
  const { code, stdout, stderr } = await testRun(['serve', 'inspector', ...args], { env });
  expect([code, stdout]).toEqual([2, '']);
  for (const words of said) expect(stderr).toContain(words);
  expect(stderr).not.toContain('planted');
});
