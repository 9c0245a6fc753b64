import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';
import { RELEASE, unsignedToken, writeRules } from './rules.fixture.ts';

let folder: string;
let config: string;

beforeAll(async () => {
  ({ folder, config } = await writeRules());
});

afterAll(() => rm(folder, { recursive: true }));

function explain(claims: object, ...options: string[]) {
  const args = ['rules', 'explain', '-', '--config', config, ...options];
  return testRun(args, { stdin: unsignedToken(claims) });
}

describe('drawbridge rules explain', () => {
  it('shows every rule, which one decides, and what it hands out', async () => {
    const { code, stdout, stderr } = await explain(RELEASE);
    expect(code).toBe(0);
    expect(stdout).toContain('releases  decides\n  yes  iss = "https://gitlab.internal"\n');
    expect(stdout).toContain('  yes  ref matches "release/*"\n');
    expect(stdout).toContain('deployers  does not match\n');
    expect(stdout).toContain('  no   groups has an element that is "deploy"  (it has none)\n');
    expect(stdout).toContain('allowed by releases\n');
    expect(stdout).toContain('"sub": "project:acme/web"');
    expect(stderr).toContain('Not verified');
  });

  it('refuses with the narrowest rule, ready to be pasted, and exit code 1', async () => {
    const { code, stdout, stderr } = await explain({ ...RELEASE, ref: 'main' });
    expect(code).toBe(1);
    expect(stdout).toContain('  no   ref matches "release/*"  (it is "main")\n');
    expect(stdout).toContain('No rule is about this token.');
    expect(stdout).toMatch(
      /- name: narrowest\n {2}match:\n {4}issuer: https:\/\/gitlab.internal\n {4}claims:\n {6}sub: job\n {6}project_path: acme\/web\n {6}ref: main\n {2}grant:\n {4}audience: AUDIENCE\n$/,
    );
    expect(stderr).toContain('the rules refuse this token');
  });

  it.each([
    ['an audience that no rule names', RELEASE, ['--audience', 'x'], 'allows what was asked for'],
    [
      'a caller who proves nothing',
      { ...RELEASE, ref: 'x', groups: ['deploy'] },
      [],
      'deployers would allow it to runners',
    ],
  ])('knows %s', async (_, claims, options, text) => {
    const { code, stdout } = await explain(claims, ...options);
    expect(code).toBe(1);
    expect(stdout).toContain(text);
  });

  it('takes several audiences, and a client', async () => {
    const vault = ['--audience', 'https://vault.example.com', '--audience', 'sts.amazonaws.com'];
    const both = await explain(RELEASE, '--json', ...vault);
    expect(JSON.parse(both.stdout)).toMatchObject({
      outcome: { allowed: { audiences: ['https://vault.example.com', 'sts.amazonaws.com'] } },
    });
    const claims = { ...RELEASE, ref: 'x', groups: ['deploy'], jti: 'j' };
    const deployer = await explain(claims, '--json', '--client', 'runners');
    expect(JSON.parse(deployer.stdout)).toMatchObject({
      outcome: { allowed: { rule: 'deployers', algorithm: 'ES256', once: true } },
    });
  });

  it('refuses a token that a rule takes once, and that could not be known again', async () => {
    const claims = { ...RELEASE, ref: 'x', groups: ['deploy'] };
    const { code, stdout } = await explain(claims, '--client', 'runners');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'refused  the rule deployers takes a token once, and this one has no jti',
    );
  });

  it('prints JSON also for a refusal', async () => {
    const { code, stdout } = await explain({ ...RELEASE, iss: 'https://else.test' }, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: { refused: 'rule', narrowest: { match: { issuer: 'https://else.test' } } },
      rules: [{ rule: 'releases', matches: false }, { rule: 'deployers' }],
    });
  });

  it('says that a stranger is refused before any rule', async () => {
    const { code, stderr } = await explain({ ...RELEASE, iss: 'https://gitlab.internal/' });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Its issuer, "https://gitlab.internal/", is none of the upstreams (https://gitlab.internal)',
    );
    expect((await explain(RELEASE)).stderr).not.toContain('none of the upstreams');
  });

  it('writes out what a claim would command the terminal to do', async () => {
    const { stdout } = await explain({ ...RELEASE, ref: '\u001b[2Jgone' });
    expect(stdout).not.toContain('\u001b');
  });

  it('says what to give without a configuration, and without an iss', async () => {
    const bare = await testRun(['rules', 'explain', '-'], { stdin: unsignedToken(RELEASE) });
    expect(bare).toMatchObject({ code: 2, stdout: '' });
    expect(bare.stderr).toContain('--config');
    expect(await explain({ sub: 'x' })).toMatchObject({ code: 1, stdout: '' });
  });

  it('says what to do with a header in place of a token', async () => {
    const { code, stderr } = await testRun(['rules', 'explain', '-', '--config', config], {
      stdin: `Bearer ${unsignedToken(RELEASE)}`,
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('what comes behind "Bearer"')]);
  });
});
