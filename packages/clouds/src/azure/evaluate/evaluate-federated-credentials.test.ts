import type { JsonObject } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateFederatedCredentials } from './evaluate-federated-credentials.ts';
import { readFederatedCredentials } from './read-federated-credentials.ts';

/** All read 2026-11. */
const SOURCES = {
  considerations:
    'github.com/MicrosoftDocs/entra-docs docs/workload-id/workload-identity-federation-considerations.md and its includes',
  graph: 'learn.microsoft.com/graph/api/resources/federatedidentitycredentials-overview',
  breaking:
    'learn.microsoft.com/entra/identity-platform/reference-breaking-changes, September 2024',
  flexible:
    'github.com/MicrosoftDocs/entra-docs docs/workload-id/workload-identities-flexible-federated-identity-credentials.md',
  setUp:
    'learn.microsoft.com/entra/workload-id/workload-identities-set-up-flexible-federated-identity-credential, 2026-09-18',
  gitlab:
    'github.com/MicrosoftDocs/entra-docs docs/workload-id/workload-identities-federated-credential-mutable-subjects.md',
  clouds: 'github.com/AzureAD/microsoft-identity-web issue 2749',
  kubernetes: 'github.com/Azure/azure-workload-identity issue 616',
  star: 'github.com/tig/winprint pull 125: "a * is a literal"',
} as const;
type Source = keyof typeof SOURCES;
type Row = [title: string, source: Source, credential: JsonObject, claims: JsonObject];

const ISSUER = 'https://oidc.example.com';
const GITHUB = 'https://token.actions.githubusercontent.com';
const AUDIENCE = 'api://AzureADTokenExchange';
const CREDENTIAL = { name: 'ci', issuer: ISSUER, subject: 'repo:acme/app', audiences: [AUDIENCE] };
const CLAIMS = { iss: ISSUER, sub: 'repo:acme/app', aud: AUDIENCE };

/** A credential with an expression over the claims of GitHub. */
const flexible = (value: string, others: JsonObject = {}) => ({
  issuer: GITHUB,
  subject: null,
  claimsMatchingExpression: { value, languageVersion: 1 },
  ...others,
});
const ofGithub = (claims: JsonObject) => ({ iss: GITHUB, ...claims });
const BRANCHES = "claims['sub'] matches 'repo:contoso/contoso-repo:ref:refs/heads/*'";
const REPOSITORY = "claims['repository_id'] eq '456789'";
const MAIN = { sub: 'repo:contoso/contoso-repo:ref:refs/heads/main', repository_id: '456789' };
const GITLAB = 'https://gitlab.com';
const OF_PATH = 'project_path:contoso/contoso-project:ref_type:branch:ref:main';

const REFUSED: readonly Row[] = [
  ['another sub', 'considerations', {}, { sub: 'repo:acme/web' }],
  ['no sub', 'considerations', {}, { sub: undefined }],
  ['a sub that is a number', 'considerations', {}, { sub: 7 }],
  ['a sub that differs in case', 'breaking', { subject: 'repo:Acme/App' }, {}],
  ['a sub that differs in white space', 'graph', { subject: 'repo:acme/app ' }, {}],
  ['a pattern, which is none', 'star', { subject: 'repo:acme/*' }, {}],
  ['another iss', 'considerations', {}, { iss: 'https://other.example' }],
  ['an iss that differs in a slash', 'considerations', {}, { iss: `${ISSUER}/` }],
  ['an iss that differs in case', 'breaking', { issuer: 'https://OIDC.example.com' }, {}],
  [
    'an iss with white space at its end',
    'considerations',
    { issuer: `${ISSUER} ` },
    { iss: `${ISSUER} ` },
  ],
  ['another aud', 'considerations', {}, { aud: 'sts.amazonaws.com' }],
  ['no aud', 'considerations', {}, { aud: undefined }],
  ['an aud that differs in case', 'breaking', {}, { aud: 'api://azureadtokenexchange' }],
  ['the aud of another cloud', 'clouds', {}, { aud: 'api://AzureADTokenExchangeChina' }],
  ['several aud, none of them this', 'considerations', {}, { aud: ['a', 'b'] }],
  [
    'a branch of another repository',
    'flexible',
    flexible(BRANCHES),
    ofGithub({ sub: 'repo:contoso/other:ref:refs/heads/main' }),
  ],
  [
    'a tag where branches are meant',
    'flexible',
    flexible(BRANCHES),
    ofGithub({ sub: 'repo:contoso/contoso-repo:ref:refs/tags/v1' }),
  ],
  [
    'one of two claims that is another',
    'flexible',
    flexible(`${BRANCHES} and claims['job_workflow_ref'] eq 'a'`),
    ofGithub({ sub: 'repo:contoso/contoso-repo:ref:refs/heads/main', job_workflow_ref: 'b' }),
  ],
  [
    'the branch of a repository that got the name later',
    'setUp',
    flexible(`${BRANCHES} and ${REPOSITORY}`),
    ofGithub({ ...MAIN, repository_id: '999' }),
  ],
  [
    'a claim of the expression that is missing',
    'flexible',
    flexible("claims['job_workflow_ref'] eq 'a'"),
    ofGithub({}),
  ],
  [
    'a fitting sub of another issuer',
    'flexible',
    flexible(BRANCHES),
    { sub: 'repo:contoso/contoso-repo:ref:refs/heads/main' },
  ],
];

const ALLOWED: readonly Row[] = [
  ['the same', 'considerations', {}, {}],
  ['a slash at the end of both', 'considerations', { issuer: `${ISSUER}/` }, { iss: `${ISSUER}/` }],
  ['an aud alone in a list', 'kubernetes', {}, { aud: [AUDIENCE] }],
  [
    'the aud of a cloud',
    'clouds',
    { audiences: ['api://AzureADTokenExchangeUSGov'] },
    { aud: 'api://AzureADTokenExchangeUSGov' },
  ],
  ['a star in both', 'star', { subject: 'repo:acme/*' }, { sub: 'repo:acme/*' }],
  ['a branch', 'setUp', flexible(`${BRANCHES} and ${REPOSITORY}`), ofGithub(MAIN)],
  [
    'a branch of an owner',
    'flexible',
    flexible(`${BRANCHES} and claims['repository_owner_id'] eq '123456'`),
    ofGithub({ ...MAIN, repository_owner_id: '123456' }),
  ],
  [
    'a branch with its workflow',
    'setUp',
    flexible(
      `${BRANCHES} and ${REPOSITORY} and claims['job_workflow_ref'] matches 'a/b/.github/workflows/*.yml@refs/heads/main'`,
    ),
    ofGithub({ ...MAIN, job_workflow_ref: 'a/b/.github/workflows/x.yml@refs/heads/main' }),
  ],
  [
    'a project of GitLab by its path, with its id',
    'setUp',
    flexible(`claims['sub'] matches '${OF_PATH}' and claims['project_id'] eq '57382910'`, {
      issuer: GITLAB,
    }),
    { iss: GITLAB, sub: OF_PATH, project_id: '57382910' },
  ],
  [
    'a workspace of HCP Terraform',
    'setUp',
    flexible("claims['sub'] matches 'organization:contoso:workspace:w:run_phase:*'", {
      issuer: 'https://app.terraform.io',
    }),
    { iss: 'https://app.terraform.io', sub: 'organization:contoso:workspace:w:run_phase:plan' },
  ],
  [
    'a project of GitLab',
    'gitlab',
    flexible("claims['sub'] matches 'project_id:57382910:*'", { issuer: 'https://gitlab.com' }),
    { iss: 'https://gitlab.com', sub: 'project_id:57382910:ref_type:branch:ref:main' },
  ],
];

const UNDECIDED: readonly Row[] = [
  ['a branch without the id of its repository', 'setUp', flexible(BRANCHES), ofGithub(MAIN)],
  [
    'a branch with a pattern of ids',
    'flexible',
    flexible(`${BRANCHES} and claims['repository_id'] matches '45*'`),
    ofGithub(MAIN),
  ],
  ['a repository without its sub', 'setUp', flexible(REPOSITORY), ofGithub(MAIN)],
  [
    'a project of GitLab by its path alone',
    'setUp',
    flexible(`claims['sub'] matches '${OF_PATH}'`, { issuer: GITLAB }),
    { iss: GITLAB, sub: OF_PATH, project_id: '57382910' },
  ],
  [
    'a project of GitLab by a pattern for its id',
    'setUp',
    flexible("claims['sub'] matches 'project_id:5*'", { issuer: GITLAB }),
    { iss: GITLAB, sub: 'project_id:57382910:ref_type:branch:ref:main' },
  ],
  ['several aud with this among them', 'considerations', {}, { aud: [AUDIENCE, 'other'] }],
  [
    'an issuer that is Entra',
    'considerations',
    { issuer: 'https://login.microsoftonline.com/t/v2.0' },
    { iss: 'https://login.microsoftonline.com/t/v2.0' },
  ],
  [
    'another version of the language',
    'flexible',
    flexible(BRANCHES, { claimsMatchingExpression: { value: BRANCHES, languageVersion: 2 } }),
    ofGithub({ sub: 'x' }),
  ],
  [
    'an expression that is not documented',
    'flexible',
    flexible("claims['sub'] in ('a')"),
    ofGithub({ sub: 'a' }),
  ],
  ['case in an expression', 'flexible', flexible("claims['sub'] eq 'A'"), ofGithub({ sub: 'a' })],
  [
    'nothing for a star',
    'flexible',
    flexible("claims['sub'] matches 'a*'"),
    ofGithub({ sub: 'a' }),
  ],
  ['a claim that is no text', 'flexible', flexible("claims['sub'] eq '1'"), ofGithub({ sub: 1 })],
  [
    'an issuer without documented expressions',
    'flexible',
    flexible("claims['sub'] eq 'a'", { issuer: ISSUER }),
    { sub: 'a' },
  ],
  [
    'a claim without documented expressions',
    'flexible',
    flexible("claims['ref'] eq 'a'"),
    ofGithub({ ref: 'a' }),
  ],
];

function judge(credentials: readonly JsonObject[], claims: JsonObject) {
  const all = credentials.map((one, index) => ({ ...CREDENTIAL, name: `ci-${index}`, ...one }));
  const given = Object.entries({ ...CLAIMS, ...claims }).filter(([, value]) => value !== undefined);
  const token = Object.fromEntries(given) as JsonObject;
  const trust = readFederatedCredentials(all);
  return evaluateFederatedCredentials(trust, { issuer: String(token['iss']), claims: token });
}

describe('federated credentials', () => {
  it.each<Row>(REFUSED)('refuse %s (%s)', (_, __, credential, claims) => {
    expect(judge([credential], claims)).toMatchObject({ verdict: 'refused' });
  });

  it.each<Row>(ALLOWED)('let in %s (%s)', (_, __, credential, claims) => {
    expect(judge([credential], claims)).toEqual({ verdict: 'allowed', by: 'credential "ci-0"' });
  });

  it.each<Row>(UNDECIDED)('say nothing of %s (%s)', (_, __, credential, claims) => {
    expect(judge([credential], claims)).toMatchObject({ verdict: 'undecided' });
  });

  it('have a source for every row', () => {
    for (const [, source] of [...REFUSED, ...ALLOWED, ...UNDECIDED]) {
      expect(SOURCES[source]).toMatch(/\S/);
    }
  });

  it('let in by any of them', () => {
    const verdict = judge([{ subject: 'a' }, { subject: 'b' }], { sub: 'b' });
    expect(verdict).toEqual({ verdict: 'allowed', by: 'credential "ci-1"' });
  });

  it('say nothing certain where one is not known, although another refuses', () => {
    const verdict = judge(
      [{ subject: 'a' }, flexible(`claims['sub'] eq 'B' and ${REPOSITORY}`)],
      ofGithub({ ...MAIN, sub: 'b' }),
    );
    expect(verdict).toMatchObject({
      verdict: 'undecided',
      reasons: [{ at: 'credential "ci-1", claimsMatchingExpression, comparison 1' }],
    });
  });

  it('refuse where there is none', () => {
    expect(judge([], {})).toMatchObject({
      verdict: 'refused',
      reasons: [{ seen: 'there is none' }],
    });
  });

  it('tell of the nearest first', () => {
    const far = { issuer: 'https://x.example', subject: 'x', audiences: ['x'] };
    expect(judge([far, { subject: 'repo:Acme/app' }], {})).toMatchObject({
      verdict: 'refused',
      reasons: [
        { at: 'credential "ci-1", subject' },
        { at: 'credential "ci-0", issuer' },
        { at: 'credential "ci-0", audiences' },
        { at: 'credential "ci-0", subject' },
      ],
    });
  });

  it.each<[string, JsonObject, JsonObject, RegExp]>([
    [
      'case',
      { subject: 'repo:Acme/app' },
      {},
      /upper and lower case alone.*AADSTS700213 or AADSTS7002138/,
    ],
    ['a slash', {}, { iss: `${ISSUER}/` }, /a slash at the end alone.*AADSTS700211/],
    ['a star', { subject: 'repo:acme/*' }, {}, /takes a \* for a star, and answers AADSTS700213/],
    [
      'a cloud',
      {},
      { aud: 'api://AzureADTokenExchangeChina' },
      /each cloud of Azure.*AADSTS700212/,
    ],
    ['an audience', {}, { aud: 'x' }, /credential's audience as your tokens have it.*AADSTS700212/],
    ['an expression', flexible(BRANCHES), ofGithub({ sub: 'x' }), /AADSTS7002131/],
  ])('say what to do about %s', (_, credential, claims, fix) => {
    expect(judge([credential], claims)).toMatchObject({
      reasons: [{ fix: expect.stringMatching(fix) }],
    });
  });

  it('name what an expression has to compare, too', () => {
    expect(judge([flexible(BRANCHES)], ofGithub(MAIN))).toMatchObject({
      reasons: [
        {
          requirements: ['credential-immutable'],
          seen: 'it does not compare repository_id or repository_owner_id',
          fix: expect.stringContaining("and claims['repository_id'] eq"),
        },
      ],
    });
  });

  it('agree with a second reading: a token is let in by who has all three of it (property)', () => {
    const few = fc.constantFrom('a', 'A', 'a/', 'b');
    const credentials = fc.uniqueArray(fc.record({ issuer: few, subject: few, audience: few }), {
      selector: ({ issuer, subject }) => `${issuer} ${subject}`,
      maxLength: 6,
    });
    fc.assert(
      fc.property(credentials, few, few, few, (all, iss, sub, aud) => {
        const given = all.map(({ issuer, subject, audience }) => ({
          issuer,
          subject,
          audiences: [audience],
        }));
        const isIn = new Set(all.map((one) => `${one.issuer} ${one.subject} ${one.audience}`));
        const wanted = isIn.has(`${iss} ${sub} ${aud}`) ? 'allowed' : 'refused';
        expect(judge(given, { iss, sub, aud }).verdict).toBe(wanted);
      }),
      { numRuns: 1000 },
    );
  });
});
