import { expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

// What the way itself comes to is tested by an exchange and an issuer over the wire.

test.each([
  [['exchange', 'bridge.example.com', '--token', 'a.b.c'], 'Was https://bridge.example.com meant?'],
  [['exchange', 'https://bridge.example.com'], "required option '--token <token>'"],
  [['exchange', 'https://bridge.example.com', '--token', '-', '--trust', 'x'], 'by --for'],
  [['exchange', 'https://bridge.example.com', '--token', '@/none'], '/none cannot be read'],
  [['issuer', 'oidc.example.com'], 'the issuer is no URL'],
  [['issuer', 'https://oidc.example.com', '--trust', 'x'], 'by --for'],
  [['issuer', 'https://oidc.example.com', '--for', 'ibm'], "argument 'ibm' is invalid"],
  [['issuer', 'https://oidc.example.com', '--for', 'aws', '--trust', '/none'], '/none'],
])('%s is a mistake of the command line', async (args, said) => {
  const { code, stdout, stderr } = await testRun(['doctor', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

test('what is no token is never sent', async () => {
  const { code, stderr } = await testRun(
    ['doctor', 'exchange', 'https://bridge.example.com', '--token', '-'],
    { stdin: 'PLANTED-opaque-token' },
  );
  expect(code).toBe(1);
  expect(stderr).toContain('it has 1 part, not 3');
  expect(stderr).not.toContain('PLANTED');
});

test('lines are broken where a terminal ends, and whole elsewhere', async () => {
  const args = ['doctor', 'issuer', 'https://127.0.0.1:1'];
  const { stdout } = await testRun(args, { isTTY: true, env: { NO_COLOR: '1' } });
  const whole = await testRun(args);
  expect(stdout.split('\n').filter((text) => text.length > 100)).toEqual([]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toBe(whole.stdout.replaceAll(/\s+/g, ' '));
});
