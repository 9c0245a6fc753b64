import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { fetchComplete } from '../support/clouds/fetch-complete.ts';
import { DRAWBRIDGE_SCRIPT, writePrograms } from '../support/clouds/programs.ts';
import { startStsStub, type StsStub } from '../support/clouds/sts-stub.ts';
import { finish, type FinishedCommand, start } from '../support/command.ts';
import { type Block, readBlocks, ROOT } from '../support/documents.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

const PAGE = 'docs/aws-credentials.md';
const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/deploy/project-42';

/** Asks with the variables alone, as the AWS CLI does, which takes a hundred times as long to start. */
const WHO_AM_I = `exec curl -sS --fail-with-body --aws-sigv4 aws:amz:us-east-1:sts --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\
  -H "x-amz-security-token: $AWS_SESSION_TOKEN" -d Action=GetCallerIdentity -d Version=2011-06-15 "$AWS_ENDPOINT_URL_STS/"`;

/** How many write at one time. */
const WRITERS = 8;

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['awscli', 'fish', 'jq', 'zsh'], 'AWS credentials', () => {
  let stub: StsStub;
  let folder: string;
  let env: Readonly<Record<string, string>>;
  let blocks: readonly Block[];

  beforeAll(async () => {
    stub = await startStsStub(stage, { outside: { fetch: fetchComplete } });
    const upstream = await startUpstream(stage, 'sts.amazonaws.com');
    const trusted = { issuer: upstream.issuer, audience: 'sts.amazonaws.com' };
    expect(await stub.trust({ role: 'deploy', subject: 'project:42', ...trusted })).toBe(ROLE);
    folder = await stage.folder();
    await writeFile(join(folder, 'id.jwt'), await upstream.issue({ sub: 'project:42' }));
    blocks = await readBlocks(PAGE);
    const path = await writePrograms(stage, {
      drawbridge: DRAWBRIDGE_SCRIPT,
      // Debian's knows no variable for the address.
      aws: `exec /usr/bin/aws --endpoint-url "$AWS_ENDPOINT_URL_STS" --output json "$@"`,
      'who-am-i': WHO_AM_I,
    });
    env = {
      PATH: path,
      HOME: folder,
      AWS_ENDPOINT_URL_STS: stub.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_DEFAULT_REGION: 'us-east-1',
    };
  });

  /** Runs a block of the page, and what comes after it, in a shell. */
  async function run(mark: string, after = '', shell = 'sh'): Promise<FinishedCommand> {
    const block = blocks.find((candidate) => candidate.mark === mark);
    if (block === undefined) throw new Error(`${PAGE} has no block with the mark ${mark}`);
    return runIn(shell, `${block.text}\n${after}`);
  }

  async function runIn(shell: string, text: string, more: Readonly<Record<string, string>> = {}) {
    const result = await finish(
      start(shell, ['-c', text], { cwd: folder, env: { ...env, ...more } }),
    );
    expect(result.stderr).not.toMatch(/eyJ|FwoG|IQoJ/);
    return result;
  }

  const assume = (...args: string[]) =>
    stage.run(['aws', 'assume', `@${join(folder, 'id.jwt')}`, '--role', ROLE, ...args], {
      env,
      cwd: folder,
    });
  const whoAmI = ({ stdout, stderr }: FinishedCommand) => {
    expect(stderr).toBe('');
    return (
      /<Arn>(.+)<\/Arn>/.exec(stdout)?.[1] ?? (JSON.parse(stdout) as { readonly Arn: string }).Arn
    );
  };

  it('are shown as a table without secrets', async () => {
    const { code, stdout } = await run('table');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^account +111122223333\nrole +deploy\nsession +project-42\n/);
    expect(stdout.split('\n').filter((line) => /token|secret/i.test(line))).toEqual([]);
  });

  it('are used by a command', async () => {
    expect(whoAmI(await run('command'))).toBe(SESSION);
  });

  it.each(['sh', 'bash', 'zsh', 'fish'])('are set in %s', async (shell) => {
    const mark = shell === 'fish' ? 'fish' : 'bash';
    expect(whoAmI(await run(mark, 'who-am-i', shell))).toBe(SESSION);
  });

  it('are in a file for containers', async () => {
    await run('dotenv');
    const file = join(folder, 'aws.env');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    const given = Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    ) as Record<string, string>;
    expect(whoAmI(await runIn('sh', 'who-am-i', given))).toBe(SESSION);
  });

  it('are in a profile that the AWS CLI reads', async () => {
    const { stdout } = await run('profile');
    expect(stdout).toContain(SESSION);
    expect((await stat(join(folder, '.aws', 'credentials'))).mode & 0o777).toBe(0o600);
  });

  it('have an end that jq finds', async () => {
    expect((await run('json')).stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
  });

  it('are got by SDKs themselves, with a token file', async () => {
    const { stdout } = await run('token', 'env');
    expect(stdout).toContain(`AWS_WEB_IDENTITY_TOKEN_FILE=${join(folder, 'token.jwt')}\n`);
    const before = stub.calls.length;
    const given = Object.fromEntries(
      stdout.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)),
    ) as Record<string, string>;
    const got = await askSdk('web-identity', 'fromTokenFile()', {
      ...given,
      AWS_REGION: 'eu-west-1',
    });
    expect(whoAmI(await runIn('sh', 'who-am-i', got))).toBe(SESSION);
    // By the SDK itself; who it is then was asked, too.
    expect(stub.calls.length).toBe(before + 2);
  });

  it('are got by a program of theirs, with the AWS CLI and the SDK for JavaScript', async () => {
    const { text = '' } = blocks.find(({ mark }) => mark === 'process') ?? {};
    const config = join(folder, 'process-config');
    await writeFile(config, text.replace('/run/id.jwt', join(folder, 'id.jwt')));
    const given = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
    // Its own AWS_PROFILE must not have the program ask itself.
    const asked = { ...given, AWS_PROFILE: 'deploy' };
    expect(whoAmI(await runIn('sh', 'aws sts get-caller-identity', asked))).toBe(SESSION);

    const got = await askSdk('process', 'fromProcess({ profile: "deploy" })', asked);
    expect(whoAmI(await runIn('sh', 'who-am-i', got))).toBe(SESSION);
  });

  /** Has the SDK for JavaScript find credentials, by one of its providers. @returns them as variables */
  async function askSdk(
    provider: string,
    call: string,
    more: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    const text = `import * as all from '@aws-sdk/credential-provider-${provider}';
      const found = await all.${call}();
      console.log(JSON.stringify({
        AWS_ACCESS_KEY_ID: found.accessKeyId,
        AWS_SECRET_ACCESS_KEY: found.secretAccessKey,
        AWS_SESSION_TOKEN: found.sessionToken,
        ends: found.expiration.toISOString(),
      }));`;
    const node = start(process.execPath, ['--input-type=module', '-e', text], {
      cwd: ROOT,
      // Its own warning of a Node that it will not run on.
      env: { ...env, ...more, NODE_NO_WARNINGS: '1' },
    });
    const { stdout, stderr } = await finish(node);
    expect(stderr).toBe('');
    const { ends = '', ...keys } = JSON.parse(stdout) as Record<string, string>;
    expect(Date.parse(ends)).toBeGreaterThan(Date.now());
    return keys;
  }

  it('are written to many profiles at one time, and all land', async () => {
    const home = await stage.folder();
    await mkdir(join(home, '.aws'));
    const before = '# mine\n[default]\naws_access_key_id = KEEP\n';
    await writeFile(join(home, '.aws', 'credentials'), before);
    const names = Array.from({ length: WRITERS }, (_, index) => `p${index}`);
    const args = ['aws', 'assume', `@${join(folder, 'id.jwt')}`, '--role', ROLE, '--profile'];
    const ended = await Promise.all(
      names.map((name) => stage.run([...args, name], { env: { ...env, HOME: home } })),
    );
    expect(ended.map(({ code }) => code)).toEqual(names.map(() => 0));
    const text = await readFile(join(home, '.aws', 'credentials'), 'utf8');
    expect(text.startsWith(before)).toBe(true);
    const found = [...text.matchAll(/^\[(p\d+)\]$/gm)].map(([, name]) => name);
    expect(new Set(found)).toEqual(new Set(names));
    expect(found).toHaveLength(WRITERS);
    expect(
      whoAmI(await runIn('sh', 'aws --profile p7 sts get-caller-identity', { HOME: home })),
    ).toBe(SESSION);
  });

  it('end a command by its exit code, and by the signal that ends us', async () => {
    expect((await assume('--', 'sh', '-c', 'exit 9')).code).toBe(9);
    expect((await assume('--', 'no-such-command-here')).code).toBe(127);
    const args = ['aws', 'assume', `@${join(folder, 'id.jwt')}`, '--role', ROLE, '--'];
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGINT', 130],
    ] as const) {
      const running = await stage.start([...args, 'sh', '-c', 'echo ready; exec sleep 60'], {
        env,
      });
      await running.waitFor('stdout', /ready/);
      expect(await running.stop(signal), signal).toEqual({ code, signal: null });
    }
  });

  it('are in no list of processes', async () => {
    const text = 'for one in /proc/[0-9]*/cmdline; do tr "\\0" " " < "$one" 2>&-; echo; done; env';
    const { stdout } = await assume('--', 'sh', '-c', text);
    const at = stdout.lastIndexOf('\n', stdout.search(/^AWS_SECRET_ACCESS_KEY=/m));
    expect(at).toBeGreaterThan(0);
    const secrets = [...stdout.matchAll(/^AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)=(.+)$/gm)];
    expect(secrets).toHaveLength(2);
    for (const [line, secret = ''] of secrets) {
      expect(stdout.split(secret)).toHaveLength(2);
      expect(stdout).toContain(line);
    }
    expect(stdout).not.toContain(await readFile(join(folder, 'id.jwt'), 'utf8'));
  });

  it('are not to be had where AWS refuses, or cannot be reached', async () => {
    stub.next('expired');
    const refused = await assume();
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    const nowhere = await assume('--endpoint-url', 'http://127.0.0.1:9', '--timeout', '1');
    expect([nowhere.code, nowhere.stdout]).toEqual([3, '']);
    expect(nowhere.stderr).toContain('127.0.0.1:9');
  });
});
