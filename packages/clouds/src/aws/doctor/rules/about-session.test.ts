import type { JsonObject } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { createChanges, type RuleRow, testRows } from '../../../doctor/judge-rule.fixture.ts';
import { scene } from '../../../doctor/scene.fixture.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { TAGS, ROLES, SOURCE_IDENTITY, ROLE, trusting } from '../role.fixture.ts';
import { SESSION_RULES } from './about-session.ts';

const { claims } = createChanges<AwsTrust>();
const many = (count: number, own: JsonObject) =>
  Array.from({ length: count }, (_, index): JsonObject => ({ ...own, kid: String(index) }));
const tags = (principal: unknown, more: JsonObject = {}) =>
  claims({ [TAGS]: { principal_tags: principal }, ...more });

// Each row is of what is documented, or was measured: AWS_REQUIREMENTS says where.
const ROWS: readonly RuleRow<AwsTrust>[] = [
  [
    'session-tags-form',
    tags({ team: 'web' }),
    'warning',
    'the session tag "team" is "web", which is no list of one text',
  ],
  ['session-tags-form', tags({ team: ['a', 'b'] }), 'warning', 'no list of one text'],
  [
    'session-tags-form',
    claims({ [TAGS]: [{ principal_tags: {} }] }),
    'warning',
    'no object principal_tags',
  ],
  [
    'session-tags-form',
    claims({ [`${TAGS}/principal_tags/team`]: ['web'] }),
    'warning',
    'which is no text',
  ],
  [
    'session-tags-form',
    claims({ [`${TAGS}/principal_tags/team`]: 'web' }),
    'passed',
    '1 session tag',
  ],
  [
    'session-tags-form',
    tags({ team: ['web'] }, { transitive_tag_keys: ['team'] }),
    'passed',
    '1 session tag',
  ],
  [
    'session-tags-limits',
    tags(Object.fromEntries(many(51, {}).map((_, index) => [`k${index}`, ['v']]))),
    'failed',
    '51 session tags',
  ],
  ['session-tags-limits', tags({ ['k'.repeat(129)]: ['v'] }), 'failed', 'has 129 characters'],
  ['session-tags-limits', tags({ k: ['v'.repeat(257)] }), 'failed', 'has 257 characters'],
  ['session-tags-text', tags({ 'aws:team': ['v'] }), 'failed', 'begins with aws:'],
  ['session-tags-text', tags({ Team: ['v'], team: ['v'] }), 'failed', 'differ in case alone'],
  ['session-tags-text', tags({ team: ['a|b'] }), 'failed', 'has other characters'],
  [
    'session-tags-text',
    tags({ ['__proto__']: ['v'], constructor: ['v'] }),
    'passed',
    '2 session tags',
  ],
  ['session-tags-packed', tags({ team: ['web'] }), 'unknown', '1 session tag of 7 characters'],
  ['source-identity', claims({ [SOURCE_IDENTITY]: 'a b' }), 'failed', '"a b"'],
  ['roles-claim', claims({ [ROLES]: [] }), 'warning', 'no ARN of a role'],
  ['roles-claim', claims({ [ROLES]: 'deploy' }), 'warning', 'no ARN of a role'],
  ['roles-claim', claims({ [ROLES]: [7, ` ${ROLE} `] }), 'unknown', `"${ROLE}" alone`],
  [
    'roles-claim',
    claims({ [ROLES]: `${ROLE}2; ${ROLE}` }),
    'unknown',
    `"${ROLE}2", "${ROLE}" alone`,
  ],
  ['roles-claim', claims({ [ROLES]: null }), 'passed', 'no such claim'],
  [
    'extra-actions',
    tags({ team: ['web'] }, { [SOURCE_IDENTITY]: 'ada' }),
    'unknown',
    'sts:TagSession and sts:SetSourceIdentity',
  ],
  ['roles-claim', trusting(claims({ [ROLES]: [`${ROLE}2`] })), 'warning', 'for other roles than'],
  ['roles-claim', trusting(claims({ [ROLES]: [`${ROLE}2`, ROLE] })), 'passed', ROLE],
  ['extra-actions', trusting(tags({ team: ['web'] })), 'left to trust', ''],
  ['extra-actions', trusting(claims({})), 'passed', 'no session tags'],
  ['trust-policy', claims({ azp: 'a' }), 'unknown', 'the audience "a" and the subject "repo:'],
  ['trust-policy', trusting(claims({})), 'left to trust', ''],
  ['trust-narrow', trusting(claims({})), 'warning', 'Statement 1'],
  ['trust-narrow', claims({}), 'unknown', 'was not given'],
  ['session', trusting(claims({})), 'unknown', 'and the role allows 2 hours.'],
  ['provider', claims({ azp: 'client' }), 'unknown', '"client" among its client IDs'],
  [
    'session',
    () => scene<AwsTrust>(),
    'unknown',
    'The end of the token, in 9 minutes, does not end it. A name made of the token is repo-acme-app.',
  ],
  ['sts', () => scene<AwsTrust>(), 'unknown', 'STS was not asked'],
];

testRows(SESSION_RULES, ROWS);

it('names the provider that is to be asked for', () => {
  const rule = SESSION_RULES.find(({ id }) => id === 'provider');
  expect(rule?.judge(trusting(claims({}))())).toMatchObject({
    fix: expect.stringContaining(' arn:aws-cn:iam::123456789012:oidc-provider/oidc.example.com.'),
  });
  expect(rule?.judge(scene<AwsTrust>())).toMatchObject({
    fix: expect.stringContaining(' arn:aws:iam::ACCOUNT:oidc-provider/oidc.example.com.'),
  });
});
