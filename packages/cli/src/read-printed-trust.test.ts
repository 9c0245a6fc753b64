import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTrustFile } from './read-trust-file.ts';
import { testRun } from './test-run.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Party = Parameters<typeof readTrustFile>[1];

const TRUST: Readonly<Record<Party, string>> = {
  aws: '--audience sts.amazonaws.com --sub a --account 123456789012',
  gcp: '--sub a',
  azure: '--sub a --app 5d0c1c2e-0000-4000-8000-1234567890ab',
  kubernetes: '--audience kubernetes --sub a',
  vault: '--audience vault --sub a',
};

const PARTIES = Object.keys(TRUST) as readonly Party[];

async function printed(party: Party, format: string): Promise<string> {
  const line = `${party} trust --issuer https://oidc.example.com --format ${format} ${TRUST[party]}`;
  const { code, stdout } = await testRun(line.split(' '));
  expect(code).toBe(0);
  const path = join(folder, `${party}.${format}`);
  await writeFile(path, stdout);
  return path;
}

test.each(PARTIES.map((party) => [party, party === 'kubernetes' ? 'flags' : 'cli'] as const))(
  '%s trust: what --format %s prints is refused with the one to give',
  async (party, format) => {
    for (const each of party === 'kubernetes' ? [format] : [format, 'terraform']) {
      await expect(readTrustFile(await printed(party, each), party)).rejects.toMatchObject({
        code: 'usage_invalid',
        hint: expect.stringContaining('--format json') as string,
      });
    }
  },
);

test.each(PARTIES)('%s trust: what --format json prints is read', async (party) => {
  expect(await readTrustFile(await printed(party, 'json'), party)).toBeTypeOf('object');
});
