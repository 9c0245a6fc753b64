/**
 * The cases by which Kubernetes tests that it reads a structured authentication configuration right, as rows of our own: what is
 * given, and which places are at fault. The names are theirs.
 */
export const VALIDATION_SOURCE = {
  title:
    'kubernetes/kubernetes: staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation_test.go',
  commit: '0ea83df1135d2477e564f66f5a78d82a7b8633df',
  read: '2026-11',
} as const;

/** One case: JSON as a file has it, and the faults, each by its place and a piece of what is said. */
export interface ValidationCase {
  readonly test: string;
  readonly name: string;
  readonly jwt: readonly unknown[];
  readonly disallowed?: readonly string[];
  readonly faults: readonly (readonly [path: string, says: string])[];
}

/**
 * Cases that are about a feature gate that is closed. It cannot be closed since 1.34, and the code that asked for it is gone.
 */
export const GATED_CASES: readonly (readonly [test: string, name: string])[] = [
  ['TestValidateClaimValidationRules', 'expression set when structured authn feature is disabled'],
  [
    'TestValidateClaimMappings',
    'username expression is invalid when structured authn feature is disabled',
  ],
  [
    'TestValidateClaimMappings',
    'groups expression is invalid when structured authn feature is disabled',
  ],
  [
    'TestValidateClaimMappings',
    'uid expression is invalid when structured authn feature is disabled',
  ],
  ['TestValidateClaimMappings', 'uid claim is invalid when structured authn feature is disabled'],
  [
    'TestValidateClaimMappings',
    'extra mapping is invalid when structured authn feature is disabled',
  ],
  [
    'TestValidateUserValidationRules',
    'user validation rule is invalid when structured authn feature is disabled',
  ],
];

/** How many cases each of their tests has. */
export const VALIDATION_COUNTS: Readonly<Record<string, number>> = {
  TestValidateAuthenticationConfiguration: 21,
  TestValidateIssuerURL: 8,
  TestValidateIssuerDiscoveryURL: 12,
  TestValidateAudiences: 8,
  TestValidateCertificateAuthority: 3,
  TestValidateClaimValidationRules: 13,
  TestValidateClaimMappings: 32,
  TestValidateUserValidationRules: 6,
};

const USERNAME = { claim: 'sub', prefix: 'prefix' };
const ISSUER = { url: 'https://issuer-url', audiences: ['audience'] };
const RULE = { claim: 'foo', requiredValue: 'bar' };

/** An authenticator that is fine, but for what is given. */
function authenticator(given: Readonly<Record<string, unknown>> = {}): object {
  return {
    issuer: ISSUER,
    claimValidationRules: [RULE],
    claimMappings: { username: USERNAME },
    ...given,
  };
}

function whole(
  name: string,
  jwt: readonly unknown[],
  ...faults: ValidationCase['faults']
): ValidationCase {
  return { test: 'TestValidateAuthenticationConfiguration', name, jwt, faults };
}

/** @param rules - of the claims; without them, one that names no address of mail */
function email(
  name: string,
  expression: string,
  isFine: boolean,
  more: { readonly rules?: readonly unknown[]; readonly extra?: readonly unknown[] } = {},
): ValidationCase {
  const { rules = [RULE], extra } = more;
  const claimMappings = { username: { expression }, ...(extra !== undefined && { extra }) };
  const jwt = [authenticator({ claimValidationRules: rules, claimMappings })];
  return whole(name, jwt, ...(isFine ? [] : [UNVERIFIED]));
}

const UNVERIFIED = ['jwt[0].claimMappings.username.expression', 'claims.email_verified'] as const;
const JOINED = `['yay', string(claims.email), 'panda'].join(' ')`;
const DISCOVERY = 'https://discovery-url/.well-known/openid-configuration';

const CONFIGURATIONS: readonly ValidationCase[] = [
  whole('jwt authenticator is empty', []),
  whole(
    'duplicate issuer across jwt authenticators',
    [authenticator(), authenticator()],
    ['jwt[1].issuer.url', 'twice'],
  ),
  whole(
    'duplicate discoveryURL across jwt authenticators',
    [
      authenticator({ issuer: { ...ISSUER, discoveryURL: DISCOVERY } }),
      authenticator({
        issuer: { ...ISSUER, url: 'https://different-issuer-url', discoveryURL: DISCOVERY },
      }),
    ],
    ['jwt[1].issuer.discoveryURL', 'twice'],
  ),
  whole(
    'failed issuer validation',
    [{ issuer: { ...ISSUER, url: 'invalid-url' }, claimMappings: { username: USERNAME } }],
    ['jwt[0].issuer.url', 'not an https URL'],
  ),
  whole(
    'failed claimValidationRule validation',
    [authenticator({ claimValidationRules: [RULE, { claim: 'foo', requiredValue: 'baz' }] })],
    ['jwt[0].claimValidationRules[1].claim', 'twice'],
  ),
  whole(
    'failed claimMapping validation',
    [authenticator({ claimMappings: { username: { prefix: 'prefix' } } })],
    ['jwt[0].claimMappings.username', 'neither a claim nor an expression'],
  ),
  whole(
    'failed userValidationRule validation',
    [
      authenticator({
        userValidationRules: [
          { expression: "user.username == 'foo'" },
          { expression: "user.username == 'foo'" },
        ],
      }),
    ],
    ['jwt[0].userValidationRules[1].expression', 'twice'],
  ),
  {
    ...whole(
      'valid authentication configuration with disallowed issuer',
      [authenticator()],
      ['jwt[0].issuer.url', "of the API server's own tokens"],
    ),
    disallowed: ['a', 'b', 'https://issuer-url', 'c'],
  },
  email('valid authentication configuration that uses unverified email', 'claims.email', false),
  email(
    'valid authentication configuration that almost uses unverified email',
    'claims.email_',
    true,
  ),
  email('valid authentication configuration that uses unverified email join', JOINED, false),
  email(
    'valid authentication configuration that uses unverified optional email',
    'claims.?email',
    false,
  ),
  email(
    'valid authentication configuration that uses unverified optional map email key',
    '{claims.?email: "panda"}',
    false,
  ),
  email(
    'valid authentication configuration that uses unverified optional map email value',
    '{"fancy": claims.?email}',
    false,
  ),
  email(
    'valid authentication configuration that uses unverified email value in list iteration',
    '["a"].map(i, i + claims.email)',
    false,
  ),
  email('valid authentication configuration that uses verified email join via rule', JOINED, true, {
    rules: [{ expression: 'string(claims.email_verified) == "panda"' }],
  }),
  email(
    'valid authentication configuration that uses verified email join via extra',
    JOINED,
    true,
    {
      extra: [{ key: 'panda.io/foo', valueExpression: 'claims.email_verified.upperAscii()' }],
    },
  ),
  email(
    'valid authentication configuration that uses verified email join via extra optional',
    JOINED,
    true,
    {
      extra: [{ key: 'panda.io/foo', valueExpression: 'claims.?email_verified' }],
    },
  ),
  email(
    'valid authentication configuration that uses email and email_verified || true via username',
    'claims.?email_verified.orValue(true) ? claims.email : claims.sub',
    true,
  ),
  email(
    'valid authentication configuration that uses email and email_verified || false via username',
    'claims.?email_verified.orValue(false) ? claims.email : claims.sub',
    true,
  ),
  whole('valid authentication configuration', [authenticator()]),
];

function issuer(
  test: string,
  name: string,
  given: Readonly<Record<string, unknown>>,
  ...faults: readonly (readonly [member: string, says: string])[]
): ValidationCase {
  return {
    test,
    name,
    jwt: [authenticator({ issuer: { ...ISSUER, ...given } })],
    faults: faults.map(([member, says]) => [`jwt[0].issuer.${member}`, says]),
  };
}

const url = (name: string, given: string, says?: string) =>
  issuer(
    'TestValidateIssuerURL',
    name,
    { url: given },
    ...(says === undefined ? [] : [['url', says] as const]),
  );

const discovery = (name: string, given: string, says?: string, issuerUrl = ISSUER.url) =>
  issuer(
    'TestValidateIssuerDiscoveryURL',
    name,
    { url: issuerUrl, discoveryURL: given },
    ...(says === undefined ? [] : [['discoveryURL', says] as const]),
  );

const SAME = 'is the issuer itself';

const ADDRESSES: readonly ValidationCase[] = [
  url('url is empty', '', 'is missing'),
  url('url parse error', 'https://issuer-url:invalid-port', 'a port that is no number'),
  url('url is not https', 'http://issuer-url', 'not an https URL'),
  url('url user info is not allowed', 'https://user:pass@issuer-url', 'a user name or password'),
  url('url raw query is not allowed', 'https://issuer-url?query', 'has a query'),
  url('url fragment is not allowed', 'https://issuer-url#fragment', 'has a fragment'),
  {
    ...url('valid url that is disallowed', 'https://issuer-url', "of the API server's own tokens"),
    disallowed: ['https://issuer-url'],
  },
  url('valid url', 'https://issuer-url'),
  discovery('url is empty', ''),
  discovery(
    'url parse error',
    'https://oidc.oidc-namespace.svc:invalid-port',
    'a port that is no number',
  ),
  discovery('url is not https', 'http://oidc.oidc-namespace.svc', 'not an https URL'),
  discovery(
    'url user info is not allowed',
    'https://user:pass@oidc.oidc-namespace.svc',
    'a user name or password',
  ),
  discovery('url raw query is not allowed', 'https://oidc.oidc-namespace.svc?query', 'has a query'),
  discovery(
    'url fragment is not allowed',
    'https://oidc.oidc-namespace.svc#fragment',
    'has a fragment',
  ),
  discovery('valid url', 'https://oidc.oidc-namespace.svc'),
  discovery('valid url with path', 'https://oidc.oidc-namespace.svc/path'),
  discovery('discovery url same as issuer url', 'https://issuer-url', SAME),
  discovery('discovery url same as issuer url, with trailing slash', 'https://issuer-url/', SAME),
  discovery(
    'discovery url same as issuer url, with multiple trailing slashes',
    'https://issuer-url///',
    SAME,
  ),
  discovery(
    'discovery url same as issuer url, issuer url with trailing slash',
    'https://issuer-url',
    SAME,
    'https://issuer-url/',
  ),
];

const audiences = (
  name: string,
  given: readonly string[],
  audienceMatchPolicy: string,
  ...faults: readonly (readonly [string, string])[]
) => issuer('TestValidateAudiences', name, { audiences: given, audienceMatchPolicy }, ...faults);

const AUDIENCES: readonly ValidationCase[] = [
  audiences('audiences is empty', [], '', ['audiences', 'has no audience']),
  audiences('audience is empty', [''], '', ['audiences[0]', 'is empty']),
  audiences('invalid match policy with single audience', ['audience'], 'MatchExact', [
    'audienceMatchPolicy',
    'MatchAny, or nothing',
  ]),
  audiences('valid audience', ['audience'], ''),
  audiences('valid audience with MatchAny policy', ['audience'], 'MatchAny'),
  audiences('duplicate audience', ['audience', 'audience'], 'MatchAny', ['audiences[1]', 'twice']),
  audiences('match policy not set with multiple audiences', ['audience1', 'audience2'], '', [
    'audienceMatchPolicy',
    'with several audiences',
  ]),
  audiences('valid multiple audiences', ['audience1', 'audience2'], 'MatchAny'),
];

/** Stands for a certificate that the test makes. */
export const MADE_CERTIFICATE = 'MADE BY THE TEST';

const AUTHORITIES: readonly ValidationCase[] = [
  issuer(
    'TestValidateCertificateAuthority',
    'invalid certificate authority',
    { certificateAuthority: 'invalid' },
    ['certificateAuthority', 'no certificate'],
  ),
  issuer('TestValidateCertificateAuthority', 'certificate authority is empty', {
    certificateAuthority: '',
  }),
  issuer('TestValidateCertificateAuthority', 'valid certificate authority', {
    certificateAuthority: MADE_CERTIFICATE,
  }),
];

export const FIRST_CASES: readonly ValidationCase[] = [
  ...CONFIGURATIONS,
  ...ADDRESSES,
  ...AUDIENCES,
  ...AUTHORITIES,
];
