import { ISSUER, NOW, type TokenCase, VALID } from './published-tokens.fixture.ts';

/** The cases of the same source as those of claims that are about expressions which go deep into a token. */

const BASE = { iss: ISSUER.url, aud: 'my-client', exp: VALID };
const mapped = (claimMappings: object, more: object = {}) => ({
  issuer: ISSUER,
  claimMappings,
  ...more,
});
const rules = (...expressions: readonly string[]) =>
  expressions.map((expression) => ({ expression }));
const extra = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, valueExpression]) => ({ key, valueExpression }));

const BITS = { bit1: true, bit2: false, bit3: 1 };
const TURTLE = {
  ...BASE,
  turtle: {
    foo: {
      '1': 'a',
      '2': 'b',
      other1: BITS,
      bar: {
        '3': 'c',
        '4': 'd',
        other1: BITS,
        baz: { '5': 'e', '6': 'f', panda: ['snorlax', '007', 'santa', 'claus'], other1: BITS },
      },
    },
  },
};
const turtle = (groups: string) =>
  mapped(
    {
      username: { expression: 'claims.turtle.foo.bar.baz.panda[0]' },
      uid: { expression: 'claims.turtle.foo.bar.baz.panda[1]' },
      groups: { expression: groups },
      extra: extra({
        'bio.snorlax.org/1': 'string(claims.turtle.foo.bar.other1.bit2)',
        'bio.snorlax.org/2': 'string(claims.turtle.foo.bar.baz.other1.bit3)',
        'bio.snorlax.org/3': "[string(claims.turtle.foo.bar.baz.other1.bit1)] + ['a', 'b', 'c']",
      }),
    },
    {
      claimValidationRules: rules(
        'claims.turtle.foo.other1.bit1 && !claims.turtle.foo.bar.other1.bit2',
      ),
      userValidationRules: rules(
        'user.username != "bad"',
        'user.uid == "007"',
        '"claus" in user.groups',
        'user.extra.bio__dot__snorlax__dot__org__slash__3.size() == 4',
      ),
    },
  );
const SNORLAX = {
  username: 'snorlax',
  uid: '007',
  extra: {
    'bio.snorlax.org/1': ['false'],
    'bio.snorlax.org/2': ['1'],
    'bio.snorlax.org/3': ['true', 'a', 'b', 'c'],
  },
};

const ACCOUNT = 'claims.kubernetes__dot__io';
const CLUSTER = 'https://kubernetes.default.svc';
const ACCOUNT_NAME = `"system:serviceaccount:" + ${ACCOUNT}.namespace + ":" + ${ACCOUNT}.serviceaccount.name`;
const X_EXTRA = 'user.extra.authentication__dot__x__dash__kubernetes__dot__io__slash__';

const SERVICE_ACCOUNT: TokenCase = {
  name: 'claim mappings with expressions and deeply nested claim - success - service account payload',
  authenticator: {
    issuer: { url: CLUSTER, audiences: [CLUSTER] },
    claimValidationRules: rules(
      `claims.sub == (${ACCOUNT_NAME})`,
      `has(${ACCOUNT}.pod.uid)`,
      'claims["kubernetes.io"]["node"]["uid"] != ""',
      'claims[?"kubernetes.io"]["node"]["ip"].orValue(true)',
    ),
    claimMappings: {
      username: { expression: ACCOUNT_NAME },
      uid: { expression: `${ACCOUNT}.serviceaccount.uid` },
      groups: {
        expression: `[ "system:serviceaccounts", "system:serviceaccounts:" + ${ACCOUNT}.namespace ]`,
      },
      extra: extra({
        'authentication.x-kubernetes.io/pod-name': `${ACCOUNT}.pod.name`,
        'authentication.x-kubernetes.io/pod-uid': `${ACCOUNT}.pod.uid`,
        'authentication.x-kubernetes.io/node-name': `${ACCOUNT}.node.name`,
        'authentication.x-kubernetes.io/node-uid': `${ACCOUNT}.node.uid`,
        'authentication.x-kubernetes.io/credential-id': '"JTI=" + claims.jti',
        'test.x-kubernetes.io/warnafter': `string(int(${ACCOUNT}.warnafter))`,
        'test.x-kubernetes.io/namespace': `${ACCOUNT}.namespace`,
      }),
    },
    userValidationRules: rules(
      'user.username.startsWith("system:serviceaccount:" + user.extra["test.x-kubernetes.io/namespace"][0] + ":")',
      'user.uid != ""',
      '"system:serviceaccounts" in user.groups && user.groups.size() == 2',
      `${X_EXTRA}node__dash__name[0] == "127.0.0.1"`,
      `${X_EXTRA}credential__dash__id[0] == user.extra.authentication__dot__kubernetes__dot__io__slash__credential__dash__id[0]`,
      'user.extra["test.x-kubernetes.io/warnafter"][0] == "1700081020"',
      `has(${X_EXTRA}pod__dash__name)`,
      'user.extra[?"test.x-kubernetes.io/missing"].orValue([]) == []',
    ),
  },
  claims: {
    aud: [CLUSTER],
    exp: VALID,
    iat: 1_700_077_413,
    iss: CLUSTER,
    jti: 'ea28ed49-2e11-4280-9ec5-bc3d1d84661a',
    'kubernetes.io': {
      namespace: 'kube-system',
      node: { name: '127.0.0.1', uid: '58456cb0-dd00-45ed-b797-5578fdceaced' },
      pod: { name: 'coredns-69cbfb9798-jv9gn', uid: '778a530c-b3f4-47c0-9cd5-ab018fb64f33' },
      serviceaccount: { name: 'coredns', uid: 'a087d5a0-e1dd-43ec-93ac-f13d89cd13af' },
      warnafter: 1_700_081_020,
    },
    nbf: NOW,
    sub: 'system:serviceaccount:kube-system:coredns',
  },
  wanted: {
    username: 'system:serviceaccount:kube-system:coredns',
    uid: 'a087d5a0-e1dd-43ec-93ac-f13d89cd13af',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system'],
    extra: {
      'authentication.x-kubernetes.io/pod-name': ['coredns-69cbfb9798-jv9gn'],
      'authentication.x-kubernetes.io/pod-uid': ['778a530c-b3f4-47c0-9cd5-ab018fb64f33'],
      'authentication.x-kubernetes.io/node-name': ['127.0.0.1'],
      'authentication.x-kubernetes.io/node-uid': ['58456cb0-dd00-45ed-b797-5578fdceaced'],
      'authentication.kubernetes.io/credential-id': ['JTI=ea28ed49-2e11-4280-9ec5-bc3d1d84661a'],
      'authentication.x-kubernetes.io/credential-id': ['JTI=ea28ed49-2e11-4280-9ec5-bc3d1d84661a'],
      'test.x-kubernetes.io/warnafter': ['1700081020'],
      'test.x-kubernetes.io/namespace': ['kube-system'],
    },
  },
};

const BAZ = 'claims.turtle.foo.bar.baz';
const DOTTED: TokenCase = {
  name: 'claim mappings with expressions and deeply nested claim - success - claims payload with deep use of __dot__',
  authenticator: mapped(
    {
      username: { expression: `${BAZ}.username__dot__io` },
      uid: { expression: `${BAZ}.link[0].uid__dot__io` },
      groups: { expression: 'claims.data[0].groups__dot__io' },
    },
    {
      claimValidationRules: rules(
        `has(${BAZ}.username__dot__io)`,
        `has(${BAZ}.link[0].uid__dot__io)`,
        'has(claims.data[0].groups__dot__io)',
        'claims.turtle.foo.bar.bee.username__dot__io.company__dot__io == "fun-corp"',
      ),
    },
  ),
  claims: {
    ...BASE,
    data: [{ 'groups.io': 'gen1' }],
    turtle: {
      foo: {
        other1: BITS,
        bar: {
          bee: { 'username.io': { 'company.io': 'fun-corp' } },
          baz: { panda: ['snorlax'], 'username.io': 'snorlax.io', link: [{ 'uid.io': '143' }] },
        },
      },
    },
  },
  wanted: { username: 'snorlax.io', uid: '143', groups: ['gen1'] },
};

export const NESTED_CASES: readonly TokenCase[] = [
  {
    name: 'claim mappings with expressions and deeply nested claim - success',
    authenticator: turtle('claims.turtle.foo.bar.baz.panda'),
    claims: TURTLE,
    wanted: { ...SNORLAX, groups: ['snorlax', '007', 'santa', 'claus'] },
  },
  {
    name: 'claim mappings with expressions and deeply nested claim - success via optional',
    authenticator: turtle("claims.turtle.foo.bar.baz.?a.b.c.d.orValue([ 'claus' ])"),
    claims: TURTLE,
    wanted: { ...SNORLAX, groups: ['claus'] },
  },
  {
    name: 'claim mappings with expressions and deeply nested claim - failure without optional',
    authenticator: turtle('claims.turtle.foo.bar.baz.a.b.c.d'),
    claims: TURTLE,
    wanted: { refusedAt: 'claimMappings.groups' },
  },
  SERVICE_ACCOUNT,
  DOTTED,
];
