import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDERS } from '@drawbridge/login';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../read-config.ts';
import { testRun } from '../../test-run.fixture.ts';

const setup = (...args: readonly string[]) => testRun(['login', 'setup', ...args]);
const issuer = ['--issuer', 'https://id.example.com'];
const client = [...issuer, '--client-id', '0: "oa', '--port', '6432', '--port', '7000'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-setup-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('login setup', () => {
  it.each([
    ['a provider that is not known', ['ping'], /Allowed choices are okta, entra/],
    ['no issuer', ['okta', '--issuer', 'ftp://x'], /--issuer/],
    [
      "another provider's issuer",
      ['okta', '--issuer', 'https://accounts.google.com'],
      /is one of Google.*"google"/,
    ],
    ['a port of nothing', ['okta', '--port', '0'], /whole number from 1 to 65535/],
    ['a subject without a client', ['okta', ...issuer, '--sub', 'a'], /needs --client-id too/],
    ['an account without a subject', ['okta', ...client, '--account', '1'], /needs --sub too/],
    [
      'a partition without a subject',
      ['okta', ...client, '--partition', 'aws-cn'],
      /--partition.*needs --sub too/,
    ],
    ['a partition that is none', ['okta', '--partition', 'aws-xx'], /Allowed choices are aws, /],
    ['an account that is none', ['okta', ...client, '--sub', 'a', '--account', '1'], /account/],
    [
      'an issuer that AWS does not take',
      ['okta', '--issuer', 'https://x.example:8443', '--client-id', 'a', '--sub', 'b'],
      /has a port, which AWS does not take/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await setup(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each(PROVIDERS.map((provider) => [provider.id, provider] as const))(
    'has steps of %s, and a section that is valid',
    async (id, provider) => {
      const { code, stdout, stderr } = await setup(id, ...client);
      expect(code).toBe(0);
      expect(stdout).toContain(provider.name);
      expect(stderr).toContain('run this again with --sub');
      const file = join(folder, `${id}.yaml`);
      await writeFile(file, stdout.split('drawbridge.yaml:\n')[1] ?? '');
      const { config } = await readConfig({ file, env: {}, flags: [] });
      expect(config.login).toMatchObject({
        issuer: 'https://id.example.com',
        clientId: '0: "oa',
        redirect: { ports: [6432, 7000] },
      });
    },
  );

  it('has the redirect URIs that are registered with Okta, port by port', async () => {
    const { stdout, stderr } = await setup('okta', '--port', '7000', '--port', '7001');
    expect(stdout).toContain(
      'http://127.0.0.1:7000/callback\n     http://127.0.0.1:7001/callback\n',
    );
    expect(stdout).not.toContain('drawbridge.yaml');
    expect(stderr).toContain('with --issuer and --client-id');
  });

  it('names the role by its name, in the configuration too', async () => {
    const aws = ['--sub', 'a', '--account', '123456789012', '--client-id', 'b'];
    const { stdout } = await setup('okta', ...issuer, ...aws, '--role', 'people');
    expect(stdout).toContain('    "people":\n      arn: "arn:aws:iam::123456789012:role/people"\n');
  });

  it('has role and provider in the partition that is given', async () => {
    const aws = ['--sub', 'a', '--account', '123456789012', '--partition', 'aws-us-gov'];
    const { stdout } = await setup('okta', ...client, ...aws, '--format', 'json');
    expect(stdout).toContain('      arn: "arn:aws-us-gov:iam::123456789012:role/drawbridge"\n');
    const [, policy = ''] = stdout.split('AWS (json):\n\n');
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Principal: {
            Federated: 'arn:aws-us-gov:iam::123456789012:oidc-provider/id.example.com',
          },
        },
      ],
    });
  });

  it('has the side of AWS for exactly the client and the person', async () => {
    const aws = ['--sub', '00u1', '--account', '123456789012', '--format', 'json'];
    const { code, stdout } = await setup('okta', ...issuer, '--client-id', '0oa1', ...aws);
    expect(code).toBe(0);
    const [rest = '', policy = ''] = stdout.split('AWS (json):\n\n');
    expect(rest).toContain('      arn: "arn:aws:iam::123456789012:role/drawbridge"\n');
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: { 'id.example.com:aud': '0oa1', 'id.example.com:sub': '00u1' },
          },
        },
      ],
    });
  });
});
