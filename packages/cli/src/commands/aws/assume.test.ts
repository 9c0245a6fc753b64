import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testRun, type TestTerminalOptions } from '../../test-run.fixture.ts';

const ROLE = 'arn:aws:iam::123456789012:role/team/deploy';
const SECRET = 'a/secret+KEY';
const SESSION = 'a/session+token==';
const END = '2100-01-01T00:00:00Z';

let folder: string;
let token: string;
let url: string;
let calls: { readonly form: URLSearchParams; readonly authorization: string | undefined }[];
let failure: string | undefined;
let end: string;

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const form = new URLSearchParams(body);
    calls.push({ form, authorization: request.headers.authorization });
    const action = form.get('Action') ?? '';
    const name = form.get('RoleArn')?.split('/').at(-1) ?? '';
    const session = form.get('RoleSessionName') ?? '';
    const own =
      action === 'AssumeRole'
        ? ''
        : '<SubjectFromWebIdentityToken>subject</SubjectFromWebIdentityToken><Audience>sts</Audience>' +
          '<Provider>arn:aws:iam::123456789012:oidc-provider/gitlab.test</Provider>';
    const result = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${own}
      <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/${name}/${session}</Arn>
      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:${session}</AssumedRoleId></AssumedRoleUser>
      <Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey>
      <SessionToken>${SESSION}</SessionToken><Expiration>${end}</Expiration></Credentials>
      </${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
    const refusal = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
      <Code>AccessDenied</Code><Message>${failure}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
    response.writeHead(failure === undefined ? 200 : 403, { 'content-type': 'text/xml' });
    response.end(failure === undefined ? result : refusal);
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
  token = await issuer.issue({ sub: 'project:42', email: 'jo do@example.com' });
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-assume-'));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  calls = [];
  failure = undefined;
  end = END;
});

/** Runs the command; the token is in nothing that it says, and no secret on standard error. */
async function assume(args: readonly string[] = [], options: TestTerminalOptions = {}) {
  const { env, ...others } = options;
  const result = await testRun(['aws', 'assume', '-', '--role', ROLE, ...args], {
    stdin: `${token}\n`,
    env: { HOME: folder, PATH: process.env['PATH'], AWS_ENDPOINT_URL_STS: url, ...env },
    ...others,
  });
  expect(result.stdout + result.stderr).not.toContain(token.split('.')[1]);
  for (const secret of [SECRET, SESSION]) expect(result.stderr).not.toContain(secret);
  return result;
}

describe('without a flag', () => {
  test('a table says who one is, and shows no secret', async () => {
    const { code, stdout, stderr } = await assume();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain(SECRET);
    expect(stdout).not.toContain(SESSION);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['account', '123456789012'],
      ['role', 'deploy'],
      ['session', 'jo-do@example.com'],
      ['subject', 'subject'],
      ['audience', 'sts'],
      ['provider', 'arn:aws:iam::123456789012:oidc-provider/gitlab.test'],
      ['key', 'ASIAIOSFODNN7EXAMPLE'],
      ['ends', expect.stringMatching(/^2100-01-01T00:00:00Z \(in \d+ days\)$/)],
      [''],
    ]);
  });

  test('a person is told how to have the credentials', async () => {
    const { stderr } = await assume([], { isTTY: true });
    expect(stderr).toContain('-- COMMAND runs a command with them');
  });

  test('the call is unsigned, and knows nothing of credentials that the caller has', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x', AWS_PROFILE: 'other' };
    await assume([], { env });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.authorization).toBeUndefined();
    expect(Object.fromEntries(calls[0]?.form ?? [])).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: ROLE,
      RoleSessionName: 'jo-do@example.com',
      WebIdentityToken: token,
    });
  });
});

describe('a profile', () => {
  const own = (settings: string, env: NodeJS.ProcessEnv = {}) =>
    writeFile(join(folder, 'config'), `[profile team]\n${settings}\n`).then(() =>
      assume([], {
        env: {
          AWS_CONFIG_FILE: join(folder, 'config'),
          AWS_PROFILE: 'team',
          AWS_ENDPOINT_URL_STS: '',
          ...env,
        },
      }),
    );

  test('says where STS is, after the environment', async () => {
    expect((await own(`endpoint_url = ${url}`)).code).toBe(0);
    expect(calls).toHaveLength(1);
    const other = await own('endpoint_url = http://sts.test', { AWS_ENDPOINT_URL_STS: url });
    expect(other.code).toBe(0);
  });

  test('says in which region, which is judged', async () => {
    const { code, stderr } = await own('region = cn-north-1');
    expect([code, calls]).toEqual([2, []]);
    expect(stderr).toContain('the region of the profile is cn-north-1, of the partition aws-cn');
  });

  test('that cannot be read is told of where it was named', async () => {
    const env = { AWS_CONFIG_FILE: join(folder, 'folder') };
    await writeFile(join(folder, 'folder'), new Uint8Array([0xff]));
    expect((await assume([], { env })).code).toBe(0);
    const named = await assume([], { env: { ...env, AWS_PROFILE: 'team' } });
    expect([named.code, named.stderr]).not.toEqual([0, '']);
    expect(named.stderr).toContain('no text in UTF-8');
  });
});

test('credentials that have ended are given to nobody', async () => {
  end = '2020-01-01T00:00:00Z';
  const { code, stdout, stderr } = await assume(['--format', 'credential-process']);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(
    /gave credentials that ended at 2020-01-01T00:00:00Z, and this machine has 20\d\d-/,
  );
  expect(stderr).toContain('Is the clock of this machine right?');
});

test('AWS_CA_BUNDLE is read, and a wrong one is named', async () => {
  const { code, stderr } = await assume([], { env: { AWS_CA_BUNDLE: '/nowhere.pem' } });
  expect(code).not.toBe(0);
  expect(stderr).toContain('AWS_CA_BUNDLE');
});

test('what limits the session is passed on', async () => {
  const file = join(folder, 'policy.json');
  await writeFile(file, '{"Version":"2012-10-17","Statement":[]}\n');
  const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await assume([
    '--session-name',
    'me',
    '--duration',
    '2h',
    '--policy',
    `@${file}`,
    '--policy-arn',
    arn,
  ]);
  const { form } = calls[0] ?? {};
  expect(form?.get('RoleSessionName')).toBe('me');
  expect(form?.get('DurationSeconds')).toBe('7200');
  expect(form?.get('Policy')).toBe('{"Version":"2012-10-17","Statement":[]}');
  expect(form?.get('PolicyArns.member.1.arn')).toBe(arn);
});

test('a chain of roles is gone along, and the last one is limited', async () => {
  const [second, third] = ['b', 'c'].map((name) => `arn:aws:iam::210987654321:role/${name}`);
  const args = ['--chain', second ?? '', '--chain', third ?? '', '--duration', '900'];
  const { stdout } = await assume(args);
  expect(stdout).toContain('c\n');
  expect(
    calls.map(({ form }) => [form.get('Action'), form.get('RoleArn'), form.get('DurationSeconds')]),
  ).toEqual([
    ['AssumeRoleWithWebIdentity', ROLE, null],
    ['AssumeRole', second, null],
    ['AssumeRole', third, '900'],
  ]);
  expect(calls[1]?.authorization).toContain('Credential=ASIAIOSFODNN7EXAMPLE/');
});

describe('forms for machines', () => {
  test('JSON has all that AWS answered', async () => {
    const { stdout } = await assume(['--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      Credentials: { SecretAccessKey: SECRET, SessionToken: SESSION, Expiration: END },
      SubjectFromWebIdentityToken: 'subject',
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/deploy/jo-do@example.com' },
    });
  });

  test('a credential_process prints its answer alone', async () => {
    const { stdout, stderr } = await assume(['--format', 'credential-process'], { isTTY: true });
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1, SessionToken: SESSION });
    expect(stderr).toBe('');
  });

  test.each([
    [
      'bash',
      `export AWS_SESSION_TOKEN='${SESSION}'`,
      "export AWS_REGION='eu-west-1'",
      'unset AWS_PROFILE',
    ],
    [
      'zsh',
      `export AWS_SESSION_TOKEN='${SESSION}'`,
      "export AWS_REGION='eu-west-1'",
      'unset AWS_PROFILE',
    ],
    [
      'fish',
      `set -gx AWS_SESSION_TOKEN '${SESSION}'`,
      "set -gx AWS_REGION 'eu-west-1'",
      'set -e AWS_PROFILE',
    ],
    [
      'powershell',
      `$Env:AWS_SESSION_TOKEN = '${SESSION}'`,
      "$Env:AWS_REGION = 'eu-west-1'",
      '$Env:AWS_PROFILE = $null',
    ],
    [
      'cmd',
      `set "AWS_SESSION_TOKEN=${SESSION}"`,
      'set "AWS_REGION=eu-west-1"',
      'set "AWS_PROFILE="',
    ],
    ['dotenv', `AWS_SESSION_TOKEN=${SESSION}`, 'AWS_REGION=eu-west-1'],
  ])('%s has the variables, and the region where one was given', async (format, ...lines) => {
    const { stdout } = await assume(['--format', format, '--region', 'eu-west-1']);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(lines));
  });
});

describe('a command', () => {
  test('has the credentials, and nothing that would count in their place', async () => {
    const out = join(folder, 'env.json');
    const print = `require('fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify(process.env))`;
    const env = { AWS_PROFILE: 'other', AWS_SECURITY_TOKEN: 'old', AWS_REGION: 'eu-west-1' };
    const result = await assume(['--', 'node', '-e', `${print}; process.exit(7)`], { env });
    expect(result).toEqual({ code: 7, stdout: '', stderr: '' });
    const found = JSON.parse(await readFile(out, 'utf8')) as Record<string, string>;
    expect(found).toMatchObject({ AWS_SESSION_TOKEN: SESSION, AWS_REGION: 'eu-west-1' });
    expect(Object.keys(found)).not.toContain('AWS_PROFILE');
    expect(Object.keys(found)).not.toContain('AWS_SECURITY_TOKEN');
  });

  test('is not started when AWS refuses', async () => {
    failure = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
    const out = join(folder, 'never');
    const { code, stderr } = await assume(['--', 'touch', out]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^drawbridge: /);
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('that is not there is 127', async () => {
    expect((await assume(['--', 'no-such-command-here'])).code).toBe(127);
  });
});

describe('a profile', () => {
  test('is written, and who one is told', async () => {
    const { code, stdout } = await assume(['--profile', 'ci', '--region', 'eu-west-1']);
    expect(code).toBe(0);
    const [credentials, config] = ['credentials', 'config'].map((name) =>
      join(folder, '.aws', name),
    );
    expect(stdout).toContain(`ci, in ${config} and ${credentials}\n`);
    expect(stdout).not.toContain(SECRET);
    expect(await readFile(credentials ?? '', 'utf8')).toBe(`[ci]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
aws_session_token = ${SESSION}
x_security_token_expires = ${END}
`);
    expect(await readFile(config ?? '', 'utf8')).toBe('[profile ci]\nregion = eu-west-1\n');
    expect((await stat(credentials ?? '')).mode & 0o777).toBe(0o600);
  });

  test('of another style is left alone unless told otherwise; bits that are too wide are told of', async () => {
    const file = join(folder, 'shared');
    await writeFile(file, '[ci]\naws_access_key_id = AKIA\n', { mode: 0o644 });
    const env = { AWS_SHARED_CREDENTIALS_FILE: file };
    const refused = await assume(['--profile', 'ci'], { env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('keys that are not known to be temporary');
    expect(await readFile(file, 'utf8')).toBe('[ci]\naws_access_key_id = AKIA\n');
    const forced = await assume(['--profile', 'ci', '--force'], { env });
    expect(forced.code).toBe(0);
    expect(forced.stderr).toContain(`${file} could be read by other users`);
    expect(await readFile(file, 'utf8')).not.toContain('AKIA');
  });
});

describe('a token file', () => {
  test('is written for SDKs, and AWS is not asked', async () => {
    const file = join(folder, 'token.jwt');
    const { stdout } = await assume(['--token-file', file, '--format', 'bash']);
    expect(await readFile(file, 'utf8')).toBe(token);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(stdout).toContain(`export AWS_WEB_IDENTITY_TOKEN_FILE='${file}'
export AWS_ROLE_ARN='${ROLE}'
export AWS_ROLE_SESSION_NAME='jo-do@example.com'
`);
    expect(stdout).toContain('unset AWS_ACCESS_KEY_ID\n');
    expect(calls).toEqual([]);
  });

  test('is left to whoever keeps it fresh, where the token was read from it', async () => {
    const file = join(folder, 'projected.jwt');
    await writeFile(file, `${token}\n`);
    const args = ['aws', 'assume', `@${file}`, '--role', ROLE, '--token-file', file];
    const { code, stdout } = await testRun(args, { env: { HOME: folder } });
    expect([code, await readFile(file, 'utf8')]).toEqual([0, `${token}\n`]);
    expect(stdout).toMatch(
      /^role {8}arn:.*\nsession {5}jo-do@example\.com\ntoken file {2}\/.*\ntoken ends {2}\d{4}-/,
    );
  });

  test('goes to a profile that renews itself', async () => {
    const file = join(folder, 'token.jwt');
    const env = { AWS_CONFIG_FILE: join(folder, 'web-config') };
    expect((await assume(['--token-file', file, '--profile', 'web'], { env })).code).toBe(0);
    expect(await readFile(env.AWS_CONFIG_FILE, 'utf8')).toContain(
      `web_identity_token_file = ${file}\n`,
    );
  });
});

describe('faults of the command line come before anything is asked', () => {
  const file = '/nowhere/at/all';
  test.each([
    ['two deliveries', ['--json', '--profile', 'a'], '--json and --profile each say what becomes'],
    ['three', ['--json', '--format', 'bash', '--', 'x'], '--format and --json and -- COMMAND'],
    ['a profile without a name', ['--profile', ''], 'It is empty'],
    ['a force of nothing', ['--force'], '--force belongs to --profile'],
    ['no such format', ['--format', 'csh'], 'Allowed choices are bash'],
    ['a duration', ['--duration', '10m'], 'Give 900 to 43200 seconds'],
    ['a role', ['--role', 'deploy'], 'is the name of a role'],
    ['a chained role', ['--chain', 'deploy'], 'is the name of a role'],
    ['a region', ['--region', 'Mars 1'], 'no region'],
    ['an endpoint', ['--endpoint-url', 'http://sts.example.com'], 'https'],
    ['a policy file', ['--policy', `@${file}`], 'cannot be read (ENOENT)'],
    ['a policy', ['--policy', '{'], 'session policy'],
    ['a session name', ['--session-name', 'a b'], 'session name'],
    ['authorities', ['--ca', file], '--ca'],
    ['a token file that cannot be', ['--token-file', file], 'Give --token-file a file in a folder'],
    [
      'a token file and a duration',
      ['--token-file', 'x', '--duration', '1h'],
      '--duration does not go with',
    ],
    [
      'a token file and keys',
      ['--token-file', 'x', '--format', 'credential-process'],
      'does not go with',
    ],
    ['a token file and a name', ['--token-file', 'x', '--session-name', 'a b'], 'For example: a-b'],
  ])('%s', async (_, args, told) => {
    const { code, stdout, stderr } = await assume(args);
    expect([code, stdout, calls]).toEqual([2, '', []]);
    expect(stderr).toContain(told);
  });

  test('a profile that cannot be named is found before a role is assumed', async () => {
    const { code, stderr } = await assume(['--profile', 'a b']);
    expect([code, calls]).toEqual([2, []]);
    expect(stderr).toContain('a profile is named by');
  });

  test('what is no token is not sent', async () => {
    const { code, stderr } = await assume([], { stdin: 'PLANTED not a token' });
    expect([code, calls]).toEqual([1, []]);
    expect(stderr).not.toContain('PLANTED');
  });
});

test('a header in place of a token is told, and sent nowhere', async () => {
  const { code, stderr } = await assume([], { stdin: `Bearer ${token}` });
  expect([code, calls]).toEqual([1, []]);
  expect(stderr).toContain('what comes behind "Bearer"');
});

test('a token without a name to it has one made', async () => {
  const issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
  const bare = await issuer.issue({ sub: 'project_path:g/p:ref_type:branch', email: '' });
  await assume([], { stdin: bare });
  expect(calls[0]?.form.get('RoleSessionName')).toBe('project_path-g-p-ref_type-branch');
});
