import { createServer } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { expand, jobTools, readJob, runScript } from './support/ci-job.ts';
import { GRANTED, readyAt } from './support/exchange.ts';
import { freePort } from './support/free-port.ts';
import { startTestProvider, type TestProvider } from './support/providers.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';
import { startSts } from './support/sts.ts';

// The jobs of docs/ci-jobs.md and README.md, whole: a real OpenID provider that signs what GitLab says of a job, the
// exchange, the script as it stands there, and an STS that verifies what comes out by the published keys.

const PAGE = 'docs/ci-jobs.md';
/** In the examples; the tests put the address of their own exchange there. */
const EXAMPLE = 'https://bridge.example.com';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['jq', 'python3-yaml'], 'the jobs of docs/ci-jobs.md', () => {
  let issuer: string;
  let provider: TestProvider;
  let tools: string;

  beforeAll(async () => {
    const port = await freePort();
    issuer = `http://127.0.0.1:${port}`;
    provider = await startTestProvider(stage, issuer);
    const data = await stage.folder();
    const flags = {
      '--issuer': issuer,
      '--upstream': provider.issuer,
      '--accept-audience': issuer,
      '--grant-audience': GRANTED,
      '--data': data,
      '--listen': `127.0.0.1:${port}`,
    };
    await readyAt(await stage.start(['serve', 'exchange', ...Object.entries(flags).flat()]));
    tools = await jobTools(stage, await startSts(stage, { url: issuer, clientId: GRANTED }));
  });

  const baseEnv = async () => ({
    HOME: await stage.folder(),
    TMPDIR: await stage.folder(),
    PATH: `${tools}:${process.env['PATH'] ?? ''}`,
  });

  /** Runs a job of GitLab with a token, in an environment like that of its runner. */
  async function runGitlab(mark: string, token: string, page = PAGE) {
    const { variables = {}, script = [] } = await readJob(page, mark);
    const predefined = { ...(await baseEnv()), CI_JOB_ID: '4096', PRIVATE_TOKEN: token };
    const own = Object.entries(variables).map(([name, value]) => [name, expand(value, predefined)]);
    const text = script.join('\n').replaceAll(EXAMPLE, issuer);
    expect(text).toContain(issuer);
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
    expect(stdout).toContain('>project_path:acme/web:ref_type:branch:ref:main<');
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
    const url = await serveHere(
      stage,
      createServer((request, response) => {
        asked.push(request.url ?? '');
        const isKnown = request.headers.authorization === `bearer ${bearer}`;
        response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isKnown ? { value: token, count: 1 } : { message: 'no' }));
      }),
    );
    const folder = await stage.folder();
    const environmentFile = join(folder, 'env');
    await Promise.all([writeFile(environmentFile, ''), mkdir(join(folder, 'temp'))]);
    const env = {
      ...(await baseEnv()),
      GITHUB_ENV: environmentFile,
      GITHUB_RUN_ID: '77',
      RUNNER_TEMP: join(folder, 'temp'),
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    };
    const [trade = '', next = ''] = ((await readJob(PAGE, 'github')).steps ?? []).map(
      ({ run = '' }) => run.replaceAll(EXAMPLE, issuer),
    );
    const first = await runScript(trade, env);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(asked).toEqual([`/token?api-version=2.0&audience=${issuer}`]);

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
