import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { certify } from '../tools/certify.ts';
import { keepTestLogin, type TestLogin } from './support/kept-login.ts';
import { listenHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** The kubeconfig names version 1 of the protocol, which kubectl has from 1.22 on. */
async function hasKubectl(): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('kubectl', ['version', '--client', '-o', 'json']);
    const { clientVersion } = JSON.parse(stdout) as { clientVersion: { minor: string } };
    return Number.parseInt(clientVersion.minor, 10) >= 22;
  } catch {
    return false;
  }
}

/** Something like an API server, and two files that kubectl takes together: the cluster, and the user that we print. */
async function startCluster({ data }: TestLogin) {
  const folder = await stage.folder();
  const { cert, key } = await certify(folder, 'api', 'IP:127.0.0.1');
  const authorizations: (string | undefined)[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"major":"1","minor":"32","gitVersion":"v1.32.0"}');
  });
  const port = await listenHere(stage, server);
  const words = ['kubernetes', 'credential', '--profile', 'dev', '--data', data];
  const user = await stage.run([...words, '--kubeconfig']);
  expect(user).toMatchObject({ code: 0, stderr: '' });
  const paths = [join(folder, 'cluster'), join(folder, 'user')] as const;
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    'certificate-authority': join(folder, 'api.pem'),
  };
  await writeFile(
    paths[0],
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'drawbridge-dev' } }],
      'current-context': 'x',
    }),
  );
  await writeFile(paths[1], user.stdout);
  const get = () =>
    stage.shell('kubectl get --raw /version', { env: { KUBECONFIG: paths.join(':') } });
  return { get, authorizations };
}

describe.skipIf(!(await hasKubectl()))('kubectl', () => {
  test('shows the command to run where nobody is signed in, and the cluster is not asked', async () => {
    const login = await keepTestLogin(stage, { left: -10, isRenewed: false });
    const { get, authorizations } = await startCluster(login);
    const { code, stderr } = await get();
    expect(code).not.toBe(0);
    expect(stderr).toContain(`Run: drawbridge login --profile dev --data ${login.data}`);
    expect(authorizations).toEqual([]);
  });

  test('brings the cluster the ID token of the login', async () => {
    const login = await keepTestLogin(stage);
    const { get, authorizations } = await startCluster(login);
    const { code, stdout, stderr } = await get();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('v1.32.0');
    expect(new Set(authorizations)).toEqual(new Set([`Bearer ${login.idToken}`]));
  });

  test('brings it a new one where that has expired', async () => {
    const login = await keepTestLogin(stage, { left: -10 });
    const { get, authorizations } = await startCluster(login);
    expect(await get()).toMatchObject({ code: 0, stderr: '' });
    expect(authorizations[0]).toMatch(/^Bearer eyJ/);
    expect(authorizations[0]).not.toBe(`Bearer ${login.idToken}`);
  });
});
