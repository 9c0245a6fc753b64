import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';
import { writeRules } from './rules.fixture.ts';

const ROLE = 'arn:aws:iam::111122223333:role/prod-admin';
const OFFICE = 'arn:aws:iam::111122223333:role/office';

let folder: string;
let config: string;

beforeAll(async () => {
  ({ folder, config } = await writeRules());
});

afterAll(() => rm(folder, { recursive: true }));

function allow(condition: object, host = 'bridge.example.com') {
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  };
}

function policy(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

const WEB = allow({
  StringEquals: {
    'bridge.example.com:aud': 'sts.amazonaws.com',
    'bridge.example.com:sub': 'project:acme/web',
  },
});
const FROM_OFFICE = allow({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } });

const ROLES = {
  Roles: [
    { RoleName: 'prod-admin', Arn: ROLE, AssumeRolePolicyDocument: policy(WEB) },
    { RoleName: 'office', Arn: OFFICE, AssumeRolePolicyDocument: policy(FROM_OFFICE, WEB) },
  ],
};

async function run(trust: unknown, ...options: string[]) {
  const file = join(folder, 'trust.json');
  await writeFile(file, JSON.stringify(trust));
  return testRun(['rules', 'reach', '--trust', file, '--config', config, ...options]);
}

describe('drawbridge rules reach', () => {
  it('refuses what is no policy and no list of roles, each with its place', async () => {
    const { code, stderr } = await run({ Version: '2012-10-17', Statement: [{ Effect: 'Maybe' }] });
    expect(code).toBe(2);
    expect(stderr).toContain('Statement[0]');
    expect(await run({ a: 1 })).toMatchObject({ code: 2, stdout: '' });
  });

  it.each([
    ['a role that is not there', ['--role', `${ROLE}s`], `no role "${ROLE}s"`],
    ['what is no ARN', ['--role', 'prod-admin'], 'Give the ARN of the role'],
    ['no time', ['--timeout', '0'], '--timeout'],
    ['no file', ['--trust', '/nowhere.json'], '/nowhere.json'],
  ])('refuses %s', async (_, options, text) => {
    const { code, stdout, stderr } = await run(ROLES, ...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(text);
  });

  it('says which audience must be a client ID where the policy asks for none', async () => {
    const open = policy(allow({ StringEquals: { 'bridge.example.com:sub': 'project:acme/web' } }));
    const { stdout } = await run(open, '--role', ROLE);
    expect(stdout).toContain('    if      "sts.amazonaws.com" is a client ID of the provider\n');
    const json = await run(open, '--role', ROLE, '--json');
    const { paths } = JSON.parse(json.stdout) as {
      paths: readonly { rule: string; answer: { clientIds?: readonly string[] } }[];
    };
    expect(paths.map(({ rule, answer }) => [rule, answer.clientIds])).toEqual([
      ['releases', ['sts.amazonaws.com']],
      ['deployers', ['kubernetes']],
    ]);
    const closed = await run(policy(WEB), '--role', ROLE);
    expect(closed.stdout).toContain('  yes  ');
    expect(closed.stdout).not.toContain('is a client ID');
  });

  it('says of each role by which rule and statement, and with which token', async () => {
    const { code, stdout, stderr } = await run(ROLES);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      [
        ROLE,
        '',
        '  yes  rule releases',
        '    by      Statement 1',
        '    token   iss = "https://gitlab.internal"',
        '            aud = "https://bridge.example.com"',
        '            sub = "x"',
        '            project_path = "acme/web"',
        '            ref = "release/x"',
        '    minted  aud = "sts.amazonaws.com"',
        '            sub = "project:acme/web"',
        '',
        OFFICE,
        '',
        '  yes  rule releases',
        '    by      Statement 2',
      ].join('\n'),
    );
    expect(stdout).toContain('    or      Statement 1, undecided\n');
    expect(stdout).toContain('  undecided  rule deployers\n    by      Statement 1\n    why     ');
    expect(stdout).toContain('aws:SourceIp is not known here');
    expect(stdout).toMatch(
      /\n2 ways found, 2 undecided, of 6 pairs of a rule and a statement\. .*\n$/,
    );
  });

  it('looks at one role alone, and takes the role of a policy', async () => {
    const one = await run(ROLES, '--role', ROLE);
    expect(one.stdout).not.toContain(OFFICE);
    const same = await run(policy(WEB), '--role', ROLE);
    expect(same.stdout).toBe(one.stdout);
    const unnamed = await run(policy(WEB));
    expect(unnamed.stdout).toContain('the role of the trust policy\n\n  yes  rule releases\n');
  });

  it('prints JSON with all of it', async () => {
    const { code, stdout } = await run(ROLES, '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { readonly paths: readonly unknown[] };
    expect(report).toMatchObject({
      issuer: 'https://bridge.example.com',
      roles: 2,
      pairs: 6,
      unsearched: 0,
    });
    expect(report.paths).toHaveLength(4);
    expect(report.paths[0]).toMatchObject({
      issuer: 'https://gitlab.internal',
      rule: 'releases',
      role: ROLE,
      statement: 'Statement 1',
      answer: { reach: 'yes', witness: { claims: { project_path: 'acme/web' } } },
    });
  });

  it('says that nobody is let in at all', async () => {
    const { code, stdout } = await run(policy(allow({}, 'other.example.com')), '--role', ROLE);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'No statement of 1 role lets in tokens of https://bridge.example.com at all: none names its provider for sts:AssumeRoleWithWebIdentity.\n',
    );
  });

  it('writes out what a claim would command the terminal to do', async () => {
    const sub = 'project:\u001b[2J';
    const { stdout } = await run(
      policy({ ...allow({ StringLike: { 'bridge.example.com:sub': `${sub}*` } }), Sid: sub }),
    );
    expect(stdout).not.toContain('\u001b');
  });
});
