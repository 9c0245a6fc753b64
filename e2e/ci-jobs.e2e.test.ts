import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { expand, jobPrograms, readJob, runScript } from './support/ci-job.ts';
import { createAwsRole } from './support/clouds/aws-role.ts';
import { serveAws } from './support/clouds/aws.ts';
import { createNetwork, createTrust, type Network } from './support/clouds/network.ts';
import { exchangeArguments, GRANTED, ISSUER, readyAt } from './support/exchange.ts';
import { startTestProvider, type TestProvider } from './support/providers.ts';
import { createStage } from './support/stage.ts';

// The jobs of docs/ci-jobs.md and README.md, word by word: a real OpenID provider that signs what GitLab says of a job, the
// exchange, the script as it stands there, and an AWS that verifies what comes out by the published keys.

const PAGE = 'docs/ci-jobs.md';
const BRIDGE = new URL(ISSUER).hostname;
/** Where GitHub gives the tokens of its jobs. */
const GITHUB = 'pipelines.actions.githubusercontent.com';
/** What a role of AWS trusts: the subject of the jobs. */
const SUBJECT = 'project_path:acme/web:ref_type:branch:ref:main';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['jq', 'openssl', 'python3-yaml'], 'the jobs of docs/ci-jobs.md', () => {
  let network: Network;
  let provider: TestProvider;
  let PATH: string;

  beforeAll(async () => {
    const { sites, authority } = await createTrust(stage, [
      BRIDGE,
      GITHUB,
      'iam.amazonaws.com',
      'sts.amazonaws.com',
    ]);
    network = await createNetwork(stage, { sites, authority });
    provider = await startTestProvider(stage, ISSUER);
    const exchange = await stage.start(exchangeArguments(provider.issuer, await stage.folder()), {
      env: {
        DRAWBRIDGE_EXCHANGE__TLS__CERTIFICATE_FILE: sites.certFile,
        DRAWBRIDGE_EXCHANGE__TLS__KEY_FILE: sites.keyFile,
      },
    });
    network.lead(BRIDGE, Number(new URL(await readyAt(exchange)).port));
    serveAws(network, { fetch: network.fetch, now: () => new Date() }, '123456789012');
    await createAwsRole(network, {
      name: 'deploy',
      issuer: ISSUER,
      audience: GRANTED,
      subject: SUBJECT,
    });
    PATH = await jobPrograms(stage);
  });

  const baseEnv = async () => ({
    ...network.environment,
    HOME: await stage.folder(),
    TMPDIR: await stage.folder(),
    PATH,
  });

  /** Runs a job of GitLab with a token, in an environment like that of its runner. */
  async function runGitlab(mark: string, token: string, page = PAGE) {
    const { variables = {}, script = [] } = await readJob(page, mark);
    const predefined = { ...(await baseEnv()), CI_JOB_ID: '4096', PRIVATE_TOKEN: token };
    const own = Object.entries(variables).map(([name, value]) => [name, expand(value, predefined)]);
    const text = script.join('\n');
    expect(text).toContain(ISSUER);
    return runScript(text, { ...predefined, ...Object.fromEntries(own) });
  }

  test.each([
    ['gitlab', PAGE],
    ['curl', PAGE],
    ['gitlab', 'README.md'],
  ])('%s, of %s: AWS knows the job', async (mark, page) => {
    const { code, stdout, stderr } = await runGitlab(mark, await provider.issueToken(), page);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      '<Arn>arn:aws:sts::123456789012:assumed-role/deploy/gitlab-4096</Arn>',
    );
    expect(stdout).toContain(`>${SUBJECT}<`);
  });

  test.each(['gitlab', 'curl'])(
    '%s: a refused token ends the job, with the reason',
    async (mark) => {
      const token = await provider.forge({ aud: 'https://another.example' });
      const { code, stdout, stderr } = await runGitlab(mark, token);
      expect([code === 0, stdout.includes('<Arn>')]).toEqual([false, false]);
      expect(stdout + stderr).toContain('audience_mismatch');
      expect(stdout + stderr).not.toContain(token.split('.')[2]);
    },
  );

  test('gitlab: a variable that is not set ends the job', async () => {
    const { code, stdout, stderr } = await runGitlab('gitlab', '');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the token is empty\nWas the variable');
  });

  test('github: the step after it is known to AWS, and nothing is in the log unmasked', async () => {
    const token = await provider.issueToken();
    const asked: string[] = [];
    const bearer = 'the-bearer-of-the-runner';
    network.serve(GITHUB, ({ url, headers }) => {
      asked.push(url.pathname + url.search);
      const isKnown = headers.authorization === `bearer ${bearer}`;
      const body = isKnown ? { value: token, count: 1 } : { message: 'no' };
      return { status: isKnown ? 200 : 401, body: JSON.stringify(body) };
    });
    const folder = await stage.folder();
    const environmentFile = join(folder, 'env');
    await Promise.all([writeFile(environmentFile, ''), mkdir(join(folder, 'temp'))]);
    const env = {
      ...(await baseEnv()),
      GITHUB_ENV: environmentFile,
      GITHUB_RUN_ID: '77',
      RUNNER_TEMP: join(folder, 'temp'),
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://${GITHUB}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    };
    const [trade = '', next = ''] = ((await readJob(PAGE, 'github')).steps ?? []).map(
      ({ run = '' }) => run,
    );
    const first = await runScript(trade, env);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(asked).toEqual([`/token?api-version=2.0&audience=${ISSUER}`]);

    const lines = (await readFile(environmentFile, 'utf8')).trimEnd().split('\n');
    const given = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
    const minted = await readFile(given['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '', 'utf8');
    expect(first.stdout).toBe(`::add-mask::${token}\n::add-mask::${minted}\n`);

    const second = await runScript(next, { ...env, ...given });
    expect([second.code, second.stderr]).toEqual([0, '']);
    expect(second.stdout).toContain('assumed-role/deploy/github-77</Arn>');

    const stranger = await runScript(trade, { ...env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' });
    expect([stranger.code === 0, stranger.stdout.includes(token)]).toEqual([false, false]);
  });
});
