import type { TokenView } from '@drawbridge/rules';
import { describe, expect, it } from 'vitest';
import type { Reason, Verdict } from '../../trust/verdict.ts';
import { evaluateProvider } from './evaluate-provider.ts';
import { readProvider } from './read-provider.ts';

const POOL = 'projects/123456/locations/global/workloadIdentityPools/ci';
const NAME = `${POOL}/providers/github`;
const ISSUER = 'https://token.actions.githubusercontent.com';

/** What GitHub puts into a token ("Understanding the OIDC token", docs.github.com, read 2026-11). */
const CLAIMS = {
  iss: ISSUER,
  sub: 'repo:acme/app:ref:refs/heads/main',
  aud: `https://iam.googleapis.com/${NAME}`,
  repository: 'acme/app',
  repository_owner: 'acme',
  ref: 'refs/heads/main',
  run_attempt: '1',
  exp: 1_790_000_000,
  groups: ['dev', 'ops'],
};

interface Setting {
  readonly provider?: object;
  readonly claims?: object;
  readonly issuer?: string;
  readonly bindings?: readonly object[];
}

async function judge({ provider = {}, claims = {}, issuer = ISSUER, bindings }: Setting) {
  const described = {
    name: NAME,
    oidc: { issuerUri: ISSUER },
    attributeMapping: {
      'google.subject': 'assertion.sub',
      'attribute.repository': 'assertion.repository',
    },
    attributeCondition: "assertion.repository_owner=='acme' && assertion.ref=='refs/heads/main'",
    ...provider,
  };
  const trust = await readProvider(
    bindings === undefined ? described : { provider: described, policy: { bindings } },
  );
  // As a token has them: what is undefined is not there.
  const all = JSON.parse(JSON.stringify({ ...CLAIMS, ...claims })) as TokenView['claims'];
  const token: TokenView = { issuer, claims: all };
  return evaluateProvider(trust, token);
}

const map = (mapping: object) => ({
  attributeMapping: { 'google.subject': 'assertion.sub', ...mapping },
});

describe('a token that is refused', () => {
  it.each<[string, Setting, { at: RegExp; seen: RegExp }]>([
    [
      'by a disabled provider',
      { provider: { disabled: true } },
      { at: /disabled/, seen: /disabled/ },
    ],
    ['by a deleted one', { provider: { state: 'DELETED' } }, { at: /state/, seen: /deleted/ }],
    ['of another issuer', { issuer: 'https://gitlab.com' }, { at: /issuerUri/, seen: /gitlab/ }],
    [
      'of an issuer in other letters',
      { issuer: ISSUER.replace('token', 'Token') },
      { at: /issuerUri/, seen: /Token/ },
    ],
    [
      'for nobody',
      { claims: { aud: undefined } },
      { at: /allowedAudiences/, seen: /there is no aud/ },
    ],
    ['for another', { claims: { aud: 'sts.amazonaws.com' } }, { at: /allowed/, seen: /amazonaws/ }],
    [
      'for others',
      { claims: { aud: ['a', 'b'] } },
      { at: /allowedAudiences/, seen: /\["a","b"\]/ },
    ],
    [
      'for the provider with a slash',
      { claims: { aud: `${CLAIMS.aud}/` } },
      { at: /allowedAudiences/, seen: /github\// },
    ],
    [
      'for the default, where there is another',
      { provider: { oidc: { issuerUri: ISSUER, allowedAudiences: ['x'] } } },
      { at: /allowedAudiences/, seen: /iam\.googleapis/ },
    ],
    ['without the subject', { claims: { sub: undefined } }, { at: /google.subject/, seen: /./ }],
    [
      // google-github-actions/auth, issue 378: "The mapped attribute 'google.subject' must be of type STRING."
      'with a condition for a subject',
      { provider: { attributeMapping: { 'google.subject': "(assertion.sub=='a')" } } },
      { at: /google\.subject/, seen: /it is false/ },
    ],
    [
      'with a subject of 128 bytes',
      { claims: { sub: 'a'.repeat(128) } },
      { at: /google\.subject/, seen: /128 bytes/ },
    ],
    [
      'with an attribute that is a number',
      { provider: map({ 'attribute.exp': 'assertion.exp' }) },
      { at: /attribute\.exp/, seen: /1790000000/ },
    ],
    [
      'with groups that are none',
      { provider: map({ 'google.groups': 'assertion.exp' }) },
      { at: /google\.groups/, seen: /1790000000/ },
    ],
    [
      'with more than fits',
      {
        provider: map({ 'google.groups': 'assertion.groups' }),
        claims: { groups: Array<string>(200).fill('g'.repeat(100)) },
      },
      { at: /^attributeMapping$/, seen: /bytes/ },
    ],
    [
      'by a part of the condition',
      { claims: { ref: 'refs/heads/dev' } },
      {
        at: /^attributeCondition, assertion\.ref=='refs\/heads\/main'$/,
        seen: /it is false, and assertion\.ref is "refs\/heads\/dev"/,
      },
    ],
    [
      'by a claim that the condition lacks',
      { claims: { ref: undefined }, provider: { attributeCondition: 'assertion.reff == "a"' } },
      { at: /reff/, seen: /there is no "reff", and there is no assertion\.reff/ },
    ],
    [
      'by a condition that is text',
      { provider: { attributeCondition: 'assertion.sub' } },
      { at: /assertion\.sub/, seen: /neither true nor false/ },
    ],
    [
      'by what it maps to',
      { provider: { attributeCondition: 'attribute.repository == "acme/web"' } },
      { at: /attribute\.repository/, seen: /attribute\.repository is "acme\/app"/ },
    ],
    [
      'by an attribute that is not mapped',
      { provider: { attributeCondition: 'attribute.no == "a"' } },
      { at: /attribute\.no/, seen: /there is no "no"/ },
    ],
    [
      'by its groups',
      {
        provider: {
          ...map({ 'google.groups': 'assertion.groups' }),
          attributeCondition: "'admins' in google.groups",
        },
      },
      { at: /admins/, seen: /google\.groups is \["dev","ops"\]/ },
    ],
  ])('%s', async (_, setting, { at, seen }) => {
    const verdict = await judge(setting);
    expect(verdict).toMatchObject({
      verdict: 'refused',
      reasons: [{ at: expect.stringMatching(at), seen: expect.stringMatching(seen) }],
    });
  });

  it('has all reasons, those of the condition first', async () => {
    const verdict = await judge({
      issuer: 'https://x',
      claims: { aud: 'x', ref: 'x', repository_owner: 'x' },
    });
    expect(verdict).toMatchObject({
      verdict: 'refused',
      reasons: [
        { at: "attributeCondition, assertion.repository_owner=='acme'" },
        { at: "attributeCondition, assertion.ref=='refs/heads/main'" },
        { at: 'oidc.allowedAudiences' },
        { at: 'oidc.issuerUri' },
      ],
    });
  });
});

describe('a token of which nobody can tell', () => {
  it.each<[string, Setting, RegExp, RegExp]>([
    [
      // "Configure Workload Identity Federation with deployment pipelines" writes GitHub with a slash.
      'by a slash of the issuer',
      { provider: { oidc: { issuerUri: `${ISSUER}/` } } },
      /issuerUri/,
      /iss is/,
    ],
    ['by two audiences', { claims: { aud: [CLAIMS.aud, 'x'] } }, /allowedAudiences/, /aud is \[/],
    [
      'by an attribute that a token lacks',
      { provider: map({ 'attribute.environment': 'assertion.environment' }) },
      /attribute\.environment/,
      /it fails: there is no "environment"/,
    ],
    [
      'by an attribute that is null',
      {
        provider: map({ 'attribute.environment': 'assertion.environment' }),
        claims: { environment: null },
      },
      /attribute\.environment/,
      /it is null/,
    ],
    [
      'by groups that are null',
      { provider: map({ 'google.groups': 'assertion.groups' }), claims: { groups: null } },
      /google\.groups/,
      /it is null/,
    ],
    [
      'by a function that is not known',
      { provider: { attributeCondition: 'assertion.sub.substring(0, 4) == "repo"' } },
      /substring/,
      /the function substring/,
    ],
    [
      'by a number',
      { provider: { attributeCondition: 'assertion.exp > 5' } },
      /assertion\.exp/,
      /how Google takes numbers/,
    ],
    [
      'by a condition that costs too much',
      {
        provider: {
          attributeCondition: `[assertion.sub]${'.map(x, x + x)'.repeat(40)}.size() > 0`,
        },
      },
      /map/,
      /not evaluated here/,
    ],
    [
      'by a subject of many bytes in few characters',
      { claims: { sub: 'é'.repeat(100) } },
      /google\.subject/,
      /200 bytes/,
    ],
    [
      'by an attribute that is not known',
      {
        provider: {
          ...map({ 'attribute.a': 'assertion.sub.substring(0)' }),
          attributeCondition: 'attribute.a == "a"',
        },
      },
      /attribute\.a/,
      /not known here/,
    ],
    [
      'by groups in one text',
      { provider: map({ 'google.groups': 'assertion.sub' }) },
      /google\.groups/,
      /repo:acme/,
    ],
  ])('%s', async (_, setting, at, seen) => {
    const verdict = await judge(setting);
    expect(verdict.verdict).toBe('undecided');
    expect('reasons' in verdict && verdict.reasons[0]).toMatchObject({
      at: expect.stringMatching(at),
      seen: expect.stringMatching(seen),
    });
  });

  it('is refused where something else refuses it', async () => {
    const setting = {
      provider: { attributeCondition: 'assertion.sub.substring(0) == "a" && false' },
    };
    expect(await judge(setting)).toMatchObject({ verdict: 'refused' });
  });
});

describe('a token that is let in', () => {
  const becomes = `principal://iam.googleapis.com/${POOL}/subject/${CLAIMS.sub}`;

  it.each<[string, Setting]>([
    ['by the default audience', {}],
    ['by the default audience without https:', { claims: { aud: CLAIMS.aud.slice(6) } }],
    ['by a list of one audience', { claims: { aud: [CLAIMS.aud] } }],
    [
      'by an audience of its own',
      {
        provider: { oidc: { issuerUri: ISSUER, allowedAudiences: ['a', 'b'] } },
        claims: { aud: 'b' },
      },
    ],
    ['without a condition', { provider: { attributeCondition: '' } }],
    [
      'by what is mapped',
      {
        provider: {
          ...map({ 'google.groups': 'assertion.groups', 'attribute.__proto__': '"p"' }),
          attributeCondition:
            "'ops' in google.groups && attribute.__proto__ == 'p' && google.subject.startsWith('repo:')",
        },
      },
    ],
    [
      'by a claim that is there or not',
      {
        provider: {
          attributeCondition: '!has(assertion.environment) || assertion.environment == "x"',
        },
      },
    ],
    [
      'by a pattern',
      { provider: { attributeCondition: "assertion.sub.matches('^repo:acme/[a-z]+:ref:')" } },
    ],
  ])('%s', async (_, setting) => {
    expect(await judge(setting)).toMatchObject({ verdict: 'allowed', becomes });
  });

  // docs.cloud.google.com/iam/docs/workload-identity-federation, "Attribute mappings" (2026-04-02), and "Configure Workload
  // Identity Federation with deployment pipelines", Azure DevOps (read 2026-11).
  it.each([
    [
      "'myprovider::' + assertion.aud + '::' + assertion.sub",
      { aud: 'a', sub: 'b' },
      'myprovider::a::b',
    ],
    [
      '{"8bb39bdb": "Workload1", "55d36609": "Workload2"}[assertion.workload_id]',
      { workload_id: '55d36609' },
      'Workload2',
    ],
    [
      'assertion.arn.contains(":instance-profile/Production") ? "prod" : "test"',
      { arn: 'x' },
      'test',
    ],
    [
      "assertion.arn.contains('assumed-role') ? assertion.arn.extract('{account_arn}assumed-role/') + 'assumed-role/' + assertion.arn.extract('assumed-role/{role_name}/') : assertion.arn",
      { arn: 'arn:aws:sts::123:assumed-role/ci/session' },
      'arn:aws:sts::123:assumed-role/ci',
    ],
    ['assertion.email.split("@")[0]', { email: 'a@b' }, 'a'],
    ['assertion.department.join(".")', { department: ['a', 'b'] }, 'a.b'],
    ["assertion.sub.split('/sc/')[1]", { sub: 'PREFIX/sc/connection' }, 'connection'],
  ])('becomes what %s maps it to', async (expression, claims, subject) => {
    const verdict = await judge({
      provider: {
        attributeMapping: { 'google.subject': expression },
        attributeCondition: '',
        oidc: { issuerUri: ISSUER, allowedAudiences: ['a', CLAIMS.aud] },
      },
      claims,
    });
    expect(verdict).toMatchObject({
      verdict: 'allowed',
      becomes: `principal://iam.googleapis.com/${POOL}/subject/${subject}`,
    });
  });
});

function reasonsOf(verdict: Verdict): readonly Reason[] {
  return verdict.verdict === 'allowed' ? [] : verdict.reasons;
}

describe('the policy of a service account', () => {
  const role = 'roles/iam.workloadIdentityUser';
  const set = `principalSet://iam.googleapis.com/${POOL}`;

  it.each([
    `principal://iam.googleapis.com/${POOL}/subject/${CLAIMS.sub}`,
    `${set}/attribute.repository/acme/app`,
    `${set}/group/ops`,
    `${set}/*`,
  ])('lets in %s', async (member) => {
    const verdict = await judge({
      provider: map({
        'google.groups': 'assertion.groups',
        'attribute.repository': 'assertion.repository',
      }),
      bindings: [
        { role: 'roles/viewer', members: ['user:a@b'] },
        { role, members: ['x', member] },
      ],
    });
    expect(verdict).toMatchObject({ verdict: 'allowed', by: expect.stringContaining(member) });
  });

  it.each<[string, object, RegExp, RegExp]>([
    ['nobody', { role, members: [] }, /service account/, /no binding/],
    [
      'another role',
      { role: 'roles/viewer', members: [`${set}/*`] },
      /service account/,
      /no binding/,
    ],
    [
      'another repository',
      { role, members: [`${set}/attribute.repository/acme/web`] },
      /attribute\.repository/,
      /attribute\.repository\/acme\/app/,
    ],
    [
      'the beginning of its repository',
      { role, members: [`${set}/attribute.repository/acme`] },
      /attribute\.repository/,
      /attribute\.repository\/acme\/app/,
    ],
    [
      'an attribute that is not mapped',
      { role, members: [`${set}/attribute.ref/refs/heads/main`] },
      /attribute\.ref/,
      /attribute\.ref is not mapped/,
    ],
    [
      'a project by its ID',
      { role, members: [`${set.replace('123456', 'acme')}/*`] },
      /projects\/acme/,
      /of another pool/,
    ],
    ['a subject as a set', { role, members: [`${set}/subject/${CLAIMS.sub}`] }, /./, /./],
    [
      'a condition',
      { role, members: [`${set}/*`], condition: { expression: 'false' } },
      /the policy/,
      /has a condition/,
    ],
    [
      'a role of its own',
      { role: 'projects/acme/roles/x', members: [`${set}/*`] },
      /the policy/,
      /one of your own/,
    ],
  ])('does not tell by %s', async (_, binding, at, seen) => {
    const verdict = await judge({ bindings: [binding] });
    expect(verdict.verdict).toBe('undecided');
    expect(reasonsOf(verdict)[0]).toMatchObject({
      at: expect.stringMatching(at),
      seen: expect.stringMatching(seen),
      requirements: ['access-granted'],
    });
  });

  it.each([
    ['nobody is bound', []],
    ['somebody near is', [`${set}/attribute.repository/acme/web`]],
  ])('says whose policies were not looked at, and how they are: %s', async (_, members) => {
    const last = reasonsOf(await judge({ bindings: [{ role, members }] })).at(-1);
    expect(last?.seen).toMatch(/its project, its folders and its organization .* not looked at$/);
    expect(last?.fix).toContain('gcloud projects get-ancestors-iam-policy PROJECT --format=json');
  });

  it('is looked through soon, however many it and the token name', async () => {
    const members = Array.from({ length: 50_000 }, (_, index) => `${set}/group/m${index}`);
    const setting = {
      provider: map({ 'google.groups': 'assertion.groups' }),
      claims: { groups: Array.from({ length: 5000 }, (_, index) => `g${index}`) },
      bindings: [{ role, members }],
    };
    const before = process.cpuUsage();
    await judge(setting);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1500);
  });

  it('does not count where the provider refuses', async () => {
    const verdict = await judge({ issuer: 'x', bindings: [{ role, members: [`${set}/*`] }] });
    expect(verdict).toMatchObject({ verdict: 'refused', reasons: [{ at: 'oidc.issuerUri' }] });
  });
});

describe('a provider that is as bad as can be', () => {
  it.each([
    [
      'many expressions that cost much',
      'assertion.l.exists(a, assertion.l.exists(b, a < b))',
      'true',
    ],
    ['many parts', '"a"', Array<string>(300).fill('"a" != ""').join(' && ')],
    ['many parts that walk', '"a"', Array<string>(80).fill('assertion.l.all(a, a < 2)').join('&&')],
  ])('ends soon, with %s', async (_, expression, attributeCondition) => {
    const mapping = Array.from({ length: 50 }, (_none, index) => [
      `attribute.a${index}`,
      expression,
    ]);
    const setting = { provider: { ...map(Object.fromEntries(mapping)), attributeCondition } };
    const claims = { l: Array<number>(9000).fill(1) };
    await judge({ ...setting, claims: {} });
    const before = process.cpuUsage();
    const { verdict } = await judge({ ...setting, claims });
    const { user, system } = process.cpuUsage(before);
    expect(verdict).not.toBe('refused');
    expect((user + system) / 1000).toBeLessThan(1500);
  });
});
