import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DRAWBRIDGE_SCRIPT, writePrograms } from '../support/clouds/programs.ts';
import { finish, start } from '../support/command.ts';
import { ROOT } from '../support/documents.ts';
import { createStage } from '../support/stage.ts';
import {
  administer,
  ALL_OF_S3,
  type Gateway,
  putBySdk,
  roleArn,
  trustArguments,
} from './gateway.ts';

// An issuer whose site lies in the S3 of a real gateway, which trusts it by what it reads there, and clients nobody here wrote.

const AUDIENCE = 'sts.amazonaws.com';
const SUBJECT = 'repo:acme/web:ref:refs/heads/main';

const stage = createStage();
afterAll(() => stage.clear());

const ceph = inject('ceph');
const issuer = `${ceph.endpoint}/site`;
let gateway: Gateway;
let folder: string;
let path: string;

/** Runs us, where the gateway is all of AWS. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = gateway.env) =>
  stage.run(args, { cwd: folder, env: { PATH: path, ...env } });
const ok = async (...args: Parameters<typeof run>) => {
  const { code, stdout, stderr } = await run(...args);
  expect(stderr.replace(/^warning: .*\n/gm, '')).not.toMatch(/error|cause/i);
  expect(code).toBe(0);
  return stdout;
};
const own = ['--dir', 'site', '--data', 'data'];
const publish = (to: string, env = gateway.adminEnv, ...more: readonly string[]) =>
  run(['issuer', 'publish', ...own, '--to', to, '--endpoint-url', ceph.endpoint, ...more], env);

async function signTo(file: string, ...more: readonly string[]): Promise<void> {
  const about = more.includes('--sub') ? [] : ['--sub', SUBJECT];
  const audience = more.includes('--aud') ? [] : ['--aud', AUDIENCE];
  await ok(['token', 'sign', ...own, ...about, ...audience, '--out', file, ...more]);
}

const trust = (role: string, ...more: readonly string[]) =>
  ok(
    [...trustArguments(ceph.endpoint, { issuer, subject: SUBJECT, role }), ...more],
    gateway.adminEnv,
  );

const assume = (token: string, role: string, ...more: readonly string[]) =>
  run(['aws', 'assume', `@${token}`, '--role', roleArn(role), ...more]);

/** Debian's AWS CLI, which knows no variable for the address. */
const aws = (words: string) => ['sh', '-c', `aws ${words}`];

beforeAll(async () => {
  gateway = administer(stage, ceph);
  folder = await stage.folder();
  path = await writePrograms(stage, {
    drawbridge: DRAWBRIDGE_SCRIPT,
    aws: `exec /usr/bin/aws --endpoint-url ${ceph.endpoint} --output json "$@"`,
  });
  await gateway.makeBucket('site', true);
  // What a role puts there is its own, and the administrator reads it like everybody.
  await gateway.makeBucket('work', true);
  await writeFile(join(folder, 'body'), 'by the AWS CLI');
  await ok(['issuer', 'init', issuer, ...own, '--x5c']);
  const { code, stdout, stderr } = await publish('s3://site');
  expect(stderr).not.toContain('error');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^public {2}http.*\n(.*\n)+.*active/)]);
  expect(await trust('ci')).toBe(`${roleArn('ci')}\n`);
  await gateway.allow('ci', ALL_OF_S3);
  await signTo('id.jwt');
});

describe('credentials of a real STS', () => {
  it('are used by a command of ours, and by what we print', async () => {
    const put = 's3api put-object --bucket work --key ours --body body';
    const done = await assume('id.jwt', 'ci', '--', ...aws(put));
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(await gateway.read('work', 'ours')).toBe('by the AWS CLI');
    const got = await stage.shell(
      `eval "$(drawbridge aws assume @id.jwt --role ${roleArn('ci')} --format bash)"; aws s3 cp s3://work/ours -`,
      { cwd: folder, env: { ...gateway.env, PATH: path } },
    );
    expect([got.code, got.stdout]).toEqual([0, 'by the AWS CLI']);
  });

  it('are got by the SDK for JavaScript itself, with a token file', async () => {
    const call = `fromTokenFile({ clientConfig: { endpoint: '${ceph.endpoint}' } })`;
    const identity = {
      AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'id.jwt'),
      AWS_ROLE_ARN: roleArn('ci'),
      AWS_ROLE_SESSION_NAME: 'of-the-sdk',
    };
    await node(putBySdk('web-identity', call, 'work', 'token-file'), identity);
    expect(await gateway.read('work', 'token-file')).toBe('by the SDK');
  });

  it('are got by credential_process, of the SDK and of the AWS CLI', async () => {
    const config = join(folder, 'config');
    const process = `drawbridge aws assume @${join(folder, 'id.jwt')} --role ${roleArn('ci')} --format credential-process`;
    await writeFile(config, `[profile ci]\nregion = us-east-1\ncredential_process = ${process}\n`);
    const profile = { AWS_CONFIG_FILE: config, AWS_PROFILE: 'ci' };
    await node(putBySdk('process', "fromProcess({ profile: 'ci' })", 'work', 'process'), profile);
    expect(await gateway.read('work', 'process')).toBe('by the SDK');
    const { code, stdout } = await stage.shell('aws s3 cp s3://work/process -', {
      cwd: folder,
      env: { ...gateway.env, ...profile, PATH: path },
    });
    expect([code, stdout]).toEqual([0, 'by the SDK']);
  });

  it.each([
    ['another audience', ['--aud', 'https://vault.example.com'], 'ci'],
    ['another subject', ['--sub', 'repo:mallory/web:ref:refs/heads/main'], 'ci'],
    ['no such role', [], 'nobody'],
  ])('are not to be had by %s', async (_, changes, role) => {
    await signTo('wrong.jwt', ...changes);
    const { code, stdout, stderr } = await assume('wrong.jwt', role);
    expect([code, stdout]).toEqual([1, '']);
    // The gateway says AccessDenied and nothing more: what it may be is ours to say.
    expect(stderr).toMatch(/AccessDenied/);
    expect(stderr).toMatch(/trust policy|sub|aud/);
    expect(stderr).not.toMatch(/eyJ/);
  });

  it('are not to be had by a token that has ended', async () => {
    const token = (await readFile(join(folder, 'id.jwt'), 'utf8')).trim();
    const { kid = '', alg = '' } = decodeProtectedHeader(token);
    const pem = join(folder, 'key.pem');
    await ok([
      'keys',
      'export',
      '--private',
      '--format',
      'pem',
      '--out',
      pem,
      '--data',
      'data',
      '--',
      kid,
    ]);
    const key = await importPKCS8(await readFile(pem, 'utf8'), alg);
    const now = Math.floor(Date.now() / 1000);
    const again = (exp: number) =>
      new SignJWT({ ...decodeJwt(token), iat: now - 7200, exp })
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .sign(key);
    // By the same hand, and alive: the gateway takes it.
    await writeFile(join(folder, 'alive.jwt'), await again(now + 600));
    expect((await assume('alive.jwt', 'ci')).code).toBe(0);
    await writeFile(join(folder, 'ended.jwt'), await again(now - 3600));
    const { code, stdout, stderr } = await assume('ended.jwt', 'ci');
    expect([code, stdout]).toEqual([1, '']);
    // Of an ended token, too, the gateway says AccessDenied and nothing more.
    const end = new Date((now - 3600) * 1000).toISOString();
    expect(stderr).toContain(`It ends at ${end}`);
    expect(stderr).not.toMatch(/eyJ/);
  });

  it('need a provider, which the gateway makes of a thumbprint alone', async () => {
    const other = { issuer: `${issuer}-other`, subject: SUBJECT, role: 'other' };
    const args = trustArguments(ceph.endpoint, other);
    const bare = args.slice(0, args.indexOf('--thumbprint'));
    const { code, stderr } = await run(bare, gateway.adminEnv);
    expect(code).toBe(2);
    expect(stderr).toMatch(/refused to create the provider[\s\S]*give --thumbprint/);
  });

  it('are not to be had for a time that the role does not allow', async () => {
    const { code, stderr } = await assume('id.jwt', 'ci', '--duration', '3601');
    expect(code).toBe(2);
    expect(stderr).toMatch(/InvalidArgument[\s\S]*Most often that is the duration/);
    expect((await assume('id.jwt', 'ci', '--duration', '899')).code).toBe(2);
  });

  it('are less with a policy of the session', async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        ...ALL_OF_S3,
        { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::*' },
      ],
    };
    const put = aws('s3api put-object --bucket work --key less --body body');
    const { code, stderr } = await assume(
      'id.jwt',
      'ci',
      '--policy',
      JSON.stringify(policy),
      '--',
      ...put,
    );
    // Debian's AWS CLI chokes on the empty message of the gateway, so its words tell nothing.
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('drawbridge');
    await expect(gateway.read('work', 'less')).rejects.toThrow();
  });

  it('carry session tags where the role lets tokens do so', async () => {
    await trust('tagged', '--session-tags');
    await gateway.allow('tagged', [
      { ...ALL_OF_S3[0], Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'blue' } } },
    ]);
    await signTo('blue.jwt', '--aws-tag', 'Team=blue');
    await signTo('red.jwt', '--aws-tag', 'Team=red');
    const put = aws('s3api put-object --bucket work --key tagged --body body');
    expect((await assume('blue.jwt', 'tagged', '--', ...put)).code).toBe(0);
    expect((await assume('red.jwt', 'tagged', '--', ...put)).code).not.toBe(0);
    expect((await assume('blue.jwt', 'ci')).code).toBe(1);
  });
});

describe('a new key', () => {
  it('is trusted from its first signature on, since it comes first in the JWK Set', async () => {
    await signTo('old.jwt');
    await ok(['keys', 'rotate', '--now', '--data', 'data']);
    expect((await publish('s3://site')).code).toBe(0);
    // By now it was read back, so it signs; and comes first.
    expect((await publish('s3://site')).code).toBe(0);
    await signTo('new.jwt');
    const token = await readFile(join(folder, 'new.jwt'), 'utf8');
    const { keys } = JSON.parse(await gateway.read('site', '.well-known/jwks.json')) as {
      keys: { kid: string }[];
    };
    expect(keys).toHaveLength(2);
    expect(keys[0]?.kid).toBe(decodeProtectedHeader(token.trim()).kid);
    expect((await assume('new.jwt', 'ci')).code).toBe(0);
  });
});

describe('credentials that may only write', () => {
  it('publish what is missing, and write nothing that is there', async () => {
    await signTo('publisher.jwt');
    const reading = ['s3:GetObject', 's3:ListBucket'];
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [...ALL_OF_S3, { Effect: 'Deny', Action: reading, Resource: 'arn:aws:s3:::*' }],
    });
    const words = ['drawbridge', 'issuer', 'publish', ...own, '--to', 's3://site', '--json'];
    const publishing = [...words, '--endpoint-url', ceph.endpoint];
    const changes = async () => {
      const done = await assume('publisher.jwt', 'ci', '--policy', policy, '--', ...publishing);
      expect([done.code, done.stderr]).toEqual([0, '']);
      const { files } = JSON.parse(done.stdout) as { files: readonly { change: string }[] };
      return files.map(({ change }) => change);
    };
    expect(await changes()).toEqual(['same', 'same', 'same']);
    await gateway.remove('site', 'index.html');
    expect(await changes()).toEqual(['same', 'same', 'created']);
    expect(await changes()).toEqual(['same', 'same', 'same']);
  });
});

describe('a publish that the gateway refuses says why', () => {
  it.each([
    ['there is no such bucket', 's3://no-such-bucket', {}],
    // The gateway says AccessDenied of wrong keys, too.
    ['does not allow s3:PutObject', 's3://site', { AWS_ACCESS_KEY_ID: 'nobody' }],
    ['does not allow s3:PutObject', 's3://site', { AWS_SECRET_ACCESS_KEY: 'wrong' }],
  ])('%s', async (why, to, env) => {
    const { code, stderr } = await publish(to, { ...gateway.adminEnv, ...env }, '--patience', '1');
    expect(code).not.toBe(0);
    expect(stderr).toContain(why);
  });
});

/** Runs a module that uses the SDK, from where it is installed. */
async function node(text: string, env: Readonly<Record<string, string>>): Promise<void> {
  const running = start(process.execPath, ['--input-type=module', '-e', text], {
    cwd: ROOT,
    env: { ...gateway.env, PATH: path, HOME: folder, ...env },
  });
  const { code, stderr } = await finish(running);
  expect([code, stderr]).toEqual([0, '']);
}
