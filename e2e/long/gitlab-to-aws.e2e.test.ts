import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type AskedAccount, AWS_ADMIN, serveAws } from '../support/clouds/aws.ts';
import { type GitLab, type GitLabJob, serveGitLab } from '../support/clouds/gitlab.ts';
import { createNetwork, createTrust, type Network, type Trust } from '../support/clouds/network.ts';
import { clientSettings, createPrograms } from '../support/clouds/programs.ts';
import { bucketHosts, serveBucket, type ServedBucket } from '../support/clouds/s3.ts';
import type { CiJob } from '../support/ci-job.ts';
import type { RunningCommand } from '../support/command.ts';
import { readPage, tableRows } from '../support/documents.ts';
import { readyAt } from '../support/exchange.ts';
import { type Guide, openGuide } from '../support/guide.ts';
import { reload } from '../support/installation.ts';
import { readYaml } from '../support/read-yaml.ts';
import { createStage } from '../support/stage.ts';

// The guide, word by word. The networks have the names that it uses.

const stage = createStage();
afterAll(() => stage.clear());

const PAGE = 'docs/gitlab-to-aws.md';
const GITLAB = 'gitlab.internal';
const BRIDGE = 'bridge.example.com';
const INSIDE = 'bridge.internal';
const BUCKET = {
  bucket: 'oidc-example-com',
  region: 'eu-central-1',
  distribution: 'E2EXAMPLE1234',
  host: 'oidc.example.com',
};
const NAMES = [
  GITLAB,
  BRIDGE,
  INSIDE,
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'sts.eu-central-1.amazonaws.com',
  ...bucketHosts(BUCKET),
];
const WEB: GitLabJob = { project: 'acme/web', ref: 'main', isProtected: true };

describeWith(['awscli', 'openssl', 'python3-yaml'], 'the guide from GitLab to AWS', () => {
  let guide: Guide;
  let trust: Trust;
  let inside: Network;
  let outside: Network;
  let gitlab: GitLab;
  let account: AskedAccount;
  let bucket: ServedBucket;
  let exchange: RunningCommand;
  let documentsPort: number;
  let folder: string;
  let admin: Record<string, string>;
  let job: CiJob;

  beforeAll(async () => {
    guide = await openGuide(PAGE);
    trust = await createTrust(stage, NAMES);
    inside = await createNetwork(stage, trust);
    outside = await createNetwork(stage, trust);
    gitlab = await serveGitLab(inside, `https://${GITLAB}`, `https://${BRIDGE}`);
    account = serveAws(inside, { fetch: outside.fetch, now: () => new Date() });
    bucket = serveBucket(inside, account, BUCKET, [outside]);
    folder = await stage.folder();
    const home = { ...clientSettings(folder), PATH: await createPrograms(stage) };
    admin = { ...home, ...inside.environment, ...AWS_ADMIN, AWS_DEFAULT_REGION: BUCKET.region };
    [job = {}] = Object.values(await readYaml<Record<string, CiJob>>(guide.take('job')));
  });

  /** A file of the guide, but for addresses and paths of the host that it is about. */
  const onThisMachine = (text: string, data: string) =>
    text
      .replaceAll('/var/lib/drawbridge', data)
      .replaceAll(/(?:10\.0\.0\.7|203\.0\.113\.7):8443/g, '127.0.0.1:0')
      .replaceAll('/etc/drawbridge/bridge.pem', trust.sites.certFile)
      .replaceAll('/etc/drawbridge/bridge.key', trust.sites.keyFile)
      .replaceAll('/etc/drawbridge/company-ca.pem', trust.authority.certFile);

  const administer = (lines: string, env = admin) =>
    stage.shell(`set -e\n${lines}`, { env, cwd: folder });

  /** Runs the script of the job, or another one in its place. */
  async function runJob(script = job.script?.join('\n') ?? '', of = WEB, audience?: string) {
    const token = await gitlab.issueToken(of, audience);
    return stage.shell(`set -e\n${script}`, {
      cwd: await stage.folder(),
      env: {
        ...clientSettings(await stage.folder()),
        PATH: admin['PATH'] ?? '',
        ...inside.environment,
        ...job.variables,
        GITLAB_CI: 'true',
        CI_SERVER_URL: `https://${GITLAB}`,
        CI_PROJECT_ID: '20',
        CI_PIPELINE_ID: '574',
        PRIVATE_TOKEN: token,
      },
    });
  }

  test('has an exchange that starts, and that a stranger may read', async () => {
    const text = onThisMachine(guide.take('config'), join(folder, 'data'));
    await writeFile(join(folder, 'drawbridge.yaml'), text);
    const [check = '', serve = ''] = guide.take('serve').trim().split('\n');
    expect(await administer(check)).toMatchObject({ code: 0 });
    exchange = await stage.start(serve.split(' ').slice(1), {
      cwd: folder,
      env: inside.environment,
    });
    inside.lead(BRIDGE, portOf(await readyAt(exchange)));
    const [, address = ''] = / documents=(\S+)/.exec(exchange.stderr()) ?? [];
    documentsPort = portOf(address);
    outside.lead(BRIDGE, documentsPort);

    // The proxy looks the name up, so that its address is not judged; nothing is found.
    const env = { ...admin, ...outside.environment };
    const { stdout } = await administer(`${guide.take('check').trim()} --json || :`, env);
    const { findings, documents } = JSON.parse(stdout) as {
      findings: readonly { id: string }[];
      documents: readonly { status: number }[];
    };
    expect(findings.map(({ id }) => id)).toEqual([]);
    expect(documents.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('sets AWS up, by itself or by a file', async () => {
    const { code, stdout, stderr } = await administer(guide.take('trust'));
    expect([code, stdout], stderr).toEqual([0, `${job.variables?.['AWS_ROLE_ARN']}\n`]);
    expect(account.policies('gitlab-acme-web')).toEqual([
      'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    ]);
    expect(await administer(guide.take('print'))).toMatchObject({ code: 0, stderr: '' });
    const { stdout: hcl } = await administer('cat gitlab-acme-web.tf');
    expect(await parse('gitlab-acme-web.tf', hcl)).toHaveProperty('resource.aws_iam_role');
  });

  test('has a job that is who it should be', async () => {
    const { code, stdout, stderr } = await runJob();
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(guide.shown('text', '"Arn"').trim());
  });

  describe('the answer no', () => {
    const told: string[] = [];
    const refused = async (...given: Parameters<typeof runJob>) => {
      const { code, stderr } = await runJob(...given);
      expect(code, stderr).not.toBe(0);
      told.push(stderr);
    };
    const explain = () => guide.take('explain');
    const run = 'drawbridge ci exec --aws "$AWS_ROLE_ARN" --exchange https://bridge.example.com';

    test('comes from the exchange', async () => {
      await refused(`unset PRIVATE_TOKEN; ${run} -- true`);
      await refused(`${run} -- true`, { ...WEB, ref: 'feature', isProtected: false });
      await refused(`${run} --audience api://elsewhere -- true`);
      await refused(`${run} -- true`, WEB, 'https://elsewhere.example');
    });

    test('comes from AWS, and is explained', async () => {
      await refused(explain(), { ...WEB, project: 'acme/api' });
      expect(told.at(-1)).toContain('gitlab:acme/api:protected');
      outside.lead(BRIDGE, undefined);
      await refused(explain());
      outside.lead(BRIDGE, documentsPort);
    });

    test('is in the table, and no other', async () => {
      const [, section = ''] =
        /\n## When the answer is no\n([^]*?)\n## /.exec(await readPage(PAGE)) ?? [];
      const [, ...rows] = tableRows(section);
      const sentences = rows.map(([sentence = '']) => sentence);
      for (const sentence of sentences) expect(told.join('\n')).toContain(sentence);
      for (const text of told) {
        expect(
          sentences.some((sentence) => text.includes(sentence)),
          text,
        ).toBe(true);
      }
    });
  });

  test('has session tags that the exchange gives', async () => {
    const [before = ''] = guide.take('config').split('    - name: aws\n');
    const text = onThisMachine(before + guide.take('tags'), join(folder, 'data'));
    await writeFile(join(folder, 'drawbridge.yaml'), text);
    await reload({ command: exchange });
    const { code, stderr } = await administer(guide.take('trust_tags'));
    expect(code, stderr).toBe(0);
    const as = (role: string) => `AWS_ROLE_ARN=arn:aws:iam::111122223333:role/${role}`;
    const { stdout } = await runJob(`${as('gitlab-acme')}\n${guide.take('explain')}`);
    expect(stdout).toMatch(/^role +gitlab-acme$/m);
    const show = 'sh -c \'cat "$AWS_WEB_IDENTITY_TOKEN_FILE"\'';
    const token = await runJob(
      `drawbridge ci exec --aws "$AWS_ROLE_ARN" --exchange https://${BRIDGE} -- ${show}`,
    );
    expect(decodeJwt(token.stdout)['https://aws.amazon.com/tags']).toEqual({
      principal_tags: { Project: ['acme/web'] },
      transitive_tag_keys: ['Project'],
    });
  });

  test('has an exchange of which nothing can be reached from outside', async () => {
    const cwd = await stage.folder();
    const text = onThisMachine(guide.take('publish'), join(cwd, 'data'));
    await writeFile(join(cwd, 'drawbridge.yaml'), text);
    const words = ['serve', 'exchange', '--config', 'drawbridge.yaml'];
    const own = await stage.start(words, { cwd, env: { ...admin, HOME: cwd } });
    const url = await readyAt(own);
    inside.lead(INSIDE, portOf(url));
    await own.waitFor('stderr', /documents published/);
    expect(bucket.keys().toSorted()).toEqual([
      '.well-known/jwks.json',
      '.well-known/openid-configuration',
    ]);
    expect(bucket.invalidations.length).toBeGreaterThan(0);

    const { stdout: arn, code, stderr } = await administer(guide.take('trust_published'));
    expect(code, stderr).toBe(0);
    const script = guide.take('explain').replace(BRIDGE, INSIDE);
    const ran = await runJob(`AWS_ROLE_ARN=${arn.trim()}\n${script}`, WEB, `https://${INSIDE}`);
    expect(ran.stdout, ran.stderr).toMatch(/^role +gitlab-acme-web-published$/m);
    await own.stop();
  });

  test('has no command, file or job that was not run', () => {
    expect(guide.untaken()).toEqual([]);
  });
});

const portOf = (url: string) => Number(new URL(url).port);
