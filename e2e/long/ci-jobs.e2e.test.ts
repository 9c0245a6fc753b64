import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { expand, jobPrograms, readJob, runScript } from '../support/ci-job.ts';
import { createAwsRole } from '../support/clouds/aws-role.ts';
import { serveAws } from '../support/clouds/aws.ts';
import { createNetwork, createTrust, type Network } from '../support/clouds/network.ts';
import { exchangeArguments, GRANTED, ISSUER, readyAt } from '../support/exchange.ts';
import { startTestProvider, type TestProvider } from '../support/providers.ts';
import { createStage } from '../support/stage.ts';

// The jobs of docs/ci-jobs.md and README.md, word by word: a real OpenID provider that signs what GitLab says of a job, the
// exchange, the script as it stands there, and an AWS that verifies what comes out by the published keys.

const PAGE = 'docs/ci-jobs.md';
const BRIDGE = new URL(ISSUER).hostname;
/** Where GitHub gives the tokens of its jobs. */
const GITHUB = 'pipelines.actions.githubusercontent.com';
/** What a role of AWS trusts: the subject of the jobs. */
const SUBJECT = 'project_path:acme/web:ref_type:branch:ref:main';

/** What a good job is told. */
const SAID =
  /^drawbridge: the token of this job is in PRIVATE_TOKEN\ndrawbridge: GitLab: the token of this job ends at .*\n$/;

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
    const job = { CI_JOB_ID: '4096', CI_PROJECT_ID: '12', CI_PIPELINE_ID: '345' };
    const system = { GITLAB_CI: 'true', CI_SERVER_URL: provider.issuer };
    const predefined = { ...(await baseEnv()), ...system, ...job, PRIVATE_TOKEN: token };
    const own = Object.entries(variables).map(([name, value]) => [name, expand(value, predefined)]);
    const text = script.join('\n');
    expect(text).toContain(ISSUER);
    return runScript(text, { ...predefined, ...Object.fromEntries(own) });
  }

  test.each([
    ['gitlab', PAGE, 'GitLabRunner-12-345'],
    ['curl', PAGE, 'gitlab-4096'],
    ['gitlab', 'README.md', 'GitLabRunner-12-345'],
  ])('%s, of %s: AWS knows the job', async (mark, page, session) => {
    const { code, stdout, stderr } = await runGitlab(mark, await provider.issueToken(), page);
    expect([code, stderr]).toEqual([0, mark === 'curl' ? '' : expect.stringMatching(SAID)]);
    expect(stdout).toContain(`<Arn>arn:aws:sts::123456789012:assumed-role/deploy/${session}</Arn>`);
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
    expect(stderr).toContain('this job of GitLab has no token\nAdd to the job in .gitlab-ci.yml');
  });

  test('github: AWS knows the job, and no token is in its log', async () => {
    const token = await provider.issueToken();
    const asked: string[] = [];
    const bearer = 'the-bearer-of-the-runner';
    network.serve(GITHUB, ({ url, headers }) => {
      asked.push(url.search.replace('?api-version=2.0&audience=', ''));
      const isKnown = headers.authorization === `bearer ${bearer}`;
      const body = isKnown ? { value: token, count: 1 } : { message: 'no' };
      return { status: isKnown ? 200 : 401, body: JSON.stringify(body) };
    });
    const env = {
      ...(await baseEnv()),
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY_ID: '9',
      GITHUB_RUN_ID: '77',
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://${GITHUB}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    };
    const [{ run = '' } = {}] = (await readJob(PAGE, 'github')).steps ?? [];
    const { code, stdout, stderr } = await runScript(run, env);
    expect([code, stderr]).toEqual([0, expect.stringContaining('GitHub Actions: the token')]);
    expect(asked).toEqual([encodeURIComponent(ISSUER)]);
    expect(stdout).toContain('assumed-role/deploy/GitHubActions-9-77</Arn>');
    expect(stdout + stderr).not.toContain(token.split('.')[2]);
    expect(await readdir(env.TMPDIR)).toEqual([]);

    const stranger = await runScript(run, { ...env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' });
    expect([stranger.code, stranger.stdout]).toEqual([2, '']);
    expect(stranger.stderr).toContain('permissions: { id-token: write }');
  });
});
