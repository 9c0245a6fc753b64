import { afterAll, expect, test } from 'vitest';
import { keepTestLogin } from '../support/kept-login.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const ID = '3b9f1c2e-0000-4000-8000-1234567890ab';

test('a command that goes on finds a new ID token in its file', async () => {
  const { data, idToken } = await keepTestLogin(stage, { left: 6, age: 0 });
  const line = [
    'first=$(cat "$AZURE_FEDERATED_TOKEN_FILE")',
    'for i in $(seq 200); do now=$(cat "$AZURE_FEDERATED_TOKEN_FILE"); [ "$now" != "$first" ] && break; sleep 0.1; done',
    'echo "$first $now"',
  ].join('\n');
  const identity = ['--tenant-id', ID, '--client-id', ID];
  const words = ['azure', 'exec', '--profile', 'dev', '--data', data, ...identity];
  const { code, stdout, stderr } = await stage.run([...words, '--', 'sh', '-c', line]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [first, later = ''] = stdout.trim().split(' ');
  expect(first).toBe(idToken);
  expect(later).toMatch(/^eyJ/);
  expect(later).not.toBe(idToken);
});
