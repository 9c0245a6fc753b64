import * as fc from 'fast-check';
import type { Condition, Rule } from '@drawbridge/rules';
import { readTrustPolicy } from '../evaluate/read-trust-policy.ts';
import type { ReachOptions } from './find-reach.ts';
import type { ReachRole } from './role-model.ts';

export const UPSTREAM = 'https://gitlab.internal';
export const PUBLIC = 'https://bridge.example.com';
const HOST = 'bridge.example.com';
const ACCOUNT = '111122223333';
export const NOW = 1_800_000_000;

/** The claims that generated rules look at, and all the values that brute force gives them; `undefined`: the token lacks it. */
export const CLAIM_VALUES: Readonly<Record<string, readonly unknown[]>> = {
  p: [undefined, 'a', 'b', 'a/b', 1],
  q: [undefined, 'a', 'b'],
  g: [undefined, [], ['a'], ['b'], 'a'],
  'o.m': [undefined, 'a'],
  /** For session claims: what is a text in one token is none in another. */
  w: [undefined, 'ab', '', ['ab'], { a: 'ab' }, 1],
};
export const SUBS = ['a', 's'];
export const AUDIENCES = ['x', 'y'];
export const CLIENTS = ['c1', 'c2'];

const scalar = fc.constantFrom('a', 'b', 'ab', '1', 'a/b');
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 2, arbitrary: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<Condition>(1, true, ['a', 1]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('*', '**', 'a*', 'a**', '?', '*/b', '??').map((glob) => ({ glob })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('a|b', '[ab]+', '.*b', 'a.?b?', '(?i)A', '\\ba\\b', '[^a]*')
      .map((regex) => ({ regex })),
  },
);
const element: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>({ has: 'a' }, { has: ['a', 'b'] }, { has: { glob: '?' } }, 'a'),
  fc.constant<Condition>({ has: { regex: '[b-z]' } }),
);

const conditions = fc
  .uniqueArray(
    fc.oneof(
      fc.tuple(fc.constantFrom('p', 'p', 'q', 'o.m'), condition),
      fc.tuple(fc.constant('g'), element),
    ),
    { selector: ([name]) => name, maxLength: 2 },
  )
  .map((entries): Record<string, Condition> => Object.fromEntries(entries));

const template = fc.constantFrom(
  '{p}',
  'r:{p}',
  '{p}:{q}',
  '{p}{q}',
  '{p}/{p}',
  'a',
  'a:b',
  '{q}:{o.m}',
  '{sub}',
  '{g}',
  'g:{g}',
);
const sessionTemplate = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('{p}', '{q}', 'aa', 't-{q}', 'b', 'i-{p}', '{p}{q}') },
  { weight: 1, arbitrary: fc.constantFrom('{w}', '{w}{q}', '{g}', 'x'.repeat(257), '') },
);
const tagsByKey = fc.dictionary(fc.constantFrom('K', 'L'), sessionTemplate, { minKeys: 1 });
/** In the nested claim, or each in a claim of its own. */
const tags = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(tagsByKey, fc.boolean()).map(([byKey, isTransitive]) => ({
      'https://aws.amazon.com/tags': {
        principal_tags: Object.fromEntries(
          Object.entries(byKey).map(([name, text]) => [name, [text]]),
        ),
        ...(isTransitive && { transitive_tag_keys: ['K'] }),
      },
    })),
  },
  {
    weight: 1,
    arbitrary: tagsByKey.map((byKey) =>
      Object.fromEntries(
        Object.entries(byKey).map(([name, text]) => [
          `https://aws.amazon.com/tags/principal_tags/${name}`,
          text,
        ]),
      ),
    ),
  },
);

const grant = fc
  .record({
    audience: fc.option(fc.uniqueArray(fc.constantFrom(...AUDIENCES), { minLength: 1 }), {
      nil: undefined,
      freq: 6,
    }),
    sub: fc.option(template, { nil: undefined, freq: 2 }),
    email: fc.option(template, { nil: undefined, freq: 1 }),
    copy: fc.constantFrom(undefined, [], ['sub'], ['p'], ['sub', 'email']),
    tags: fc.option(tags, { nil: undefined, freq: 1 }),
    identity: fc.option(sessionTemplate, { nil: undefined, freq: 1 }),
    maxBytes: fc.option(fc.constantFrom(1, 3), { nil: undefined, freq: 1 }),
    once: fc.constantFrom(true, false, false, false),
  })
  .map(({ audience, sub, email, copy, tags: made, identity, maxBytes, once }): Rule['grant'] => {
    const claims = {
      ...(sub !== undefined && { sub }),
      ...(email !== undefined && { email }),
      ...made,
      ...(identity !== undefined && { 'https://aws.amazon.com/source_identity': identity }),
    };
    const copied = copy?.filter((name) => !Object.hasOwn(claims, name));
    return {
      ...(audience === undefined ? { passUpstreamAudience: true } : { audience }),
      ...(copied !== undefined && { copy: copied }),
      claims,
      ...(maxBytes !== undefined &&
        sub !== undefined &&
        sub.includes('{') && { maxBytes: { sub: maxBytes } }),
      ...(once && { once }),
    };
  });

const rule = fc.record({
  claims: conditions,
  client: fc.option(fc.subarray([...CLIENTS], { minLength: 1 }), { nil: undefined, freq: 2 }),
  grant,
});

const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(rule, { minLength: 1, maxLength: 5 })
  .map((list) =>
    list.map(({ claims, client, grant: given }, index) => ({
      name: `r${index}`,
      match: { issuer: UPSTREAM, claims, ...(client !== undefined && { client }) },
      grant: given,
    })),
  );

const value = fc.constantFrom('a', 'b', 'a:b', 'r:a', 'a/a', 'ab', 'x', 's', '');
const pattern = fc.constantFrom('*', 'a*', '*b', '?', 'r:*', 'a?b', '*:*', '??', 'x');
const key = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('sub', 'sub', 'aud', 'email', 'project')
      .map((name) => `${HOST}:${name}`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'aws:RequestTag/K',
      'aws:RequestTag/l',
      'aws:TagKeys',
      'sts:SourceIdentity',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'aws:SecureTransport',
      'aws:SourceIp',
      'sts:RoleSessionName',
      'sts:ExternalId',
      `OTHER.example.com:sub`,
    ),
  },
);

const trustCondition = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constantFrom('', '', '', '', 'ForAnyValue:', 'ForAllValues:'),
      fc.constantFrom('StringEquals', 'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase'),
      fc.constantFrom('', '', 'IfExists'),
      key,
      fc.uniqueArray(fc.oneof(value, fc.constantFrom('${bridge.example.com:sub}', 'true', 'A')), {
        minLength: 1,
        maxLength: 2,
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constantFrom('', '', '', 'ForAnyValue:', 'ForAllValues:'),
      fc.constantFrom('StringLike', 'StringLike', 'StringNotLike'),
      fc.constantFrom('', '', 'IfExists'),
      key,
      fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant(''),
      fc.constant('Null'),
      fc.constant(''),
      key,
      fc.constantFrom(['true'], ['false']),
    ),
  },
);

const usual = fc.constant(['', 'StringEquals', '', `${HOST}:aud`, ['x']] as const);

const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    action: fc.constantFrom<string | readonly string[]>(
      'sts:AssumeRoleWithWebIdentity',
      ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'],
      'sts:*',
      'sts:TagSession',
    ),
    host: fc.constantFrom(HOST, HOST, HOST, HOST, HOST, 'other.example.com'),
    given: fc.array(
      fc.oneof({ weight: 3, arbitrary: trustCondition }, { weight: 2, arbitrary: usual }),
      { maxLength: 3 },
    ),
  })
  .map(({ effect, action, host, given }) => {
    const asked: Record<string, Record<string, readonly string[]>> = {};
    for (const [set, operator, ifExists, name, values] of given) {
      const own = (asked[`${set}${operator}${ifExists}`] ??= {});
      own[name] = values;
    }
    return {
      Effect: effect,
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}` },
      Action: action,
      ...(Object.keys(asked).length > 0 && { Condition: asked }),
    };
  });

const role = fc
  .record({
    statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
    version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
  })
  .map(({ statements, version }) => ({ Version: version, Statement: statements }));

/** Rules and roles that have much to do with one another; rules with faults among them. */
export const setUp: fc.Arbitrary<ReachOptions> = fc
  .record({
    rules,
    policies: fc.array(role, { minLength: 1, maxLength: 3 }),
    audiences: fc.constantFrom(['bridge'], ['bridge', 'x'], undefined),
  })
  .map(({ rules: all, policies, audiences }) => ({
    issuer: PUBLIC,
    upstreams: [{ issuer: UPSTREAM, audiences, requiredClaims: ['sub', 'iat'] }],
    rules: all,
    roles: policies.map(
      (policy, index): ReachRole => ({
        arn: `arn:aws:iam::${ACCOUNT}:role/role-${index}`,
        policy: readTrustPolicy(policy),
      }),
    ),
    now: NOW,
  }));
