import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const CONFIGURATION = `
version: 1
gateway:
  url: https://auth.example.com
  hosts: [app.example.com]
  providers: [{ name: corp, issuer: https://id.example.com, clientId: gateway }]
  rules: [{ name: staff, match: { domains: example.com } }]
`;
const COMPATIBILITY = '  compatibility: { oauth2Proxy: { askedBy: ingress-nginx } }\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-snippet-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function snippet(configuration: string, ...args: readonly string[]) {
  const config = join(folder, 'drawbridge.yaml');
  await writeFile(config, configuration);
  return testRun(['gateway', 'snippet', ...args, '--config', config]);
}

const SERVICES = ['--url', 'drawbridge.auth.svc:9090', '--upstream', 'app.default.svc:80'];

describe('drawbridge gateway snippet', () => {
  it('has an Ingress lead to no address', async () => {
    const { code, stdout, stderr } = await snippet(CONFIGURATION, 'ingress-nginx');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('reaches services by their names, and 127.0.0.1:9090 is none');
  });

  it('leads to the callback of oauth2-proxy where the gateway has it', async () => {
    const args = ['ingress-nginx', ...SERVICES];
    const plain = await snippet(CONFIGURATION, ...args);
    expect([plain.code, plain.stdout]).toEqual([0, expect.not.stringContaining('/oauth2/')]);
    const { code, stdout } = await snippet(CONFIGURATION + COMPATIBILITY, ...args);
    expect([code, stdout]).toEqual([0, expect.stringContaining('path: /oauth2/callback')]);
  });
});
