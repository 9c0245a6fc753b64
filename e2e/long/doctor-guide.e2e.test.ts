import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { createNetwork, createTrust } from '../support/clouds/network.ts';
import { clientSettings, DRAWBRIDGE_SCRIPT, writePrograms } from '../support/clouds/programs.ts';
import { type Guide, openGuide } from '../support/guide.ts';
import { createStage } from '../support/stage.ts';

// The guide, word by word, with a real issuer of files under the name that it uses.

const stage = createStage();
afterAll(() => stage.clear());

const HOST = 'oidc.example.com';
const ISSUER = `https://${HOST}`;

/** What `aws iam get-role` prints. */
const roleFor = (sub: string) => ({
  Role: {
    RoleName: 'backup',
    Arn: 'arn:aws:iam::123456789012:role/backup',
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${HOST}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com', [`${HOST}:sub`]: sub },
          },
        },
      ],
    },
  },
});

describeWith(['openssl'], 'the guide to doctor', () => {
  let guide: Guide;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    guide = await openGuide('docs/doctor.md');
    folder = await stage.folder();
    const network = await createNetwork(stage, await createTrust(stage, [HOST]));
    network.serve(HOST, async ({ url }) => {
      const body = await readFile(join(folder, 'site', url.pathname), 'utf8').catch(
        () => undefined,
      );
      return body === undefined ? { status: 404, body: '' } : { status: 200, body };
    });
    const programs = { drawbridge: DRAWBRIDGE_SCRIPT, aws: 'cat printed.json' };
    const PATH = await writePrograms(stage, programs);
    env = { ...clientSettings(folder), ...network.environment, PATH };
    const made = await run(
      `drawbridge issuer init ${ISSUER} --dir site --data data
drawbridge issuer publish --dir site --data data
drawbridge token sign --dir site --data data --sub backup --aud sts.amazonaws.com > job.jwt`,
    );
    expect(made.code, made.stderr).toBe(0);
  });

  const run = (lines: string) => stage.shell(`set -e\n${lines}`, { env, cwd: folder });

  test('shows what the command prints of a slash at the end', async () => {
    const { code, stdout, stderr } = await run(guide.take('doctor'));
    expect(code).toBe(1);
    expect(stdout.startsWith(`${guide.shown('text', 'token-issuer').trimEnd()}\n\n`)).toBe(true);
    expect(stderr).toContain('(token-issuer)');
    const token = await readFile(join(folder, 'job.jwt'), 'utf8');
    expect(`${stdout}${stderr}`).not.toContain(token.trim().split('.')[1]);
  });

  test('has nothing against a token that the role trusts', async () => {
    await writeFile(join(folder, 'printed.json'), JSON.stringify(roleFor('backup')));
    const { code, stdout, stderr } = await run(guide.take('trust'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^passed {3}trust: /m);
    expect(stdout).not.toMatch(/^(?:failed|warning)/m);
  });

  test('says of one that the role does not trust what is in its way', async () => {
    await writeFile(join(folder, 'printed.json'), JSON.stringify(roleFor('backups')));
    const { code, stdout } = await run(guide.take('trust'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {3}trust: .*oidc\.example\.com:sub.*"backup"/);
    expect(stdout).toContain('"backups"');
  });

  test('is taken whole', () => {
    expect(guide.untaken()).toEqual([]);
  });
});
