import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const CONFIGURATION = `
version: 1
gateway:
  url: https://auth.example.com
  hosts: [app.example.com]
  providers:
    - { name: corp, issuer: https://id.example.com, clientId: gateway, groupsClaim: roles, groupsLimit: 3 }
    - { name: other, issuer: https://other.example.com, clientId: gateway, trustEmail: true }
  rules:
    - { name: status, match: { paths: /status }, allow: anyone }
    - { name: no-contractors, match: { providers: corp, groups: contractors }, deny: true }
    - { name: admins, match: { paths: /admin/**, providers: corp, groups: admins, networks: 192.0.2.0/24 } }
    - { name: no-admin, match: { paths: /admin/** }, deny: true }
    - { name: mfa, match: { paths: /mfa, providers: corp, claims: { amr: { has: mfa } } } }
    - { name: staff, match: { paths: /staff, domains: example.com } }
    - { name: subject, match: { paths: /subject, providers: corp, users: a1 } }
`;
const APP = 'https://app.example.com';

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-explain-'));
  config = join(folder, 'drawbridge.yaml');
  await writeFile(config, CONFIGURATION);
});
afterAll(() => rm(folder, { recursive: true }));

const explain = (path: string, ...options: string[]) =>
  testRun(['gateway', 'explain', `${APP}${path}`, '--config', config, ...options]);

function explainClaims(claims: unknown, ...options: string[]) {
  const stdin = typeof claims === 'string' ? claims : JSON.stringify(claims);
  const args = ['gateway', 'explain', `${APP}/admin`, '--config', config, '--address', '192.0.2.7'];
  return testRun([...args, '--claims', '-', ...options], { stdin });
}

const ALICE = ['--provider', 'corp', '--user', 'alice@example.com'] as const;

describe('drawbridge gateway explain', () => {
  it('shows every rule check by check, and exits with 1 where somebody is kept out', async () => {
    const { code, stdout, stderr } = await explain('/admin', ...ALICE, '--group', 'staff');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'status  does not hold\n  no   the path is "/status"  (it is "/admin")',
    );
    expect(stdout).toContain('no-admin  decides: it keeps out\n  yes  the path is "/admin/**"\n');
    expect(stdout).toContain(
      '  no   the list of groups has an element that is "admins"  (it is ["staff"])\n',
    );
    expect(stdout).toContain('  ?    the client is in "192.0.2.0/24"  (the address of the client');
    expect(stdout).toContain('denied  the rule "no-admin" keeps it out.\n');
    expect(stdout).toContain('The rule that came nearest is admins.\n');
    expect(stdout).toMatch(
      /- name: narrowest\n {2}match:\n {4}hosts: app.example.com\n {4}paths: \/admin\n {4}methods: GET\n {4}providers: corp\n {4}users: alice@example.com\n$/,
    );
    expect(stderr).toContain('Nobody was looked up');
  });

  it('says before which rule the narrowest one must stand, where a rule keeps out', async () => {
    const kept = await explain('/admin', ...ALICE, '--group', 'staff');
    expect(kept.stdout).toContain(
      'The narrowest rule that would allow it, if it should be allowed; it must stand before "no-admin", for the first rule that holds decides:\n\n- name: narrowest\n',
    );
    const unmet = await explain('/other', ...ALICE, '--group', 'staff');
    expect(unmet.code).toBe(1);
    expect(unmet.stdout).toContain('it, if it should be allowed:\n\n- name: narrowest\n');
    // Each reading is kept out by another rule, or by none.
    const several = await explain('/admin;/x', ...ALICE, '--group', 'contractors');
    expect(several.stdout).toContain('it must stand before "no-contractors", for');
  });

  it('says who is let in by which rule', async () => {
    const where = ['--group', 'admins', '--address', '192.0.2.9'];
    const { code, stdout } = await explain('/admin', ...ALICE, ...where);
    expect(code).toBe(0);
    expect(stdout).toContain('admins  decides: it lets in\n');
    expect(stdout).toContain('no-admin  would hold, but a rule before it decides\n');
    expect(stdout).toMatch(/allowed by admins\n$/);
    expect((await explain('/status')).stdout).toMatch(/allowed by status, to anyone\n$/);
  });

  it('exits with 1 where nobody is signed in', async () => {
    const { code, stdout, stderr } = await explain('/staff');
    expect(code).toBe(1);
    expect(stdout).toContain('sign in  A rule may let somebody in');
    expect(stderr).toContain('nobody is signed in');
  });

  it('judges both readings of a path, and the strictest answer holds', async () => {
    const { code, stdout } = await explain('/x;/status', ...ALICE, '--no-groups');
    expect(code).toBe(1);
    expect(stdout).toContain('Read as /x;/status: denied\n');
    expect(stdout).toContain('Read as /x/status: denied\n');
    expect((await explain('/status;x')).stdout).toContain('Read as /status: allowed\n');
    expect((await explain('/status;x')).code).toBe(1);
    const dots = await explain('/status/%2e%2e/admin');
    expect(dots.stderr).toContain('segment of dots');
    expect(dots.stderr).not.toContain('proxy');
  });

  it('knows nothing of groups that nobody speaks of, and none of --no-groups', async () => {
    const unsaid = await explain('/staff', ...ALICE);
    expect(unsaid.code).toBe(1);
    expect(unsaid.stdout).toContain('no-contractors  decides: it keeps out\n');
    expect(unsaid.stdout).toContain('nothing was said of them, by --group or --no-groups');
    expect((await explain('/staff', ...ALICE, '--no-groups')).code).toBe(0);
    const many = ['a', 'b', 'c'].flatMap((name) => ['--group', name]);
    expect((await explain('/staff', ...ALICE, ...many)).stdout).toContain('leaves some out at 3');
  });

  it('takes a subject, and claims one by one', async () => {
    const a1 = ['--provider', 'corp', '--user', 'a1', '--no-groups'];
    expect((await explain('/subject', ...a1)).code).toBe(0);
    expect((await explain('/mfa', ...a1, '--claim', 'amr=["mfa"]')).code).toBe(0);
    expect((await explain('/mfa', ...a1, '--claim', 'amr=["pwd"]')).code).toBe(1);
    expect((await explain('/staff', ...a1, '--email', 'a@example.com')).code).toBe(0);
    expect((await explain('/subject', ...a1, '--email', 'a@example.com')).code).toBe(0);
    const asEmail = await explain('/subject', ...ALICE, '--no-groups');
    expect(asEmail.stdout).toContain('?    the person is "a1"  (the subject is not known)');
  });

  it('reads the claims of an ID token as the gateway does', async () => {
    const token = { iss: 'https://id.example.com', sub: 'a1', roles: ['admins'] };
    expect((await explainClaims(token)).code).toBe(0);
    expect(
      (await explainClaims({ ...token, roles: undefined, groups: ['admins'] })).stdout,
    ).toContain('the token has no claim "roles"');
    const overflow = { ...token, _claim_names: { roles: 'src1' }, roles: undefined };
    expect((await explainClaims(overflow)).stdout).toContain(
      'no-contractors  decides: it keeps out',
    );
    expect((await explainClaims(token, '--provider', 'corp', '--no-groups')).code).toBe(1);
    const unverified = { iss: 'https://other.example.com', sub: 'b', email: 'b@example.com' };
    expect((await explainClaims(unverified, '--json')).stdout).toContain(
      '"seen":"\\"b@example.com\\""',
    );
  });

  it('prints JSON', async () => {
    const { code, stdout } = await explain('/admin', ...ALICE, '--no-groups', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      decision: { kind: 'denied', rule: 'no-admin' },
      nearest: 'admins',
      narrowest: { match: { users: 'alice@example.com' } },
      readings: [
        { path: '/admin', rules: [{ rule: 'status', holds: false }, {}, {}, {}, {}, {}, {}] },
      ],
    });
  });

  it.each<[string, readonly string[], string]>([
    [
      'a provider that is not there',
      ['--provider', 'x', '--user', 'a'],
      'Give one with --provider: corp, other.',
    ],
    ['several, and none named', ['--user', 'a'], 'it is not said which of the providers is meant'],
    ['nobody', ['--provider', 'corp', '--group', 'a'], 'it is not said who the person is'],
    [
      'an email with two @',
      ['--provider', 'corp', '--user', 'a@b@c.example'],
      'none that the gateway',
    ],
    ['a method in lower case', ['--method', 'get'], 'as it is sent: --method GET.'],
    ['a method that is none', ['--method', 'a b'], 'as it is sent: --method GET.'],
    ['an address that is none', ['--address', '192.0.2.'], 'an IP address'],
    ['a claim twice', ['--claim', 'a=1', '--claim', 'a=2'], 'is given twice'],
    ['a claim that is not JSON', ['--claim', 'a=x'], 'is not JSON'],
  ])('refuses %s, with exit code 2', async (_, options, text) => {
    const { code, stdout, stderr } = await explain('/admin', ...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(text);
  });

  it('refuses claims that are none, and those of another issuer', async () => {
    for (const claims of ['[]', 'x', '']) expect((await explainClaims(claims)).code).toBe(2);
    const strange = await explainClaims({ iss: 'https://evil.example', sub: 'a' });
    expect(strange).toMatchObject({ code: 2 });
    expect((await explainClaims({ iss: 'https://id.example.com' })).code).toBe(2);
  });

  it('says what to give without a configuration', async () => {
    const bare = await testRun(['gateway', 'explain', APP]);
    expect(bare).toMatchObject({ code: 2, stdout: '' });
    expect(bare.stderr).toContain('Give by --config FILE a file that has one.');
  });

  it('refuses groups beside the word that there are none', async () => {
    const both = await explain('/staff', ...ALICE, '--group', 'staff', '--no-groups');
    expect(both).toMatchObject({ code: 2, stdout: '' });
    expect(both.stderr).toContain('--group and --no-groups say two things of one person');
  });

  it('writes out what a claim would command the terminal to do', async () => {
    const { stdout } = await explain(
      '/mfa',
      ...ALICE,
      '--no-groups',
      '--claim',
      'amr=["\\u001b[2J"]',
    );
    expect(stdout).not.toContain('\u001b');
  });
});
