import type { Rule } from '@drawbridge/rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { cpuTimeOf } from './cpu-time.fixture.ts';
import { type Confirm, createConfirm } from './confirm-witness.fixture.ts';
import { findReach } from './find-reach.ts';
import {
  ALL_ACTIONS,
  AUD,
  AWS,
  BRIDGE,
  forSubject,
  GITLAB,
  HOST,
  NOW,
  reach,
  ROLE,
  rule,
  setUpOf,
  statement,
  SUB,
  witnessOf,
} from './set-up.fixture.ts';

const PROJECT = { project_path: 'acme/web' };
const PRODUCTION = { claims: { sub: '{project_path}:production' } };
const TAGS = 'https://aws.amazon.com/tags';
const IDENTITY = 'https://aws.amazon.com/source_identity';
const TEAM = { team: { glob: '*' } };
const tagged = (key: string, text: string) => ({ [TAGS]: { principal_tags: { [key]: [text] } } });

let confirm: Confirm;
beforeAll(async () => {
  confirm = await createConfirm(GITLAB, NOW);
});

/** Which rules reach the role, and by which statement; each yes really does. */
async function answers(rules: readonly Rule[], statements: readonly unknown[]) {
  const options = setUpOf(rules, statements);
  const { paths } = await findReach(options);
  for (const path of paths) {
    if (path.answer.reach !== 'yes') continue;
    expect(await confirm(options, path, path.answer.witness)).toBeUndefined();
  }
  return Object.fromEntries(
    paths.map(({ rule: name, statement: by, answer }) => [
      `${name} by ${/\d+/.exec(by)?.[0]}`,
      answer.reach,
    ]),
  );
}

describe('findReach proves that no token goes', () => {
  it.each<[string, readonly Rule[], readonly unknown[]]>([
    [
      'whose session tag is another, whatever becomes of the tag beside it',
      [
        rule('r', PROJECT, {
          claims: {
            sub: 'x',
            [TAGS]: { principal_tags: { Team: ['{team}'], Project: ['{project_path}'] } },
          },
        }),
      ],
      [statement({ StringEquals: { 'aws:RequestTag/Project': 'other' } }, { Action: ALL_ACTIONS })],
    ],
    ['another subject', [rule('r', PROJECT, PRODUCTION)], [forSubject('acme/web:staging')]],
    ['another case', [rule('r', PROJECT, PRODUCTION)], [forSubject('Acme/web:production')]],
    [
      'another audience',
      [rule('r', PROJECT, { ...PRODUCTION, audience: 'vault' })],
      [forSubject('acme/web:production')],
    ],
    [
      'a pattern that never fits',
      [rule('r', { project_path: { glob: 'acme/*' } }, PRODUCTION)],
      [statement({ StringLike: { [SUB]: 'acme/*/*:production' } })],
    ],
    [
      'a subject of several claims, of which two cannot be so together',
      [rule('r', { ref_type: 'tag' }, { claims: { sub: '{project_path}:{ref_type}:{ref}' } })],
      [statement({ StringLike: { [SUB]: 'acme/web:branch:*' } })].map((each) => ({
        ...each,
        Condition: { StringEquals: { [SUB]: 'acme/web:branch:main' } },
      })),
    ],
    [
      'what an earlier rule always takes',
      [
        rule('first', { project_path: ['acme/web', 'acme/api'] }, { claims: { sub: 'x' } }),
        rule('r', { project_path: { glob: 'acme/**' } }, { claims: { sub: '{project_path}' } }),
      ],
      [forSubject('acme/web')],
    ],
    [
      'what earlier rules take between them',
      [
        rule('one', { project_path: { glob: 'acme/w*' } }, { claims: { sub: 'x' } }),
        rule('two', { project_path: { regex: 'acme/(api|wiki)' } }, { claims: { sub: 'y' } }),
        rule(
          'r',
          { project_path: ['acme/web', 'acme/api'] },
          { claims: { sub: '{project_path}' } },
        ),
      ],
      [statement({ StringLike: { [SUB]: 'acme/*' } })],
    ],
    [
      'what is always denied',
      [rule('r', PROJECT, PRODUCTION)],
      [
        forSubject('acme/web:production'),
        statement({ StringLike: { [SUB]: '*:production' } }, { Effect: 'Deny' }),
      ],
    ],
    [
      'session tags that are not allowed',
      [rule('r', TEAM, { claims: { sub: 'x', ...tagged('Team', '{team}') } })],
      [forSubject('x')],
    ],
    [
      'a session tag that is always a text, and not allowed',
      [rule('r', {}, { claims: { sub: 'x', ...tagged('Team', 't-{team}') } })],
      [forSubject('x')],
    ],
    [
      'a source identity that is not allowed',
      [rule('r', { team: 'web' }, { claims: { sub: 'x', [IDENTITY]: '{team}' } })],
      [forSubject('x')],
    ],
    [
      'a session tag that is longer than any',
      [rule('r', {}, { claims: { sub: 'x', ...tagged('Team', 'x'.repeat(257)) } })],
      [forSubject('x', { Action: ALL_ACTIONS })],
    ],
    [
      'a key of a session tag that is AWS’s own',
      [rule('r', {}, { claims: { sub: 'x', ...tagged('aws:Team', 't-{team}') } })],
      [forSubject('x', { Action: ALL_ACTIONS })],
    ],
    [
      'a source identity that is too short',
      [rule('r', { p: 'a' }, { claims: { sub: 'x', [IDENTITY]: '{p}' } })],
      [forSubject('x', { Action: ALL_ACTIONS })],
    ],
    [
      'a session tag that the rule does not make',
      [rule('r', TEAM, { claims: { sub: 'x', ...tagged('Team', '{team}') } })],
      [statement({ StringEquals: { 'aws:RequestTag/Project': 'web' } }, { Action: ALL_ACTIONS })],
    ],
    [
      'a subject and a tag of the same claim that differ',
      [rule('r', {}, { claims: { sub: '{p}:prod', ...tagged('Project', '{p}') } })],
      [
        statement(
          { StringEquals: { [SUB]: 'web:prod', 'aws:RequestTag/Project': 'api' } },
          { Action: ALL_ACTIONS },
        ),
      ],
    ],
    [
      'a claim over its limit',
      [
        rule(
          'r',
          { p: { glob: 'acme/**' } },
          { claims: { sub: '{p}:prod' }, maxBytes: { sub: 5 } },
        ),
      ],
      [statement({ StringLike: { [SUB]: 'acme/*' } })],
    ],
    [
      'a claim over its limit, though some that the rule is about are not',
      [rule('r', { p: ['a', 'acme/web'] }, { claims: { sub: '{p}:prod' }, maxBytes: { sub: 6 } })],
      [forSubject('acme/web:prod')],
    ],
    [
      'a claim that AWS makes no key of',
      [rule('r', PROJECT, { copy: ['sub', 'project_path'] })],
      [statement({ StringEquals: { [`${HOST}:project_path`]: 'acme/web' } })],
    ],
    [
      'a role of another account',
      [rule('r', PROJECT, PRODUCTION)],
      [
        forSubject('acme/web:production', {
          Principal: { Federated: `arn:aws:iam::999999999999:oidc-provider/${HOST}` },
        }),
      ],
    ],
    [
      'a role that was open until yesterday',
      [rule('r', PROJECT, PRODUCTION)],
      [
        statement({
          StringEquals: { [SUB]: 'acme/web:production' },
          DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
        }),
      ],
    ],
  ])('%s', async (_, rules, statements) => {
    const found = await answers(rules, statements);
    expect(Object.keys(found).filter((path) => path.startsWith('r '))).toEqual([]);
  });
});

describe('findReach finds a token for', () => {
  it('a rule and a subject, and tells all that it takes', async () => {
    const given = rule(
      'releases',
      { ...PROJECT, ref: { glob: 'release/*' }, 'realm.roles': { has: 'deploy' } },
      { ...PRODUCTION, once: true, audience: ['vault', AWS] },
      'runners',
    );
    const found = await reach([given], [forSubject('acme/web:production')]);
    expect(witnessOf(found['releases by 1'])).toEqual({
      claims: {
        iss: GITLAB,
        aud: BRIDGE,
        sub: 'x',
        project_path: 'acme/web',
        ref: 'release/x',
        realm: { roles: ['deploy'] },
        jti: 'x',
      },
      audiences: [AWS],
      client: 'runners',
      minted: { iss: BRIDGE, aud: AWS, sub: 'acme/web:production' },
    });
  });

  it.each<[string, readonly Rule[], readonly unknown[], Readonly<Record<string, unknown>>]>([
    [
      'a subject of several claims',
      [rule('r', {}, { claims: { sub: 'p:{project}:{ref_type}:{ref}' } })],
      [statement({ StringLike: { [SUB]: 'p:acme/*:branch:*' } })],
      { project: 'acme/x', ref_type: 'branch', ref: 'x' },
    ],
    [
      'one claim twice in a subject',
      [rule('r', {}, { claims: { sub: '{p}/{p}' } })],
      [forSubject('ab/ab')],
      { p: 'ab' },
    ],
    [
      'a claim in two texts with others',
      [rule('r', {}, { claims: { sub: '{p}:{q}', email: '{q}@{d}' } })],
      [statement({ StringEquals: { [SUB]: 'a:b', [`${HOST}:email`]: 'b@example.com' } })],
      { p: 'a', q: 'b', d: 'example.com' },
    ],
    [
      'what an earlier rule leaves',
      [
        rule('first', { p: 'a', ref: 'main' }, { claims: { sub: 'x' } }),
        rule('r', { p: 'a' }, { claims: { sub: '{p}' } }),
      ],
      [forSubject('a')],
      { p: 'a' },
    ],
    [
      'what an earlier rule leaves for want of a claim of its template',
      [
        rule('first', { p: 'a' }, { claims: { sub: '{p}{q}' } }),
        rule('r', { p: 'a' }, { claims: { sub: '{p}' } }),
      ],
      [forSubject('a')],
      { p: 'a' },
    ],
    [
      'what an earlier rule leaves for a list in the place of a text',
      [
        rule('first', {}, { claims: { sub: 'q:{q}' } }),
        rule('r', {}, { claims: { sub: 'r', groups: '{q}' } }),
      ],
      [forSubject('r')],
      { q: [] },
    ],
    [
      'another audience than that of an earlier rule',
      [
        rule('first', { p: 'a' }, { audience: 'vault', claims: { sub: 'x' } }),
        rule('r', { p: 'a' }, { audience: ['vault', AWS], claims: { sub: 'r' } }),
      ],
      [statement({ StringEquals: { [SUB]: 'r' } })],
      { p: 'a' },
    ],
    [
      'a claim that is just under its limit, beside a long one that has none',
      [
        rule(
          'r',
          { p: { glob: 'acme/**' } },
          { claims: { sub: 'r', email: '{p}', note: 'x'.repeat(1100) }, maxBytes: { email: 5 } },
        ),
      ],
      [forSubject('r')],
      { p: 'acme/' },
    ],
    [
      'one claim of five that stands twice in a text',
      [rule('r', {}, { claims: { sub: '{p}-{p}' } })],
      [statement({ StringEquals: { [SUB]: ['a-b', 'b-c', 'c-d', 'd-a', 'e-e'] } })],
      { p: 'e' },
    ],
    [
      'a copied session tag and its key',
      [rule('r', {}, { copy: ['sub', TAGS] })],
      [
        statement(
          {
            StringEquals: { 'aws:RequestTag/team': 'a' },
            'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' },
          },
          { Action: ALL_ACTIONS },
        ),
      ],
      { [TAGS]: { principal_tags: { team: ['a'] } } },
    ],
    [
      'a number that a template spells',
      [rule('r', { id: [7, true] }, { claims: { sub: 'project:{id}' } })],
      [forSubject('project:7')],
      { id: 7 },
    ],
    [
      'a session tag',
      [rule('r', {}, { claims: { sub: 'x', ...tagged('Team', '{team}') } })],
      [
        statement(
          { StringEquals: { [SUB]: 'x', 'aws:RequestTag/team': 'a' } },
          { Action: ALL_ACTIONS },
        ),
      ],
      { team: 'a' },
    ],
    [
      'a session tag that is copied',
      [rule('r', {}, { copy: ['sub', TAGS] })],
      [statement({ StringEquals: { 'aws:RequestTag/Team': 'a' } }, { Action: ALL_ACTIONS })],
      { [TAGS]: { principal_tags: { team: ['a'] } } },
    ],
    [
      'a source identity',
      [rule('r', {}, { claims: { 'https://aws.amazon.com/source_identity': '{who}' } })],
      [statement({ StringLike: { 'sts:SourceIdentity': 'ab*' } }, { Action: ALL_ACTIONS })],
      { who: 'ab' },
    ],
    [
      'what no Deny is for',
      [rule('r', {}, { claims: { sub: '{p}' } })],
      [
        statement({ StringLike: { [SUB]: 'acme/*' } }),
        statement({ StringLike: { [SUB]: 'acme/x*' } }, { Effect: 'Deny' }),
        statement({ StringEquals: { [SUB]: 'acme/' } }, { Effect: 'Deny' }),
      ],
      { p: 'acme/y' },
    ],
    [
      'a claim under its limit, though others that the rule is about are not',
      [rule('r', { p: ['acme/web', 'a'] }, { claims: { sub: '{p}:prod' }, maxBytes: { sub: 6 } })],
      [statement({ StringLike: { [SUB]: '*:prod' } })],
      { p: 'a' },
    ],
    [
      'a role that one Deny of two keeps out for sure',
      [rule('r', { p: ['a', 'b'] }, { claims: { sub: '{p}' } })],
      [
        statement({}),
        statement(
          { StringEquals: { [SUB]: 'a' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
          { Effect: 'Deny' },
        ),
        statement({ StringEquals: { [SUB]: 'a' } }, { Effect: 'Deny' }),
      ],
      { p: 'b' },
    ],
    [
      'a negated condition',
      [rule('r', { p: ['a', 'b'] }, { claims: { sub: '{p}' } })],
      [statement({ StringNotEquals: { [SUB]: 'a' } })],
      { p: 'b' },
    ],
    [
      'a condition in another case',
      [rule('r', {}, { claims: { sub: '{p}' } })],
      [statement({ StringEqualsIgnoreCase: { [SUB]: 'Acme' } })],
      {},
    ],
    [
      'a regular expression about words',
      [rule('r', { ref: { regex: '\\bmain\\b' } }, { claims: { sub: '{ref}' } })],
      [forSubject('main')],
      { ref: 'main' },
    ],
    [
      'names that objects have of themselves',
      [
        rule(
          'r',
          { constructor: 'a', __proto__: 'b' },
          {
            claims: { sub: '{constructor}' },
          },
        ),
      ],
      [forSubject('a')],
      { constructor: 'a' },
    ],
    [
      'a path that leads where another claim stands',
      [rule('r', { o: 'a', 'o.p': 'b' }, { claims: { sub: '{o}{o.p}' } })],
      [forSubject('ab')],
      { o: 'a', 'o.p': 'b' },
    ],
    [
      'times that a rule looks at',
      [rule('r', {}, { claims: { sub: 'at-{exp}' } })],
      [statement({ StringLike: { [SUB]: 'at-*' } })],
      { exp: NOW + 600 },
    ],
  ])('%s', async (_, rules, statements, claims) => {
    expect((await answers(rules, statements))['r by 1']).toBe('yes');
    const found = await reach(rules, statements);
    expect(witnessOf(found['r by 1']).claims).toMatchObject(claims);
  });

  it('a text that is too long for the pattern of an earlier rule to look at', async () => {
    const rules = [
      rule('first', { sub: { glob: '**' } }, { claims: { sub: 'first' } }),
      rule('r', {}, { claims: { sub: 'r' } }),
    ];
    const found = await answers(rules, [forSubject('r')]);
    expect(found).toEqual({ 'r by 1': 'yes' });
    const { claims } = witnessOf((await reach(rules, [forSubject('r')]))['r by 1']);
    expect(claims['sub']).toHaveLength(4097);
  });

  it('the audience that a rule passes on', async () => {
    const rules = [rule('r', PROJECT, { passUpstreamAudience: true })];
    const statements = [statement({ StringEquals: { [AUD]: AWS } })];
    expect(await answers(rules, statements)).toEqual({ 'r by 1': 'yes' });
    const witness = witnessOf((await reach(rules, statements))['r by 1']);
    expect(witness.claims['aud']).toEqual([BRIDGE, AWS]);
    expect(witness.audiences).toEqual([AWS]);
    const open = { upstreams: [{ issuer: GITLAB, audiences: undefined }] };
    const any = witnessOf((await reach(rules, statements, open))['r by 1']);
    expect(any.claims['aud']).toBe(AWS);
    expect(any.audiences).toEqual([]);
  });

  it('a claim that must be missing', async () => {
    const open = { upstreams: [{ issuer: GITLAB, audiences: [BRIDGE], requiredClaims: [] }] };
    const statements = [statement({ Null: { [SUB]: 'true' } })];
    const found = await reach([rule('r', PROJECT)], statements, open);
    expect(witnessOf(found['r by 1']).claims).not.toHaveProperty('sub');
    expect(await reach([rule('r', PROJECT)], statements)).toEqual({});
  });

  it('a name of the session that the caller must give', async () => {
    const rules = [rule('r', PROJECT, PRODUCTION)];
    const given = (name: string) => [statement({ StringLike: { 'sts:RoleSessionName': name } })];
    expect(witnessOf((await reach(rules, given('ci-*')))['r by 1']).sessionName).toMatch(/^ci-/);
    expect(await reach(rules, given('x'.repeat(65)))).toEqual({});
    expect(await reach(rules, given('a b'))).toEqual({});
  });

  it('a variable that stands for a claim', async () => {
    const rules = [rule('r', {}, { claims: { sub: '{user}', email: '{mail}' } })];
    const named = `\${${HOST}:email}`;
    const statements = [
      statement({
        StringLike: { [`${HOST}:email`]: '*@example.com' },
        StringEquals: { 'sts:RoleSessionName': [named, 'never here'] },
      }),
      statement({ StringEquals: { [SUB]: `user:${named}` } }),
    ];
    expect(await answers(rules, statements)).toEqual({ 'r by 1': 'yes', 'r by 2': 'yes' });
    const found = await reach(rules, statements);
    const { sessionName, claims } = witnessOf(found['r by 1']);
    expect(claims['mail']).toBe(sessionName);
    const other = witnessOf(found['r by 2']).claims;
    expect(other['user']).toBe(`user:${String(other['mail'])}`);
  });

  it('several statements, roles and issuers, in their order', async () => {
    const policy = setUpOf([], [forSubject('acme/web:production'), statement({})]).roles[0]?.policy;
    const other = 'https://github.internal';
    const report = await findReach({
      ...setUpOf([], [statement({})]),
      upstreams: [
        { issuer: other, audiences: ['other'] },
        { issuer: GITLAB, audiences: [BRIDGE] },
      ],
      rules: [
        { name: 'o', match: { issuer: other }, grant: { audience: AWS } },
        rule('r', PROJECT, PRODUCTION),
        { name: 'stranger', match: { issuer: 'https://nobody.test' }, grant: { audience: AWS } },
      ],
      roles: [ROLE, `${ROLE}-2`].map((arn) => ({ arn, policy: policy as never })),
    });
    expect(report.pairs).toBe(8);
    expect(
      report.paths.map(({ issuer, rule: by, role, statement: at }) => [issuer, by, role, at]),
    ).toEqual(
      [ROLE, `${ROLE}-2`].flatMap((role) => [
        [other, 'o', role, 'Statement 1'],
        [GITLAB, 'r', role, 'Statement 1'],
        [other, 'o', role, 'Statement 2'],
        [GITLAB, 'r', role, 'Statement 2'],
      ]),
    );
  });
});

describe('findReach leaves undecided, and says why,', () => {
  it('what depends on where the call comes from, with the token that it is about', async () => {
    const found = await reach(
      [rule('r', PROJECT, PRODUCTION)],
      [statement({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    );
    expect(found['r by 1']).toMatchObject({
      reach: 'undecided',
      reasons: [{ at: 'Statement 1, IpAddress, aws:SourceIp' }],
      nearest: { claims: PROJECT, minted: { sub: 'acme/web:production' } },
    });
  });

  it('a policy alone with providers of two accounts, one of which the role is in', async () => {
    const other = { Federated: `arn:aws:iam::999999999999:oidc-provider/${HOST}` };
    const own = `arn:aws:iam::111122223333:oidc-provider/${HOST}`;
    const both = { Federated: [own, other.Federated] };
    const answersOf = async (...statements: readonly unknown[]) => {
      const { roles, ...given } = setUpOf([rule('r', { sub: 'a' })], statements);
      const { paths } = await findReach({
        ...given,
        roles: roles.map(({ policy }) => ({ policy })),
      });
      return paths.map(({ answer }) => answer);
    };
    const open = [{ reach: 'undecided', reasons: [{ at: 'The policy, Principal' }] }];
    const denied = statement({}, { Effect: 'Deny', Principal: other });
    expect(await answersOf(forSubject('a'), denied)).toMatchObject(open);
    expect(await answersOf(forSubject('a'), forSubject('b', { Principal: other }))).toMatchObject(
      open,
    );
    expect(await answersOf(forSubject('a', { Principal: both }))).toMatchObject([{ reach: 'yes' }]);
    const everybody = statement({}, { Effect: 'Deny', Principal: '*' });
    expect(await answersOf(forSubject('a', { Principal: both }), everybody)).toEqual([]);
  });

  it.each([
    ['Null of a set', { 'ForAnyValue:Null': { [SUB]: 'true' } }],
    ['a boolean that is none', { Bool: { [SUB]: 'a' } }],
    ['a number that is too long for JSON', { StringEquals: { [SUB]: 2 ** 60 } }],
    ['a key with a letter that is no s', { StringEquals: { [`${HOST}:\u017fub`]: 'b' } }],
  ])('a condition whose meaning is not documented: %s', async (_, condition) => {
    const found = await reach([rule('r', { sub: 'a' })], [statement(condition)]);
    expect(found['r by 1']?.reach).toBe('undecided');
  });

  it('a condition that cannot be analysed', async () => {
    const found = await reach(
      [rule('r', { ref: { regex: 'a\\b.\\Bb' } }, { claims: { sub: '{ref}' } })],
      [statement({ StringLike: { [SUB]: 'a*' } })],
    );
    expect(found['r by 1']).toMatchObject({ reach: 'undecided', reasons: [{ at: 'Rule "r"' }] });
  });

  it.each<[string, Rule, Record<string, unknown>]>([
    [
      'which session tags a token has that are copied',
      rule('r', {}, { copy: ['sub', TAGS] }),
      statement({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, { Action: ALL_ACTIONS }),
    ],
    [
      'how somebody signed in',
      rule('r', {}, { claims: { amr: '{methods}' } }),
      statement({ 'ForAnyValue:StringEquals': { [`${HOST}:amr`]: 'mfa' } }),
    ],
    [
      'a session tag that may be a list, and is not allowed',
      rule('r', PROJECT, { claims: { sub: 'acme/web:production', ...tagged('Team', '{team}') } }),
      forSubject('acme/web:production'),
    ],
    [
      'a session tag that may be an object, in a claim of its own',
      rule('r', PROJECT, { claims: { sub: 'x', [`${TAGS}/principal_tags/Team`]: '{team}' } }),
      statement({ StringNotLike: { 'aws:RequestTag/Team': '*' } }, { Action: ALL_ACTIONS }),
    ],
    [
      'a session tag that is lost or not beside one that may be a number',
      rule(
        'r',
        {},
        { claims: { sub: 'x', [TAGS]: { principal_tags: { Team: ['{team}'], Stage: ['prod'] } } } },
      ),
      statement(
        { StringEqualsIfExists: { 'aws:RequestTag/Stage': 'test' } },
        { Action: ALL_ACTIONS },
      ),
    ],
    [
      'a session tag that is a number',
      rule('r', { team: 1 }, { claims: { sub: 'x', ...tagged('Team', '{team}') } }),
      statement({ StringEquals: { 'aws:RequestTag/Team': 'web' } }, { Action: ALL_ACTIONS }),
    ],
    [
      'a source identity that may be a list, and is not allowed',
      rule('r', {}, { claims: { sub: 'x', [IDENTITY]: '{who}' } }),
      forSubject('x'),
    ],
    [
      'a source identity that may come out empty, and is not allowed',
      rule('r', {}, { claims: { sub: 'x', [IDENTITY]: '{p}{q}' } }),
      forSubject('x'),
    ],
    [
      'one claim of many that stands twice in a text',
      rule('r', {}, { claims: { sub: '{p}-{p}' } }),
      statement({
        StringEquals: {
          [SUB]: [...Array.from({ length: 60 }, (_, at) => `${at}-${(at + 1) % 60}`), '99-99'],
        },
      }),
    ],
  ])('%s', async (_, given, by) => {
    const found = await reach([given], [by]);
    expect(found['r by 1']).toMatchObject({ reach: 'undecided' });
  });

  it('a token that is longer than any may be', async () => {
    const found = await reach(
      [rule('r', { p: 'x'.repeat(20_000) }, { claims: { sub: 'x' } })],
      [forSubject('x')],
    );
    expect(found['r by 1']).toMatchObject({
      reach: 'undecided',
      reasons: [{ seen: expect.stringContaining('more than 20000 characters') as string }],
    });
  });

  it('a time that IAM may read or not', async () => {
    const found = await reach(
      [rule('r', PROJECT, PRODUCTION)],
      [
        statement({
          StringEquals: { [SUB]: 'acme/web:production' },
          DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00' },
        }),
      ],
    );
    expect(found['r by 1']).toMatchObject({
      reach: 'undecided',
      reasons: [
        {
          at: 'Statement 1, DateGreaterThan, aws:CurrentTime',
          fix: expect.stringMatching(/does not document .* a zone, such as 2026-01-31T12:00:00Z/),
        },
      ],
      nearest: { claims: { project_path: 'acme/web' } },
    });
  });

  it('a rule behind one that cannot be analysed', async () => {
    const found = await reach(
      [
        rule('first', { ref: { regex: '(?m)^a$' } }, { claims: { sub: 'x' } }),
        rule('r', { ref: { glob: 'a**' } }, { claims: { sub: '{ref}' } }),
      ],
      [forSubject('a')],
    );
    expect(found['r by 1']).toMatchObject({ reach: 'undecided', reasons: [{ at: 'Rule "r"' }] });
  });
});

describe('findReach does bounded work', () => {
  it.each([
    ['globs', { glob: '**a'.repeat(300) }, `*${'b*'.repeat(300)}`],
    ['question marks', { glob: `**${'a?'.repeat(400)}` }, '?*'.repeat(400)],
    ['expressions', { regex: '(?:.*a.{12}){20}' }, `*${'?'.repeat(200)}*`],
  ])('on hostile %s', async (_, condition, like) => {
    const claims = Object.fromEntries(['p', 'q', 'r', 's'].map((name) => [name, condition]));
    const sub = '{p}:{q}:{r}:{s}';
    const rules = [
      rule('first', { ...claims, t: 'x' }, { claims: { sub } }),
      rule('r', claims, { claims: { sub } }),
    ];
    const statements = [
      statement({ StringLike: { [SUB]: like } }),
      statement({ StringLike: { [SUB]: like } }, { Effect: 'Deny' }),
    ];
    expect(await cpuTimeOf(() => reach(rules, statements))).toBeLessThan(5_000_000);
  });

  it('until its time is over, and proves by the index what it can after that', async () => {
    const rules = ['a', 'b', 'c'].map((name) =>
      rule(name, { ref: name }, { claims: { sub: '{ref}' } }),
    );
    const statements = ['a', 'b', 'c', '*'].map((sub) => statement({ StringLike: { [SUB]: sub } }));
    // Each look at the clock takes a second: the first is when it begins.
    let seconds = 0;
    const clock = { now: () => NOW * 1000, monotonic: () => seconds++ * 1000 };
    const given = setUpOf(rules, statements, { clock, deadline: 4000 });
    const { paths, pairs, unsearched } = await findReach(given);
    const told = paths.map(({ rule: name, statement: by, answer }) => [name, by, answer.reach]);
    expect({ pairs, unsearched }).toEqual({ pairs: 12, unsearched: 3 });
    expect(told).toEqual([
      ['a', 'Statement 1', 'yes'],
      ['b', 'Statement 2', 'yes'],
      ['c', 'Statement 3', 'undecided'],
      ['a', 'Statement 4', 'yes'],
      ['b', 'Statement 4', 'undecided'],
      ['c', 'Statement 4', 'undecided'],
    ]);
    expect(paths.at(-1)?.answer).toMatchObject({
      reasons: [
        {
          seen: expect.stringContaining('after 4 seconds'),
          fix: expect.stringContaining('--role'),
        },
      ],
    });
    const enough = await findReach({ ...given, deadline: 1_000_000 });
    expect(enough.unsearched).toBe(0);
    expect(enough.paths.map(({ answer }) => answer.reach)).not.toContain('undecided');
  });

  it('on a template of many claims', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `c${at}`);
    const sub = names.map((name) => `{${name}}`).join('');
    const twice = `${sub}{c0}`;
    const statements = [statement({ StringLike: { [SUB]: '*x*y*z*' } })];
    for (const text of [sub, twice]) {
      const spent = await cpuTimeOf(() =>
        reach([rule('r', {}, { claims: { sub: text } })], statements),
      );
      expect(spent).toBeLessThan(5_000_000);
    }
  });
});
