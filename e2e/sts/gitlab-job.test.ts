import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { gitLabClaims } from '../support/clouds/gitlab.ts';
import { DRAWBRIDGE_SCRIPT, writePrograms } from '../support/clouds/programs.ts';
import { ROOT } from '../support/documents.ts';
import { freePort } from '../support/free-port.ts';
import { type Installation, install } from '../support/installation.ts';
import {
  administer,
  ALL_OF_S3,
  type Gateway,
  putBySdk,
  roleArn,
  trustArguments,
} from './gateway.ts';

// The whole way of a job: a GitLab's token, an exchange, a real STS that reads the keys of the exchange, and S3.

const AUDIENCE = 'sts.amazonaws.com';
const MAIN = { project: 'acme/web', ref: 'main', isProtected: true };
const SUBJECT = gitLabClaims(MAIN).sub;

const ceph = inject('ceph');
let here: Installation;
let gateway: Gateway;
let issuer: string;
let path: string;

afterAll(() => here.clear());

beforeAll(async () => {
  here = await install({ hasKey: false });
  gateway = administer(here.stage, ceph);
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  await here.serve({
    issuer,
    listen: `127.0.0.1:${port}`,
    rules: [here.rule('deploy', AUDIENCE, { claims: { project_path: MAIN.project } })],
    keys: { x5c: true },
  });
  path = await writePrograms(here.stage, {
    drawbridge: DRAWBRIDGE_SCRIPT,
    aws: `exec /usr/bin/aws --endpoint-url ${ceph.endpoint} --output json "$@"`,
    'put-by-sdk': `cd '${ROOT}' && exec '${process.execPath}' --input-type=module -e "$PROGRAM"`,
  });
  await gateway.makeBucket('pages', true);
  const trusted = await here.stage.run(
    trustArguments(ceph.endpoint, { issuer, subject: SUBJECT, role: 'gitlab' }),
    { env: gateway.adminEnv },
  );
  expect([trusted.code, trusted.stdout]).toEqual([0, `${roleArn('gitlab')}\n`]);
  await gateway.allow('gitlab', ALL_OF_S3);
});

/** Runs the script of a job, in an environment like that of GitLab's runner. */
async function runJob(job: typeof MAIN, script: string) {
  const call = `fromTokenFile({ clientConfig: { endpoint: '${ceph.endpoint}' } })`;
  return here.stage.run(
    ['ci', 'exec', '--aws', roleArn('gitlab'), '--exchange', issuer, '--', 'sh', '-ec', script],
    {
      cwd: here.folder,
      env: {
        ...gateway.env,
        PATH: path,
        GITLAB_CI: 'true',
        CI_SERVER_URL: here.upstream.issuer,
        CI_PROJECT_ID: '20',
        CI_PIPELINE_ID: '574',
        CI_JOB_TOKEN: 'glcbt-64_x',
        PRIVATE_TOKEN: await here.upstream.issue(gitLabClaims(job)),
        PROGRAM: putBySdk('web-identity', call, 'pages', 'by-sdk'),
      },
    },
  );
}

it('ends with objects in S3, put by the SDK and by the AWS CLI', async () => {
  const copy = 'echo hello > page && aws s3 cp page s3://pages/by-cli';
  const { code, stderr } = await runJob(
    MAIN,
    `put-by-sdk
     drawbridge aws assume "@$AWS_WEB_IDENTITY_TOKEN_FILE" --role "$AWS_ROLE_ARN" -- sh -ec '${copy}'`,
  );
  expect(stderr).not.toMatch(/eyJ|error/);
  expect(code).toBe(0);
  expect(await gateway.read('pages', 'by-sdk')).toBe('by the SDK');
  expect(await gateway.read('pages', 'by-cli')).toBe('hello\n');
});

it('ends with nothing where the branch is another', async () => {
  const { code, stderr } = await runJob(
    { ...MAIN, ref: 'feature' },
    'drawbridge aws assume "@$AWS_WEB_IDENTITY_TOKEN_FILE" --role "$AWS_ROLE_ARN" -- aws s3 ls',
  );
  expect(code).toBe(1);
  expect(stderr).toContain('AccessDenied');
});
