import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';
import { RELEASE, writeRules } from './rules.fixture.ts';

let folder: string;
let config: string;

beforeAll(async () => {
  ({ folder, config } = await writeRules());
});

afterAll(() => rm(folder, { recursive: true }));

async function run(cases: unknown, ...options: string[]) {
  const file = join(folder, 'cases.yaml');
  await writeFile(file, typeof cases === 'string' ? cases : JSON.stringify({ cases }));
  return testRun(['rules', 'test', file, '--config', config, ...options]);
}

const release = {
  name: 'a release',
  claims: RELEASE,
  expect: { rule: 'releases', audience: 'sts.amazonaws.com', lifetime: 300 },
};
const deployers = { ...RELEASE, ref: 'x', groups: ['deploy'], jti: 'j' };

describe('drawbridge rules test', () => {
  it('passes when all is as expected', async () => {
    const { code, stdout } = await run([
      release,
      {
        name: 'all of it',
        claims: RELEASE,
        expect: { ...release.expect, claims: { sub: 'project:acme/web' } },
      },
      {
        name: 'a wish',
        claims: RELEASE,
        audience: 'https://vault.example.com',
        expect: { rule: 'releases', audience: 'https://vault.example.com' },
      },
      {
        name: 'two wishes',
        claims: RELEASE,
        audience: ['https://vault.example.com', 'sts.amazonaws.com'],
        expect: { rule: 'releases', audience: ['https://vault.example.com', 'sts.amazonaws.com'] },
      },
      {
        name: 'a client',
        claims: deployers,
        client: 'runners',
        expect: { rule: 'deployers', algorithm: 'ES256', once: true },
      },
      { name: 'nobody', claims: { iss: 'https://else.test' }, expect: { denied: true } },
      { name: 'no rule', claims: { ...RELEASE, ref: 'x' }, expect: { denied: 'rule' } },
      { name: 'no target', claims: RELEASE, audience: 'x', expect: { denied: 'target' } },
      { name: 'not once', claims: RELEASE, expect: { rule: 'releases', once: false } },
      {
        name: 'no jti',
        claims: { ...deployers, jti: 7 },
        client: 'runners',
        expect: { denied: 'claim' },
      },
      { name: 'no client', claims: deployers, expect: { denied: 'client' } },
    ]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('11 passed, 0 failed');
    expect(code).toBe(0);
  });

  it.each([
    ['another rule', { ...release, expect: { rule: 'deployers' } }, 'rule: found "releases"'],
    [
      'another lifetime',
      { ...release, expect: { rule: 'releases', lifetime: 1 } },
      'found 300, wanted 1',
    ],
    [
      'other claims',
      { ...release, expect: { rule: 'releases', claims: {} } },
      'claims: found {"sub"',
    ],
    ['a denial', { ...release, expect: { denied: true } }, 'allowed by releases'],
    [
      'another denial',
      { ...release, audience: 'x', expect: { denied: 'rule' } },
      'it is denied (target), and should be denied (rule)',
    ],
    [
      'a grant',
      { ...release, claims: { iss: 'a' }, expect: { rule: 'releases' } },
      'denied (rule)',
    ],
  ])('fails, with exit code 1, on %s', async (_, given, text) => {
    const { code, stdout, stderr } = await run([given]);
    expect(code).toBe(1);
    expect(stdout).toContain(text);
    expect(stdout).toContain('0 passed, 1 failed\n');
    expect(stderr).toContain('do not decide as expected');
  });

  it('prints JSON', async () => {
    const { stdout } = await run(
      [release, { ...release, name: 'no', expect: { denied: true } }],
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 1,
      failed: 1,
      cases: [
        { name: 'a release', passed: true, faults: [] },
        { name: 'no', passed: false },
      ],
    });
  });

  it.each([
    ['no cases', [], 'cases'],
    ['a case that expects nothing', [{ ...release, expect: {} }], 'needs rule or denied'],
    ['both', [{ ...release, expect: { rule: 'a', denied: true } }], 'cases[0].expect'],
    ['an unknown member', [{ ...release, audiences: 'a' }], 'has an unknown member: audiences'],
    ['no issuer', [{ ...release, claims: {} }], 'cases[0].claims.iss'],
    ['no YAML', 'cases: [', 'cases.yaml:1'],
    [
      'a rule that is not there',
      [{ ...release, expect: { rule: 'relaeses' } }],
      'cases[0].expect.rule names "relaeses", which is not one of the rules',
    ],
    [
      'a client that is not there',
      [release, { ...release, client: 'runner' }],
      'cases[1].client names "runner", which is not one of the clients',
    ],
  ])('refuses a file with %s, with exit code 2', async (_, cases, text) => {
    const { code, stderr } = await run(cases);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });

  it('refuses a file that is not there', async () => {
    const { code, stderr } = await testRun(['rules', 'test', '/nowhere.yaml', '--config', config]);
    expect(code).toBe(2);
    expect(stderr).toContain('the file of cases /nowhere.yaml cannot be read (ENOENT)');
  });
});
