import type { ValidationCase } from './published-validation.fixture.ts';

/** The cases of the same source as {@link ValidationCase} that are about rules and mappings. */

const ISSUER = { url: 'https://issuer-url', audiences: ['audience'] };
const CLAIM = { claim: 'claim', prefix: 'prefix' };
const NO_COMPILE = 'cannot be compiled';

type Fault = readonly [path: string, says: string];

function rules(
  name: string,
  claimValidationRules: readonly unknown[],
  ...faults: readonly Fault[]
): ValidationCase {
  return {
    test: 'TestValidateClaimValidationRules',
    name,
    jwt: [{ issuer: ISSUER, claimValidationRules, claimMappings: { username: CLAIM } }],
    faults: faults.map(([path, says]) => [`jwt[0].claimValidationRules[${path}`, says]),
  };
}

/**
 * Two of their cases tell whether email_verified is seen in a rule. That shows in what a user name of claims.email makes of the rule.
 */
function verified(
  name: string,
  claimValidationRules: readonly unknown[],
  isSeen: boolean,
): ValidationCase {
  return {
    test: 'TestValidateClaimValidationRules',
    name,
    jwt: [
      {
        issuer: ISSUER,
        claimValidationRules,
        claimMappings: { username: { expression: 'claims.email' } },
      },
    ],
    faults: isSeen ? [] : [['jwt[0].claimMappings.username.expression', 'claims.email_verified']],
  };
}

const TWO = [
  { claim: 'claim1', requiredValue: 'value1' },
  { claim: 'claim2', requiredValue: 'value2' },
];

const RULES: readonly ValidationCase[] = [
  rules(
    'claim and expression are empty, structured authn feature enabled',
    [{}],
    ['0]', 'neither a claim nor an expression'],
  ),
  rules(
    'claim and expression are set',
    [{ claim: 'claim', expression: 'expression' }],
    ['0]', 'a claim and an expression'],
  ),
  rules(
    'message set when claim is set',
    [{ claim: 'claim', message: 'message' }],
    ['0].message', 'for expressions'],
  ),
  rules(
    'requiredValue set when expression is set',
    [{ expression: "claims.foo == 'bar'", requiredValue: 'value' }],
    ['0].requiredValue', 'for a claim'],
  ),
  rules('duplicate claim', [{ claim: 'claim' }, { claim: 'claim' }], ['1].claim', 'twice']),
  rules(
    'duplicate expression',
    [{ expression: "claims.foo == 'bar'" }, { expression: "claims.foo == 'bar'" }],
    ['1].expression', 'twice'],
  ),
  rules(
    'CEL expression compilation error',
    [{ expression: 'foo.bar' }],
    ['0].expression', NO_COMPILE],
  ),
  rules(
    'expression does not evaluate to bool',
    [{ expression: 'claims.foo' }],
    ['0].expression', 'true or false'],
  ),
  rules('valid claim validation rule with expression', [{ expression: "claims.foo == 'bar'" }]),
  verified(
    'valid claim validation rule with multiple rules and email_verified check',
    [...TWO, { expression: 'has(claims.email_verified)' }],
    true,
  ),
  verified(
    'valid claim validation rule with multiple rules and almost email_verified check',
    [...TWO, { expression: 'has(claims.email_verified_)' }],
    false,
  ),
  verified(
    'valid claim validation rule with multiple rules',
    [
      { claim: 'claim1', requiredValue: 'value1' },
      { claim: 'claim2', requiredValue: 'claims.email_verified' },
    ],
    false,
  ),
];

function mappings(
  name: string,
  claimMappings: Readonly<Record<string, unknown>>,
  ...faults: readonly Fault[]
): ValidationCase {
  return {
    test: 'TestValidateClaimMappings',
    name,
    jwt: [{ issuer: ISSUER, claimMappings }],
    faults: faults.map(([path, says]) => [`jwt[0].claimMappings.${path}`, says]),
  };
}

/** What is fine, but for a user name by an address of mail. */
function email(
  name: string,
  username: string,
  valueExpression: string,
  isFine: boolean,
): ValidationCase {
  const given = {
    username: { expression: username },
    groups: { expression: 'claims.groups' },
    uid: { expression: 'claims.uid' },
    extra: [{ key: 'example.org/foo', valueExpression }],
  };
  return isFine
    ? mappings(name, given)
    : mappings(name, given, ['username.expression', 'claims.email_verified']);
}

const EXPRESSIONS = {
  username: { expression: 'claims.username' },
  groups: { expression: 'claims.groups' },
};
const extra = (key: string, valueExpression: string) => [{ key, valueExpression }];
const BOTH = 'a claim and an expression';

const MAPPINGS: readonly ValidationCase[] = [
  mappings(
    'username expression and claim are set',
    { username: { claim: 'claim', expression: 'claims.username' } },
    ['username', BOTH],
  ),
  mappings('username expression and claim are empty', { username: {} }, ['username', 'neither']),
  mappings(
    'username prefix set when expression is set',
    { username: { expression: 'claims.username', prefix: 'prefix' } },
    ['username.prefix', 'for a claim'],
  ),
  mappings('username prefix is nil when claim is set', { username: { claim: 'claim' } }, [
    'username.prefix',
    'is missing',
  ]),
  mappings('username expression is invalid', { username: { expression: 'foo.bar' } }, [
    'username.expression',
    NO_COMPILE,
  ]),
  mappings(
    'groups expression and claim are set',
    { username: CLAIM, groups: { claim: 'claim', expression: 'claims.groups' } },
    ['groups', BOTH],
  ),
  mappings(
    'groups prefix set when expression is set',
    { username: CLAIM, groups: { expression: 'claims.groups', prefix: 'prefix' } },
    ['groups.prefix', 'for a claim'],
  ),
  mappings(
    'groups prefix is nil when claim is set',
    { username: CLAIM, groups: { claim: 'claim' } },
    ['groups.prefix', 'is missing'],
  ),
  mappings('groups expression is invalid', { username: CLAIM, groups: { expression: 'foo.bar' } }, [
    'groups.expression',
    NO_COMPILE,
  ]),
  mappings(
    'uid claim and expression are set',
    { username: CLAIM, uid: { claim: 'claim', expression: 'claims.uid' } },
    ['uid', BOTH],
  ),
  mappings('uid expression is invalid', { username: CLAIM, uid: { expression: 'foo.bar' } }, [
    'uid.expression',
    NO_COMPILE,
  ]),
  mappings('extra mapping key is empty', { username: CLAIM, extra: extra('', 'claims.extra') }, [
    'extra[0].key',
    'is missing',
  ]),
  mappings(
    'extra mapping value expression is empty',
    { username: CLAIM, extra: extra('example.org/foo', '') },
    ['extra[0].valueExpression', 'is missing'],
  ),
  mappings(
    'extra mapping value expression is invalid',
    { username: CLAIM, extra: extra('example.org/foo', 'foo.bar') },
    ['extra[0].valueExpression', NO_COMPILE],
  ),
  mappings(
    'duplicate extra mapping key',
    {
      ...EXPRESSIONS,
      extra: [
        ...extra('example.org/foo', 'claims.extra'),
        ...extra('example.org/foo', 'claims.extras'),
      ],
    },
    ['extra[1].key', 'twice'],
  ),
  mappings(
    'extra mapping key is not domain prefix path',
    { ...EXPRESSIONS, extra: extra('foo', 'claims.extra') },
    ['extra[0].key', 'not a domain, a slash and a path'],
  ),
  mappings(
    'extra mapping key is not lower case',
    { ...EXPRESSIONS, extra: extra('example.org/Foo', 'claims.extra') },
    ['extra[0].key', 'small letters'],
  ),
  email(
    'valid claim mappings but uses email without verification',
    'claims.email',
    'claims.extra',
    false,
  ),
  email(
    'valid claim mappings but uses email in complex CEL expression without verification',
    'has(claims.email) ? claims.email : claims.sub',
    'claims.extra',
    false,
  ),
  email(
    'valid claim mappings but uses email in CEL expression function without verification',
    'claims.email.trim()',
    'claims.extra',
    false,
  ),
  email(
    'valid claim mappings and uses email with verification via extra',
    'claims.email',
    'claims.email_verified',
    true,
  ),
  email(
    'valid claim mappings and uses email with verification via extra optional',
    'claims.email',
    'has(claims.email_verified) ? string(claims.email_verified) : "false"',
    true,
  ),
  email(
    'valid claim mappings and almost uses email with verification via extra optional',
    'claims.email',
    'has(claims.email_verified_) ? string(claims.email_verified_) : "false"',
    false,
  ),
  {
    // They say beforehand that a rule looks at email_verified; here one does.
    test: 'TestValidateClaimMappings',
    name: 'valid claim mappings and uses email with verification via hasVerifiedEmail',
    jwt: [
      {
        issuer: ISSUER,
        claimValidationRules: [{ expression: 'claims.email_verified == true' }],
        claimMappings: { ...EXPRESSIONS, username: { expression: 'claims.email' } },
      },
    ],
    faults: [],
  },
  email('valid claim mappings that almost use claims.email', 'claims.email_', 'claims.extra', true),
  email(
    'valid claim mappings that almost use claims.email via nesting',
    'claims.other.claims.email',
    'claims.extra',
    true,
  ),
  email('valid claim mappings', 'claims.username', 'claims.extra', true),
];

function userRules(
  name: string,
  userValidationRules: readonly unknown[],
  ...faults: readonly Fault[]
): ValidationCase {
  return {
    test: 'TestValidateUserValidationRules',
    name,
    jwt: [{ issuer: ISSUER, claimMappings: { username: CLAIM }, userValidationRules }],
    faults: faults.map(([path, says]) => [`jwt[0].userValidationRules[${path}`, says]),
  };
}

const FOO = { expression: "user.username == 'foo'" };

const USER_RULES: readonly ValidationCase[] = [
  userRules(
    'user info validation rule, expression is empty',
    [{}],
    ['0].expression', 'is missing'],
  ),
  userRules('duplicate expression', [FOO, FOO], ['1].expression', 'twice']),
  userRules('expression is invalid', [{ expression: 'foo.bar' }], ['0].expression', NO_COMPILE]),
  userRules(
    'expression does not return bool',
    [{ expression: 'user.username' }],
    ['0].expression', 'true or false'],
  ),
  userRules('valid user info validation rule', [
    FOO,
    {
      expression: "!user.username.startsWith('system:')",
      message: 'names of system: are reserved',
    },
  ]),
];

export const OTHER_CASES: readonly ValidationCase[] = [...RULES, ...MAPPINGS, ...USER_RULES];
