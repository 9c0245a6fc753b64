import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type AskedAccount, AWS_ADMIN, serveAws } from '../support/clouds/aws.ts';
import { createNetwork, createTrust, type Network } from '../support/clouds/network.ts';
import { clientSettings, DRAWBRIDGE_SCRIPT, writePrograms } from '../support/clouds/programs.ts';
import { bucketHosts, serveBucket, type ServedBucket } from '../support/clouds/s3.ts';
import { type Guide, openGuide } from '../support/guide.ts';
import { createStage } from '../support/stage.ts';

// The guide, word by word, on a network that has the names that it uses.

const stage = createStage();
afterAll(() => stage.clear());

const BUCKET = {
  bucket: 'oidc-issuer-1',
  region: 'us-east-1',
  distribution: 'E2EXAMPLE1234',
  host: 'oidc.example.com',
};
/** Where all buckets are listed, without and with a region. */
const LIST_HOSTS = ['s3.amazonaws.com', 's3.eu-central-1.amazonaws.com'];
const NAMES = [
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'sts.us-east-1.amazonaws.com',
  'sts.eu-central-1.amazonaws.com',
  ...LIST_HOSTS,
  ...bucketHosts(BUCKET),
];
const LISTED = /^2026-11-26 .* oidc-issuer-1$/m;

/** What stands for Terraform: it looks at its file, and answers the outputs. */
const TERRAFORM = `case "$*" in
init|apply) [ -s main.tf ] ;;
'output -raw bucket') printf %s ${BUCKET.bucket} ;;
'output -raw distribution') printf %s ${BUCKET.distribution} ;;
*) exit 64 ;;
esac`;

describeWith(['awscli', 'openssl'], 'the guide from a static issuer to AWS', () => {
  let guide: Guide;
  let network: Network;
  let account: AskedAccount;
  let bucket: ServedBucket;
  /** `/srv/issuer` of the guide. */
  let folder: string;
  let user: Record<string, string>;
  /** The keys that were public before the first rotation. */
  let first: readonly string[];

  beforeAll(async () => {
    guide = await openGuide('docs/static-issuer-to-aws.md');
    network = await createNetwork(stage, await createTrust(stage, NAMES));
    account = serveAws(network, { fetch: network.fetch, now: () => new Date() });
    bucket = serveBucket(network, account, BUCKET);
    for (const host of LIST_HOSTS) {
      network.serve(host, ({ url, ...rest }) =>
        network.ask(`https://s3.${BUCKET.region}.amazonaws.com${url.pathname}`, rest),
      );
    }
    folder = await stage.folder();
    const programs = { drawbridge: DRAWBRIDGE_SCRIPT, terraform: TERRAFORM };
    const PATH = await writePrograms(stage, programs);
    user = { ...clientSettings(folder), ...network.environment, PATH };
  });

  const here = (text: string) => text.replaceAll('/srv/issuer', folder);

  /** Runs lines as the user of the issuer, who has no key of AWS, or as an administrator. */
  const run = (lines: string, env: Record<string, string> = {}) =>
    stage.shell(`set -e\n${here(lines)}`, { env: { ...user, ...env }, cwd: folder });
  const administer = (lines: string) =>
    run(lines, { ...AWS_ADMIN, AWS_DEFAULT_REGION: 'us-east-1' });

  async function succeed(ran: ReturnType<typeof run>): Promise<string> {
    const { code, stdout, stderr } = await ran;
    expect(code, stderr).toBe(0);
    return stdout;
  }

  async function writeScript(name: string, mark: string): Promise<void> {
    await writeFile(join(folder, name), here(guide.take(mark)));
    await chmod(join(folder, name), 0o700);
  }

  test('makes the files and a place for them', async () => {
    await succeed(run(guide.take('init')));
    await succeed(run(guide.take('host')));
    const hosting = await parse('main.tf', await readFile(join(folder, 'main.tf'), 'utf8'));
    expect(Object.keys(hosting['output'])).toEqual(['bucket', 'distribution', 'issuer']);
    await succeed(run(guide.take('nginx')));
    expect(await readFile(join(folder, 'issuer.conf'), 'utf8')).toContain('/var/www/issuer');
  });

  test('publishes them, and a stranger may read them', async () => {
    await succeed(administer(guide.take('publish')));
    expect(bucket.keys().toSorted()).toEqual([
      '.well-known/jwks.json',
      '.well-known/openid-configuration',
      'index.html',
    ]);
    // The proxy looks the name up, so that its address is not judged; nothing is found.
    const { stdout } = await run(`${guide.take('check').trim()} --json`);
    const { findings, documents } = JSON.parse(stdout) as {
      findings: readonly { id: string }[];
      documents: readonly { status: number }[];
    };
    expect(findings.map(({ id }) => id)).toEqual([]);
    expect(documents.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('has a role that its token opens', async () => {
    await succeed(administer(guide.take('trust')));
    expect(await succeed(run(guide.take('use')))).toMatch(LISTED);
  });

  test('has a profile whose tokens are signed on the fly', async () => {
    await writeScript('backup-credentials', 'credentials');
    await mkdir(join(folder, '.aws'));
    await writeFile(join(folder, '.aws/config'), here(guide.take('profile')));
    expect(await succeed(run(guide.take('list')))).toMatch(LISTED);
  });

  const kids = async (): Promise<readonly string[]> => {
    const { body } = await network.ask(`https://${BUCKET.host}/.well-known/jwks.json`);
    return (JSON.parse(body) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  };

  test('rotates with no key of AWS', async () => {
    await writeFile(join(folder, 'publisher.json'), guide.take('policy'));
    await succeed(administer(guide.take('publisher')));
    await writeScript('publish', 'script');
    const [, line = ''] = /^0 4 \* \* 1 (.*)$/m.exec(guide.take('cron')) ?? [];
    first = await kids();
    await succeed(run(line));
    const both = await kids();
    expect(both).toHaveLength(2);
    expect(both).toEqual(expect.arrayContaining([...first]));
  });

  test('does away with the long-lived key', async () => {
    const id = 'AKIAIOSFODNN7EXAMPLE';
    await succeed(administer(guide.take('inactive')));
    expect(account.accessKeys()).toEqual({ [id]: 'Inactive' });
  });

  test('takes back sessions and a key', async () => {
    await succeed(administer(guide.take('revoke')));
    const { AWSRevokeOlderSessions: policy = '' } = account.ownPolicies('backup');
    expect(policy).toMatch(/"Deny".*"aws:TokenIssueTime":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"/);

    const [KID = ''] = first;
    await succeed(run(guide.take('withdraw'), { KID }));
    expect(await kids()).not.toContain(KID);
    const sign = 'drawbridge token sign --dir site --data data --sub backup --aud a';
    expect(await kids()).toContain(decodeProtectedHeader(await succeed(run(sign))).kid);
  });

  test('is what README.md gives a taste of', async () => {
    const joined = (text: string) => text.replaceAll(/\s*\\?\n\s+/g, ' ');
    const all = ['init', 'publish', 'trust', 'use']
      .map((mark) => joined(guide.take(mark)))
      .join('');
    const taste = joined((await openGuide('README.md')).take('issuer'))
      .replaceAll('npx ', '')
      .replaceAll('./issuer-data', 'data')
      .replaceAll('123456789012', '111122223333');
    for (const line of taste.trim().split('\n')) {
      const [begin = ''] = line.split(/ --(?:to|apply)\b/);
      expect(all).toContain(begin);
    }
  });

  test('has no command or file that was not run', () => {
    expect(guide.untaken()).toEqual([]);
  });
});
