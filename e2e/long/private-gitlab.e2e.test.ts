import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type GitLab, type GitLabJob, serveGitLab } from '../support/clouds/gitlab.ts';
import { createNetwork, createTrust, type Network, type Trust } from '../support/clouds/network.ts';
import { createPrograms, REAL_GCLOUD } from '../support/clouds/programs.ts';
import { createWorld, type JobText, type World } from '../support/clouds/world.ts';
import type { RunningCommand } from '../support/command.ts';
import { type Block, readBlocks, readPage, tableRows } from '../support/documents.ts';
import { readyAt } from '../support/exchange.ts';
import { reload } from '../support/installation.ts';
import { readYaml } from '../support/read-yaml.ts';
import { createStage } from '../support/stage.ts';

// The guide, word by word: its files, its commands and its jobs, in its order. The networks have the
// names that it uses, so that nothing of a command is another one here.

const stage = createStage();
afterAll(() => stage.clear());

const PAGE = 'docs/private-gitlab.md';
const GITLAB = 'gitlab.internal';
const BRIDGE = 'bridge.example.com';
const CLOUDS = [
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'sts.eu-central-1.amazonaws.com',
  'iam.googleapis.com',
  'storage.googleapis.com',
  'sts.googleapis.com',
  'login.microsoftonline.com',
  'graph.microsoft.com',
  'management.azure.com',
];

/** All that is not as the guide has it: addresses and paths of the host that it is about. */
function onThisMachine(text: string, { sites, authority }: Trust, data: string): string {
  const replacements = {
    '/var/lib/drawbridge': data,
    '10.0.0.7:8443': '127.0.0.1:0',
    '203.0.113.7:8443': '127.0.0.1:0',
    '/etc/drawbridge/bridge.pem': sites.certFile,
    '/etc/drawbridge/bridge.key': sites.keyFile,
    '/etc/drawbridge/company-ca.pem': authority.certFile,
  };
  return Object.entries(replacements).reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replaceAll(from, to);
  }, text);
}

const JOBS = ['aws', 'google', 'azure'] as const;
type JobName = (typeof JOBS)[number];

/** What each job says at its end. */
const RESULTS: Readonly<Record<JobName, RegExp>> = {
  aws: /"arn:aws:sts::111122223333:assumed-role\/gitlab-acme-web\/gitlab-4096"/,
  google: /^gs:\/\/acme-releases\/web\.tar\.gz$/m,
  azure: /^westeurope$/m,
};

const WEB: GitLabJob = { project: 'acme/web', ref: 'main', isProtected: true };
const API: GitLabJob = { ...WEB, project: 'acme/api' };
const MALLORY: GitLabJob = { ...WEB, project: 'mallory/web' };
const UNPROTECTED: GitLabJob = { ...WEB, ref: 'feature', isProtected: false };

let blocks: readonly Block[];
const taken = new Set<Block>();

/** A block of the guide; the last test asks whether each was taken. */
function take(mark: string): string {
  const block = blocks.find((candidate) => candidate.mark === mark);
  if (block === undefined) throw new Error(`${PAGE} has no block with the mark ${mark}`);
  taken.add(block);
  return block.text;
}

describeWith(['awscli', 'openssl', 'python3-yaml'], 'the guide for a private GitLab', () => {
  let trust: Trust;
  let outside: Network;
  let documentsPort: number;
  let gitlab: GitLab;
  let exchange: RunningCommand;
  let folder: string;
  let world: World;
  let jobs: Readonly<Record<string, JobText>>;
  /** How far the clouds' clocks are ahead, in seconds. */
  let ahead = 0;

  beforeAll(async () => {
    blocks = await readBlocks(PAGE);
    trust = await createTrust(stage, [GITLAB, BRIDGE, ...CLOUDS]);
    const inside = await createNetwork(stage, trust);
    outside = await createNetwork(stage, trust);
    gitlab = await serveGitLab(inside, `https://${GITLAB}`, `https://${BRIDGE}`);

    folder = await stage.folder();
    await writeConfig(take('config'));
    const [, ...words] = take('serve').trim().split(' ');
    exchange = await stage.start(words, { cwd: folder, env: inside.environment });
    const [, documents = ''] = / documents=(\S+)/.exec(await readyLine(exchange)) ?? [];
    documentsPort = portOf(documents);
    inside.lead(BRIDGE, portOf(await readyAt(exchange)));
    outside.lead(BRIDGE, documentsPort);

    const now = () => new Date(Date.now() + ahead * 1000);
    world = await createWorld(stage, inside, { fetch: outside.fetch, now });
    jobs = await readYaml<Record<string, JobText>>(take('jobs'));
  });

  const writeConfig = (text: string) =>
    writeFile(join(folder, 'drawbridge.yaml'), onThisMachine(text, trust, join(folder, 'data')));

  /** Runs a job of the guide, in which a line may be another one. */
  async function runJob(
    name: JobName,
    job: GitLabJob,
    change = (line: string) => line,
    gcloud?: string,
  ) {
    const { '.bridge': base, [name]: own } = jobs;
    const script = own?.script.map(change) ?? ['exit 9'];
    const variables = { ...base?.variables, ...own?.variables };
    return world.runJob({ variables, script }, await gitlab.issueToken(job), gcloud);
  }

  test('has a configuration that decides its cases', async () => {
    const cwd = await stage.folder();
    await writeFile(join(cwd, 'drawbridge.yaml'), take('config'));
    await writeFile(join(cwd, 'cases.yaml'), take('cases'));
    const env = { PATH: await createPrograms(stage) };
    const { code, stdout } = await stage.shell(`set -e\n${take('check')}`, { env, cwd });
    expect(stdout).toMatch(/\d passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  test('shows the world two documents, and nothing else', async () => {
    const { code, stdout } = await stage.shell(`set -e\n${take('outside')}`, {
      env: outside.environment,
    });
    expect(code).toBe(0);
    expect(stdout).toContain(`"issuer":"https://${BRIDGE}"`);
    expect(stdout).toMatch(/"keys":\[[^]*\n?404\n$/);
    await expect(outside.fetch(`https://${GITLAB}/`, 1000)).rejects.toThrow('no route');
  });

  test.each(JOBS)('sets up %s', async (name) => {
    const { code, stderr } = await world.administer(take(name));
    expect(code, stderr).toBe(0);
  });

  test.each(JOBS)('runs the job %s', async (name) => {
    const { code, stdout, stderr } = await runJob(name, WEB);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(RESULTS[name]);
  });

  if (REAL_GCLOUD !== undefined) {
    test('runs the job google with the real gcloud', async () => {
      const { code, stdout, stderr } = await runJob('google', WEB, undefined, REAL_GCLOUD);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(RESULTS.google);
    });
  }

  describe('the answer no', () => {
    const told: string[] = [];

    async function refused(name: JobName, job: GitLabJob, change?: (line: string) => string) {
      const { code, stderr } = await runJob(name, job, change);
      expect(code, stderr).not.toBe(0);
      told.push(stderr);
      return stderr;
    }

    test('to a job of another project, and to a branch that is not protected', async () => {
      expect(await refused('aws', MALLORY)).toContain('rule_denied');
      expect(await refused('google', UNPROTECTED)).toContain('rule_denied');
      expect(await refused('azure', API)).toContain('target_denied');
    });

    test('to a token for another cloud', async () => {
      const to = (audience: string) => (line: string) =>
        line.replace(/--audience \S+/, `--audience ${audience}`);
      const google = jobs['google']?.variables?.['AUDIENCE'] ?? '';
      expect(await refused('aws', WEB, to('api://AzureADTokenExchange'))).toMatch(
        /InvalidIdentityToken.*Incorrect token audience/,
      );
      expect(await refused('google', WEB, to('sts.amazonaws.com'))).toMatch(
        /invalid_grant.*does not match the expected audience/,
      );
      expect(await refused('azure', WEB, to(google))).toContain('AADSTS700212');
    });

    test('while the documents cannot be read', async () => {
      outside.lead(BRIDGE, undefined);
      const [aws, google, azure] = await Promise.all(JOBS.map((name) => refused(name, WEB)));
      outside.lead(BRIDGE, documentsPort);
      expect(aws).toMatch(/InvalidIdentityToken.*Couldn't retrieve verification key/);
      expect(google).toMatch(/invalid_grant.*Error connecting to the given credential's issuer/);
      expect(azure).toContain('AADSTS501661');
    });

    test('to a token that has ended', async () => {
      ahead = 3600;
      const [aws, google, azure] = await Promise.all(JOBS.map((name) => refused(name, WEB)));
      ahead = 0;
      expect(aws).toContain('ExpiredTokenException');
      expect(google).toMatch(/invalid_grant.*is stale to sign-in/);
      expect(azure).toContain('AADSTS700024');
    });

    test('to another subject, although the rules are too wide', async () => {
      const wide = take('config')
        .replace('glob: "acme/**"', 'glob: "**"')
        .replace('project_path: acme/web, ref', 'project_path: [acme/web, acme/api], ref')
        .replace('sub: "gitlab:acme/web" }', 'sub: "gitlab:{project_path}" }');
      await writeConfig(wide);
      await reload({ command: exchange });
      expect(await refused('aws', API)).toMatch(/AccessDenied.*Not authorized to perform/);
      expect(await refused('google', MALLORY)).toMatch(
        /unauthorized_client.*rejected by the attribute condition/,
      );
      expect(await refused('google', API)).toContain('does not have storage.objects.list access');
      expect(await refused('azure', API)).toContain('AADSTS700213');
    });

    test('is explained, and no other', async () => {
      const [, section = ''] =
        /\n## When the answer is no\n([^]*?)\n## /.exec(await readPage(PAGE)) ?? [];
      const [, ...rows] = tableRows(section);
      expect(rows.length).toBeGreaterThan(10);
      for (const [sentence = ''] of rows) expect(told.join('\n')).toContain(sentence);
      for (const text of told) {
        expect(
          rows.some(([sentence = '']) => text.includes(sentence)),
          text,
        ).toBe(true);
      }
    });
  });

  test.each(JOBS)('undoes %s', async (name) => {
    expect(world.clouds[name].resources()).not.toEqual([]);
    const { code, stderr } = await world.administer(take(`undo_${name}`));
    expect(code, stderr).toBe(0);
    expect(world.clouds[name].resources()).toEqual([]);
  });

  test('has no command, file or job that was not run', () => {
    const runnable = blocks.filter(({ language }) => language !== 'text');
    expect(runnable.filter((block) => !taken.has(block))).toEqual([]);
    expect(Object.keys(jobs)).toEqual(['.bridge', ...JOBS]);
  });
});

const portOf = (url: string) => Number(new URL(url).port);

async function readyLine(exchange: RunningCommand): Promise<string> {
  await readyAt(exchange);
  return exchange.stderr();
}
