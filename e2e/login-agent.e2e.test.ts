import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHttp } from '@aws-sdk/credential-provider-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { keepRoleLogin, type RoleLogin } from './support/kept-login.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** What is in the environment of one command. */
const SHOWN = `process.stdout.write(JSON.stringify(process.env))`;

let login: RoleLogin;
beforeAll(async () => {
  login = await keepRoleLogin(stage);
});

const args = (...more: string[]) => [
  'login',
  'agent',
  '--profile',
  'dev',
  '--data',
  login.data,
  ...more,
];

test('a command has an address and a token, no key, and ends with its own exit code', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_PROFILE: 'other', AWS_SECRET_ACCESS_KEY: 'x' };
  const { code, stdout } = await stage.run(args('--', process.execPath, '-e', SHOWN), { env });
  expect(code).toBe(0);
  const seen = JSON.parse(stdout) as Record<string, string>;
  expect(seen['AWS_CONTAINER_CREDENTIALS_FULL_URI']).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/credentials$/,
  );
  expect(seen['AWS_CONTAINER_AUTHORIZATION_TOKEN']).toMatch(/^[\w-]{43}$/);
  expect(seen['AWS_REGION']).toBe('eu-central-1');
  for (const name of Object.keys(env)) expect(seen).not.toHaveProperty(name);
  expect((await stage.run(args('--', 'sh', '-c', 'exit 7'))).code).toBe(7);
});

test('each shell has a token of its own, which ends with it', async () => {
  const run = () => stage.run(args('--', process.execPath, '-e', SHOWN));
  const [one, other] = await Promise.all([run(), run()]);
  const tokenOf = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout) as Record<string, string>)['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  expect(tokenOf(one)).not.toBe(tokenOf(other));
});

test('where nobody is signed in, nothing is run and the command to run is said', async () => {
  const { code, stdout, stderr } = await stage.run([
    'login',
    'agent',
    '--profile',
    'none',
    '--data',
    login.data,
    '--',
    process.execPath,
    '-e',
    SHOWN,
  ]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`Run: drawbridge login --profile none --data ${login.data}`);
});

test('the SDK for JavaScript reads the endpoint', async () => {
  const script = `import { fromHttp } from ${JSON.stringify(import.meta.resolve('@aws-sdk/credential-provider-http'))};
    process.stdout.write(JSON.stringify(await fromHttp({})()));`;
  const { code, stdout, stderr } = await stage.run(
    args('--', process.execPath, '--input-type=module', '-e', script),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { accessKeyId, expiration } = JSON.parse(stdout) as Record<string, string>;
  expect(accessKeyId).toMatch(/^ASIA/);
  expect(Date.parse(expiration ?? '')).toBeGreaterThan(Date.now());
});

test('lines for Python hold no secret, and what they name is for this user alone until Ctrl-C', async () => {
  const agent = await stage.start(args('--format', 'python'));
  await agent.waitFor('stdout', /file\.read\(\)\n/);
  const lines = agent.stdout();
  const [, url = ''] = /FULL_URI"\] = "(.+)"/.exec(lines) ?? [];
  const [, file = ''] = /open\("(.+)"\)/.exec(lines) ?? [];
  const token = await readFile(file, 'utf8');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(lines + agent.stderr()).not.toContain(token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const provider = fromHttp({
    awsContainerCredentialsFullUri: url,
    awsContainerAuthorizationToken: token,
  });
  expect((await provider()).accessKeyId).toMatch(/^ASIA/);
  expect(await agent.stop('SIGINT')).toEqual({ code: 0, signal: null });
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

describeWith(['awscli', 'fish', 'zsh'], 'a login in shells', () => {
  test("Debian's aws is who signed in, also beside a profile default of the same home", async () => {
    const home = await stage.folder();
    const keys =
      '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = of-somebody-else\n';
    const config = join(home, 'credentials');
    await writeFile(config, keys);
    const who = ['/usr/bin/aws', 'sts', 'get-caller-identity', '--endpoint-url', login.sts.url];
    const env = { HOME: home, AWS_SHARED_CREDENTIALS_FILE: config };
    const { code, stdout, stderr } = await stage.run(args('--', ...who), { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ Arn: login.arn });
  });

  test.each(['bash', 'zsh', 'fish'])('lines for %s have it use the endpoint', async (shell) => {
    const agent = await stage.start(args('--format', shell));
    await agent.waitFor('stdout', /AUTHORIZATION_TOKEN.+\(cat .+\n/);
    const folder = await stage.folder();
    const file = join(folder, 'lines');
    await writeFile(file, agent.stdout());
    const ask = `curl -sS -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" "$AWS_CONTAINER_CREDENTIALS_FULL_URI"`;
    const { stdout, stderr } = await stage.shell(`exec ${shell} -c '. ${file}; ${ask}'`);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toHaveProperty('AccessKeyId');
    expect((await agent.stop('SIGTERM')).code).toBe(0);
  });
});
