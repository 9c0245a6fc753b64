import { DrawbridgeError } from '@drawbridge/core';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  jsonValue,
  oneof,
  record,
  string,
} from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificatePem } from './certificate.fixture.ts';
import { OTHER_CASES } from './published-expressions.fixture.ts';
import {
  FIRST_CASES,
  GATED_CASES,
  MADE_CERTIFICATE,
  VALIDATION_COUNTS,
  VALIDATION_SOURCE,
} from './published-validation.fixture.ts';
import { readAuthenticationConfiguration } from './read-configuration.ts';

const CASES = [...FIRST_CASES, ...OTHER_CASES];
const HEAD = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
} as const;
const ISSUER = { url: 'https://issuer.example', audiences: ['kube'] };
const USERNAME = { claim: 'sub', prefix: 'oidc:' };

/** @returns the faults, a line each; none where it is read */
async function faultsOf(
  value: unknown,
  surroundings: Parameters<typeof readAuthenticationConfiguration>[1] = {},
): Promise<readonly string[]> {
  try {
    await readAuthenticationConfiguration(value, surroundings);
    return [];
  } catch (error) {
    if (!(error instanceof DrawbridgeError)) throw error;
    expect(error.code).toBe('cloud_setting_invalid');
    const [first = '', ...lines] = error.message.split('\n');
    return lines.length > 0
      ? lines.map((line) => line.trim())
      : [first.replace(/^.*? is not valid: /, '')];
  }
}

describe(`the cases that Kubernetes publishes (${VALIDATION_SOURCE.title}, ${VALIDATION_SOURCE.read})`, () => {
  let certificate = '';
  beforeAll(async () => {
    certificate = await certificatePem();
  });

  it('are all here, each once: 96 of 103, and 7 that are about a gate which is gone', () => {
    const counts: Record<string, number> = {};
    const known = CASES.map(({ test, name }) => `${test}: ${name}`);
    for (const [test, name] of GATED_CASES) known.push(`${test}: ${name}`);
    for (const line of new Set(known)) {
      const test = line.slice(0, line.indexOf(':'));
      counts[test] = (counts[test] ?? 0) + 1;
    }
    expect(counts).toEqual(VALIDATION_COUNTS);
    expect([CASES.length, GATED_CASES.length, known.length]).toEqual([96, 7, 103]);
  });

  it.each(CASES)('$test: $name', async ({ jwt, disallowed = [], faults }) => {
    const made = JSON.parse(
      JSON.stringify(jwt).replaceAll(JSON.stringify(MADE_CERTIFICATE), JSON.stringify(certificate)),
    );
    const seen = await faultsOf({ ...HEAD, jwt: made }, { serviceAccountIssuers: disallowed });
    expect(seen.map((line) => line.split(' ')[0])).toEqual(faults.map(([path]) => path));
    for (const [index, [, says]] of faults.entries()) expect(seen[index]).toContain(says);
  });
});

/** What Kubernetes says, and has no published case for. */
const CONFIGURATION = { ...HEAD, jwt: [{ issuer: ISSUER, claimMappings: { username: USERNAME } }] };
const SAYS =
  'kubernetes/kubernetes: apiserver/pkg/apis/apiserver/validation/validation.go at 008b365, 2026-11';
const STRICT =
  'kubernetes/kubernetes: pkg/kubeapiserver/options/authentication.go (strict decoding), 2026-11';

describe('readAuthenticationConfiguration', () => {
  const withIssuer = (given: object) => ({
    ...HEAD,
    jwt: [{ issuer: { ...ISSUER, ...given }, claimMappings: { username: USERNAME } }],
  });
  const withExtra = (key: string) => ({
    ...HEAD,
    jwt: [
      {
        issuer: ISSUER,
        claimMappings: { username: USERNAME, extra: [{ key, valueExpression: "'a'" }] },
      },
    ],
  });

  it.each([
    [SAYS, withExtra('k8s.io/a'), 'jwt[0].claimMappings.extra[0].key "k8s.io/a" is of a domain'],
    [SAYS, withExtra('sub.k8s.io/a'), 'jwt[0].claimMappings.extra[0].key "sub.k8s.io/a" is of a'],
    [SAYS, withExtra('kubernetes.io/a'), 'jwt[0].claimMappings.extra[0].key "kubernetes.io/a" is'],
    [SAYS, withExtra('a.kubernetes.io/a'), 'jwt[0].claimMappings.extra[0].key "a.kubernetes.io/a'],
    [SAYS, withExtra('example.org/a b'), 'jwt[0].claimMappings.extra[0].key "a b" is no path'],
    [SAYS, withExtra('-example.org/a'), 'jwt[0].claimMappings.extra[0].key "-example.org" is no'],
    [
      SAYS,
      withIssuer({ egressSelectorType: 'etcd' }),
      'jwt[0].issuer.egressSelectorType "etcd" is',
    ],
    [
      SAYS,
      { ...HEAD, anonymous: { enabled: false, conditions: [{ path: '/livez' }] } },
      'anonymous.conditions is there',
    ],
    [SAYS, { ...HEAD, anonymous: { conditions: [{ path: '/livez' }] } }, 'anonymous.conditions is'],
    [
      SAYS,
      { ...HEAD, jwt: Array.from({ length: 65 }, () => ({})) },
      'jwt has 65 authenticators, and an API server takes 64',
    ],
    [STRICT, { ...CONFIGURATION, jwts: [] }, 'jwts is not known'],
    [
      STRICT,
      withIssuer({ discoveryUrl: 'https://a.example' }),
      'jwt[0].issuer.discoveryUrl is not',
    ],
    [STRICT, withIssuer({ audiences: 'kube' }), 'jwt[0].issuer.audiences is the text "kube", not'],
    [STRICT, withIssuer({ audiences: [1] }), 'jwt[0].issuer.audiences[0] is 1, not text'],
    [STRICT, withIssuer({ url: 5 }), 'jwt[0].issuer.url is 5, not text'],
    [STRICT, { ...HEAD, jwt: {} }, 'jwt is an object, not a list'],
    [STRICT, { ...HEAD, jwt: ['a'] }, 'jwt[0] is the text "a", not an object'],
    [
      STRICT,
      { ...HEAD, anonymous: { enabled: 'yes' } },
      'anonymous.enabled is the text "yes", not',
    ],
    [STRICT, [], 'the top of it is a list, not an object'],
    [STRICT, 'a', 'the top of it is the text "a", not an object'],
    [STRICT, { ...CONFIGURATION, kind: 'Config' }, 'kind is "Config", not AuthenticationConf'],
    [STRICT, { ...CONFIGURATION, apiVersion: 'v1' }, 'apiVersion is "v1", not one of apiserver'],
    [STRICT, JSON.parse(`{"__proto__": 1, ${JSON.stringify(HEAD).slice(1)}`), '__proto__ is not'],
  ])('refuses, as %s says, %j', async (_source, value, fault) => {
    const faults = await faultsOf(value);
    expect(faults.some((line) => line.startsWith(fault))).toBe(true);
  });

  it.each([
    HEAD,
    CONFIGURATION,
    { ...CONFIGURATION, apiVersion: 'apiserver.config.k8s.io/v1beta1' },
    { ...CONFIGURATION, apiVersion: 'apiserver.config.k8s.io/v1alpha1', anonymous: null },
    { ...HEAD, jwt: null, anonymous: { enabled: true, conditions: [{ path: '/livez' }] } },
    withIssuer({ egressSelectorType: 'cluster', discoveryURL: null, certificateAuthority: '' }),
    withExtra('example.org/a/b-c~d'),
    withExtra('x-kubernetes.io/a'),
  ])('reads %j', async (value) => {
    expect(await faultsOf(value)).toEqual([]);
  });

  it('tells all faults at once, and no line of a name passes for another', async () => {
    const value = { ...withIssuer({ url: 'http://a', audiences: [] }), 'x\n  jwt[1] y': 1 };
    expect(await faultsOf(value)).toEqual([
      String.raw`x\u000a  jwt[1] y is not known`,
      'jwt[0].issuer.url "http://a" is not an https URL',
      'jwt[0].issuer.audiences has no audience',
    ]);
  });

  it('is not kept busy, nor broken, by what is deep or long', async () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    const started = performance.now();
    expect(await faultsOf({ ...HEAD, jwt: [{ issuer: deep }] })).not.toEqual([]);
    const pem = '-----BEGIN CERTIFICATE-----\n'.repeat(20_000);
    expect(await faultsOf(withIssuer({ certificateAuthority: pem }))).not.toEqual([]);
    expect(await faultsOf(withIssuer({ url: `https://[${'%25'.repeat(50_000)}` }))).not.toEqual([]);
    expect(await faultsOf(withIssuer({ discoveryURL: `https://a${'/'.repeat(100_000)}` }))).toEqual(
      [],
    );
    expect(await faultsOf(withExtra(`${'a-'.repeat(50_000)}.b/c`))).not.toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('never throws anything but its own fault, whatever it is given', async () => {
    const member = constantFrom('claim', 'expression', 'prefix', 'requiredValue', 'key', 'url');
    const text = oneof(
      string(),
      constantFrom('claims.a', "claims.a == 'b'", 'user.uid', '', 'a.b/c'),
    );
    const part = oneof(jsonValue(), record({ claim: text, expression: text, prefix: text }));
    const configuration = record(
      {
        apiVersion: constantFrom(HEAD.apiVersion, 'v1'),
        kind: constantFrom<string>(HEAD.kind, 'a'),
        jwt: oneof(
          jsonValue(),
          array(
            record(
              {
                issuer: oneof(jsonValue(), record({ url: text, audiences: array(text) })),
                claimValidationRules: oneof(jsonValue(), array(part)),
                claimMappings: oneof(
                  jsonValue(),
                  record({ username: part, groups: part, uid: part }),
                ),
                userValidationRules: array(part),
              },
              { requiredKeys: [] },
            ),
          ),
        ),
        anonymous: jsonValue(),
      },
      { requiredKeys: [] },
    );
    const flags = array(record({ name: member, value: jsonValue() })).map((entries) =>
      Object.fromEntries(entries.map(({ name, value }) => [`oidc-${name}`, value])),
    );
    await assert(
      asyncProperty(oneof(jsonValue(), configuration, flags), async (value) => {
        await faultsOf(value);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the policy of audiences', () => {
  it('is right just where there is one audience, or MatchAny, and each is there once', async () => {
    const policy = constantFrom('', 'MatchAny', 'MatchAll', undefined);
    await assert(
      asyncProperty(
        array(constantFrom('a', 'b', 'c', ''), { maxLength: 3 }),
        policy,
        async (audiences, given) => {
          const faults = await faultsOf({
            ...HEAD,
            jwt: [
              {
                issuer: {
                  url: 'https://a.example',
                  audiences,
                  ...(given !== undefined && { audienceMatchPolicy: given }),
                },
                claimMappings: { username: USERNAME },
              },
            ],
          });
          const isRight =
            audiences.length > 0 &&
            !audiences.includes('') &&
            new Set(audiences).size === audiences.length &&
            (given === 'MatchAny' || (audiences.length === 1 && (given ?? '') === ''));
          expect(faults.length === 0).toBe(isRight);
        },
      ),
    );
  });
});
