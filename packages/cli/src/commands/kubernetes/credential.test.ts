import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-kubernetes-'));
});
afterAll(() => rm(data, { recursive: true }));

const words = ['kubernetes', 'credential', '--profile', 'dev'];

test('says at once what it cannot answer, before anybody is asked', async () => {
  const env = { KUBERNETES_EXEC_INFO: '{"apiVersion":"client.authentication.k8s.io/v1alpha1"}' };
  const ended = await testRun([...words, '--data', data], { env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('v1alpha1');
});

test('without a login it is 1, with the command to run', async () => {
  const ended = await testRun([...words, '--data', data]);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain(`drawbridge login --profile dev --data ${data}`);
});

test('the user of a kubeconfig names the login and the data folder, and nobody is signed in for it', async () => {
  const ended = await testRun([...words, '--data', data, '--kubeconfig']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain(
    `      - "kubernetes"\n      - "credential"\n      - "--profile"\n      - "dev"\n      - "--data=${data}"\n`,
  );
  expect(ended.stdout).toMatch(/^users:\n- name: "drawbridge-dev"\n/);
});
