import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { CALL_AWS } from '../support/ci-job.ts';
import { createAwsRole } from '../support/clouds/aws-role.ts';
import { serveAws } from '../support/clouds/aws.ts';
import { createNetwork, createTrust, type Network } from '../support/clouds/network.ts';
import { clientSettings, DRAWBRIDGE_SCRIPT, writePrograms } from '../support/clouds/programs.ts';
import { finish } from '../support/command.ts';
import { exchangeArguments, GRANTED, ISSUER, readyAt } from '../support/exchange.ts';
import { startTestProvider, type TestProvider } from '../support/providers.ts';
import { createStage } from '../support/stage.ts';

// Jobs of six systems, each in an environment like that of its runner, with what it has beside that: an endpoint, a program, a
// file. A real provider signs their tokens, a real exchange trades them, and an AWS verifies what comes out by the published keys.

const BRIDGE = new URL(ISSUER).hostname;
const GITHUB = 'run-actions.actions.githubusercontent.com';
const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const SUBJECT = 'project_path:acme/web:ref_type:branch:ref:main';
const STS = 'sts.eu-central-1.amazonaws.com';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['awscli', 'openssl'], 'a job with a token for AWS', () => {
  let network: Network;
  let provider: TestProvider;
  let token: string;
  let PATH: string;
  let temporary: string;
  /** How often somebody was given a token of a job. */
  let asked: string[] = [];

  beforeAll(async () => {
    const names = [BRIDGE, GITHUB, 'iam.amazonaws.com', 'sts.amazonaws.com', STS];
    const { sites, authority } = await createTrust(stage, names);
    network = await createNetwork(stage, { sites, authority });
    provider = await startTestProvider(stage, ISSUER);
    const exchange = await stage.start(exchangeArguments(provider.issuer, await stage.folder()), {
      env: {
        DRAWBRIDGE_EXCHANGE__TLS__CERTIFICATE_FILE: sites.certFile,
        DRAWBRIDGE_EXCHANGE__TLS__KEY_FILE: sites.keyFile,
      },
    });
    network.lead(BRIDGE, Number(new URL(await readyAt(exchange)).port));
    serveAws(network, { fetch: network.fetch, now: () => new Date() }, ACCOUNT);
    const role = { name: 'deploy', issuer: ISSUER, audience: GRANTED, subject: SUBJECT };
    await createAwsRole(network, role);
    token = await provider.issueToken();
    network.serve(GITHUB, ({ url, headers }) => {
      asked.push(url.searchParams.get('audience') ?? '');
      const isKnown = headers.authorization === 'bearer of-the-runner';
      const body = isKnown ? { value: token, count: 1 } : { message: 'no' };
      return { status: isKnown ? 200 : 401, body: JSON.stringify(body) };
    });
    const printToken = (words: string) => `[ "$*" = '${words}' ] || exit 64; cat "$JOB_TOKEN_FILE"`;
    PATH = await writePrograms(stage, {
      drawbridge: DRAWBRIDGE_SCRIPT,
      'call-aws': CALL_AWS,
      circleci: printToken(`run oidc get --claims {"aud":"${ISSUER}"}`),
      'buildkite-agent': printToken(`oidc request-token --audience ${ISSUER}`),
    });
  });

  beforeEach(async () => {
    temporary = await stage.folder();
    asked = [];
  });

  const exchanged = ['--aws', ROLE, '--exchange', ISSUER];

  /** Starts a job whose command is all after the options. */
  async function startJob(
    env: Readonly<Record<string, string>>,
    command: readonly string[],
    options: readonly string[] = exchanged,
  ) {
    return stage.start(['ci', 'exec', ...options, '--', ...command], {
      env: {
        ...network.environment,
        ...clientSettings(await stage.folder()),
        PATH,
        TMPDIR: temporary,
        ...env,
      },
    });
  }

  const runJob = async (...args: Parameters<typeof startJob>) => finish(await startJob(...args));

  const jobs = async () => {
    const file = join(await stage.folder(), 'job.jwt');
    await writeFile(file, `${token}\n`);
    const gitlab = {
      GITLAB_CI: 'true',
      CI_SERVER_URL: provider.issuer,
      CI_PROJECT_ID: '12',
      CI_PIPELINE_ID: '345',
      CI_JOB_TOKEN: 'glcbt-64_x',
      MY_ID_TOKEN: token,
    };
    const github = {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY_ID: '9',
      GITHUB_RUN_ID: '77',
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://${GITHUB}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-runner',
    };
    const circleci = {
      CIRCLECI: 'true',
      CIRCLE_WORKFLOW_ID: '018f-w',
      CIRCLE_BUILD_NUM: '8',
      JOB_TOKEN_FILE: file,
    };
    const buildkite = { BUILDKITE: 'true', BUILDKITE_JOB_ID: '018f-b', JOB_TOKEN_FILE: file };
    const bitbucket = {
      BITBUCKET_BUILD_NUMBER: '7',
      BITBUCKET_REPO_SLUG: 'web',
      BITBUCKET_STEP_OIDC_TOKEN: token,
    };
    const kubernetes = {
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      HOSTNAME: 'nightly-x2',
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
    };
    return { gitlab, github, circleci, buildkite, bitbucket, kubernetes };
  };

  const OTHER_KEYS = { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'x', AWS_PROFILE: 'p' };

  test('of GitLab: the AWS command line is who the job is, and no other', async () => {
    const { gitlab } = await jobs();
    const env = { ...gitlab, ...OTHER_KEYS };
    const options = [...exchanged, '--region', 'eu-central-1'];
    const { code, stdout, stderr } = await runJob(
      env,
      ['aws', 'sts', 'get-caller-identity'],
      options,
    );
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^drawbridge: the token of this job is in MY_ID_TOKEN\ndrawbridge: GitLab: the token of this job ends at 20\S+Z \(in \d+ minutes\), and nothing renews it; .*\n$/,
      ),
    ]);
    expect(stdout).toContain(`assumed-role/deploy/GitLabRunner-12-345"`);
    expect(await readdir(temporary)).toEqual([]);
  });

  test.each([
    ['github', 'GitHub Actions', 'GitHubActions-9-77'],
    ['circleci', 'CircleCI', 'CircleCI-018f-w-8'],
    ['buildkite', 'Buildkite', 'buildkite-job-018f-b'],
    ['bitbucket', 'Bitbucket Pipelines', 'Bitbucket-web-7'],
    ['kubernetes', 'Kubernetes', 'Kubernetes-nightly-x2'],
  ] as const)('of %s: AWS knows it', async (system, name, session) => {
    const job = (await jobs())[system];
    const { code, stdout, stderr } = await runJob(job, ['call-aws']);
    const end = system === 'bitbucket' ? 'of this job ends at' : 'for AWS is renewed';
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`drawbridge: ${name}: the token ${end}`),
    ]);
    expect(stdout).toContain(`<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/deploy/${session}</Arn>`);
    expect(asked).toEqual(system === 'github' ? [ISSUER] : []);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('of a runner in Kubernetes is that of the runner', async () => {
    const { gitlab, kubernetes } = await jobs();
    const { code, stdout } = await runJob({ ...kubernetes, ...gitlab }, ['call-aws']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('GitLabRunner-12-345')]);
  });

  test('without an exchange is the token of the job itself', async () => {
    const { bitbucket } = await jobs();
    const show = [
      'sh',
      '-c',
      'cat "$AWS_WEB_IDENTITY_TOKEN_FILE"; stat -c %a "$AWS_WEB_IDENTITY_TOKEN_FILE" "$(dirname "$AWS_WEB_IDENTITY_TOKEN_FILE")"',
    ];
    const { code, stdout } = await runJob(bitbucket, show, ['--aws', ROLE]);
    expect([code, stdout]).toEqual([0, `${token}600\n700\n`]);
  });

  describe('that has no token', () => {
    test.each([
      [{}, 'this is no job of a system that is known (GitLab, '],
      [{}, 'Say where the token is, with --token-variable NAME or --token @FILE'],
      [
        { GITLAB_CI: 'true', CI_SERVER_URL: 'https://gitlab.test' },
        `.gitlab-ci.yml: id_tokens: { AWS_ID_TOKEN: { aud: ${ISSUER} } }`,
      ],
      [{ GITHUB_ACTIONS: 'true' }, 'permissions: { id-token: write }'],
      [
        { CIRCLECI: 'true', PATH: '/nowhere' },
        'circleci, which gives the token of the job, cannot be run (ENOENT)',
      ],
      [{ BUILDKITE: 'true', PATH: '/nowhere' }, 'mount-buildkite-agent: true'],
      [{ BITBUCKET_BUILD_NUMBER: '7' }, 'oidc: true'],
      [
        { KUBERNETES_SERVICE_HOST: '::1', AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere' },
        'not in /nowhere (ENOENT)\nAdd to the pod a projected volume',
      ],
    ])('is told what to do: %o', async (env, words) => {
      const { code, stdout, stderr } = await runJob(env, ['echo', 'ran']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(words);
    });

    test('but an opaque one is told so, and it is not repeated', async () => {
      const env = { X: 'glpat-secret', ...(await jobs()).gitlab };
      const named = await runJob(env, ['true'], [...exchanged, '--token-variable', 'X']);
      expect([named.code, named.stderr]).toEqual([
        2,
        expect.stringContaining('the variable X holds no signed JWT'),
      ]);
      const given = await runJob(env, ['true'], [...exchanged, '--token', 'glpat-secret']);
      expect([given.code, given.stderr]).toEqual([
        2,
        expect.stringContaining('--token names no file'),
      ]);
      expect(stage.output()).not.toContain('glpat-secret');
    });
  });

  test('whose token the exchange refuses is told why, and nothing is run', async () => {
    const { bitbucket } = await jobs();
    const forged = await provider.forge({ iss: 'https://elsewhere.example' });
    const env = { ...bitbucket, BITBUCKET_STEP_OIDC_TOKEN: forged };
    const { code, stdout, stderr } = await runJob(env, ['echo', 'ran']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/refused: .*\(issuer_unknown\)\nThe log of the exchange/);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('whose exchange is down ends with 3, after it was tried again', async () => {
    const { bitbucket } = await jobs();
    const options = ['--aws', ROLE, '--exchange', 'http://127.0.0.1:9', '--timeout', '3'];
    const { code, stdout, stderr } = await runJob(bitbucket, ['echo', 'ran'], options);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('trying again');
    expect(await readdir(temporary)).toEqual([]);
  });

  describe('whose command', () => {
    test('fails, or is not there, ends as it', async () => {
      const { bitbucket } = await jobs();
      expect((await runJob(bitbucket, ['sh', '-c', 'exit 7'])).code).toBe(7);
      expect((await runJob(bitbucket, ['sh', '-c', 'kill -9 $$'])).code).toBe(137);
      const missing = await runJob(bitbucket, ['no-such-program']);
      expect([missing.code, missing.stderr]).toEqual([
        127,
        expect.stringContaining('it is not there'),
      ]);
      expect(await readdir(temporary)).toEqual([]);
    });

    const wait = 'echo ready; while :; do sleep 0.02; done';

    test('is ended by SIGTERM leaves no file', async () => {
      const job = await startJob((await jobs()).bitbucket, ['sh', '-c', wait]);
      await job.waitFor('stdout', /ready/);
      expect(await readdir(temporary)).toHaveLength(1);
      expect(await job.stop('SIGTERM')).toEqual({ code: 143, signal: null });
      expect(await readdir(temporary)).toEqual([]);
    });

    test('does not care for SIGTERM is waited for', async () => {
      const stubborn = `trap 'echo no' TERM; echo ready; for i in 1 2 3 4 5; do sleep 0.05; done; exit 5`;
      const job = await startJob((await jobs()).bitbucket, ['sh', '-c', stubborn]);
      await job.waitFor('stdout', /ready/);
      expect(await job.stop('SIGTERM')).toEqual({ code: 5, signal: null });
      expect(job.stdout()).toBe('ready\nno\n');
      expect(await readdir(temporary)).toEqual([]);
    });

    test('lives on after SIGKILL has a file that nobody else can read', async () => {
      const job = await startJob((await jobs()).bitbucket, ['sh', '-c', 'echo $$; exec sleep 30']);
      const [, pid = ''] = await job.waitFor('stdout', /^(\d+)\n/);
      process.kill(job.pid, 'SIGKILL');
      // Its streams are the child's too.
      process.kill(Number(pid));
      expect(await job.exited).toEqual({ code: null, signal: 'SIGKILL' });
      const [left = ''] = await readdir(temporary);
      const { stdout } = await stage.shell(
        `stat -c %a '${join(temporary, left)}' '${join(temporary, left, 'aws-token')}'`,
      );
      expect(stdout).toBe('700\n600\n');
    });
  });

  test('a token is in no list of processes, and in nothing that was said', async () => {
    const { gitlab } = await jobs();
    const look = ['sh', '-c', 'cat /proc/$PPID/cmdline /proc/$$/cmdline'];
    const { stdout } = await runJob(gitlab, look);
    expect(stdout).toContain('--exchange');
    expect(stdout).not.toContain('eyJ');
    const said = stage.output().replace(`${token}600`, '');
    expect(said).not.toContain(token.split('.')[2]);
  });
});
