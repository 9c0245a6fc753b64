import type { JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { documentsOf } from './documents-of.ts';
import { evaluateAuthenticationConfiguration } from './evaluate-configuration.ts';
import { judgeByAuthenticator } from './judge-by-authenticator.ts';
import { EXPRESSION_CASES } from './published-expression-tokens.fixture.ts';
import { GROUP_CASES } from './published-groups.fixture.ts';
import { NESTED_CASES } from './published-nested-tokens.fixture.ts';
import {
  CLAIM_CASES,
  FLAG_CASE,
  NOW,
  OTHER_TOKENS,
  TOKEN_COUNT,
  TOKENS_SOURCE,
} from './published-tokens.fixture.ts';
import { readAuthenticationConfiguration } from './read-configuration.ts';

const CASES = [...CLAIM_CASES, ...GROUP_CASES, ...EXPRESSION_CASES, ...NESTED_CASES];

const fileOf = (...jwt: readonly unknown[]) => ({
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  jwt,
});

const viewOf = (claims: JsonObject) => ({ issuer: String(claims['iss']), claims });

describe(`the tokens that Kubernetes publishes (${TOKENS_SOURCE.title}, ${TOKENS_SOURCE.read})`, () => {
  it('are all here, each once: 80 of 93, and 13 that are about something else', () => {
    const names = [...CASES.map(({ name }) => name), FLAG_CASE.name, ...OTHER_TOKENS.keys()];
    expect(new Set(names).size).toBe(TOKEN_COUNT);
    expect([CASES.length + 1, OTHER_TOKENS.size, names.length]).toEqual([80, 13, TOKEN_COUNT]);
  });

  it.each(CASES)('$name', async ({ authenticator, disallowed = [], claims, wanted }) => {
    const surroundings = { serviceAccountIssuers: disallowed };
    const reading = readAuthenticationConfiguration(fileOf(authenticator), surroundings);
    if (claims === undefined) {
      const at = 'refusedAt' in wanted ? wanted.refusedAt : 'nothing';
      await expect(reading).rejects.toThrow(` is not valid: jwt[0].${at} `);
      return;
    }
    const configuration = await reading;
    const token = viewOf(claims);
    const verdict = await evaluateAuthenticationConfiguration(configuration, token, NOW);
    if ('refusedAt' in wanted || 'undecidedAt' in wanted) {
      expect(verdict.verdict).toBe('refusedAt' in wanted ? 'refused' : 'undecided');
      const [reason] = verdict.verdict === 'allowed' ? [] : verdict.reasons;
      const at = 'refusedAt' in wanted ? wanted.refusedAt : wanted.undecidedAt;
      expect(reason?.at.replace(/^jwt\[0\]\./, '')).toBe(at);
      return;
    }
    const { username, groups = [], uid = '', extra = {} } = wanted;
    const becomes = groups.length === 0 ? username : `${username} (groups ${groups.join(', ')})`;
    const by = `jwt[0] (${configuration.authenticators[0]?.issuer.url})`;
    expect(verdict).toEqual({ verdict: 'allowed', by, becomes });
    const [found] = configuration.authenticators;
    if (found === undefined) throw new Error('no authenticator');
    const { user } = judgeByAuthenticator(found, claims, NOW);
    expect(user).toEqual({ username, groups, uid, extra: new Map(Object.entries(extra)) });
  });

  it(FLAG_CASE.name, async () => {
    await expect(readAuthenticationConfiguration(FLAG_CASE.flags)).rejects.toThrow(
      'oidc-signing-algs "HS256" is none that API servers can verify',
    );
  });
});

describe('evaluateAuthenticationConfiguration', () => {
  const issuer = { url: 'https://issuer.example', audiences: ['kube'] };
  const claims = { iss: issuer.url, aud: 'kube', sub: 'ci', exp: NOW + 60 };
  const MAPPINGS = { username: { claim: 'sub', prefix: 'oidc:' } };
  const verdictOf = async (
    given: object,
    token: JsonObject = claims,
    now?: number,
  ): Promise<string> => {
    const file = fileOf({ issuer, claimMappings: MAPPINGS, ...given });
    const configuration = await readAuthenticationConfiguration(file);
    const verdict = await evaluateAuthenticationConfiguration(configuration, viewOf(token), now);
    if (verdict.verdict === 'allowed') return `allowed: ${verdict.becomes}`;
    const [{ at, seen, wanted }] = verdict.reasons;
    return `${verdict.verdict}: ${at}: ${seen}; ${wanted}`;
  };

  const GO_OIDC = 'coreos/go-oidc v2.1.0: verify.go, 2026-11';
  const GO_JSON = 'go.dev: encoding/json Unmarshal (go1.19), 2026-11';
  const OIDC = 'kubernetes/kubernetes: oidc.go at 1.34, 2026-11';

  it.each([
    [
      GO_OIDC,
      { ...claims, exp: NOW - 1 },
      'refused: the claim exp: it is 2009-11-10T22:59:59Z, 1 second ago',
    ],
    [
      GO_OIDC,
      { ...claims, exp: NOW - 90_000 },
      'refused: the claim exp: it is 2009-11-09T22:00:00Z, 25 hours ago',
    ],
    [GO_OIDC, { ...claims, exp: 1e300 }, 'refused: the claim exp: it is 1e+300, so far away that'],
    [
      GO_OIDC,
      { ...claims, exp: 2 ** 63 },
      'refused: the claim exp: it is 9223372036854776000, so far',
    ],
    [GO_OIDC, { ...claims, exp: 9e18 }, 'allowed: oidc:ci'],
    [GO_OIDC, { ...claims, nbf: 1e300 }, 'allowed: oidc:ci'],
    [
      GO_OIDC,
      { ...claims, nbf: 9e18 },
      'refused: the claim nbf: it is 9000000000000000000 (beyond',
    ],
    [GO_OIDC, { ...claims, nbf: null }, 'allowed: oidc:ci'],
    [GO_OIDC, { ...claims, iat: null }, 'refused: the claim iat: it is null, not a number'],
    [GO_OIDC, { ...claims, iat: '' }, 'refused: the claim iat: it is the text "", not a number'],
    [GO_OIDC, { ...claims, exp: undefined }, 'refused: the claim exp: it is missing'],
    [GO_OIDC, { ...claims, exp: null }, 'refused: the claim exp: it is missing'],
    [GO_OIDC, { ...claims, exp: true }, 'refused: the claim exp: it is true, not a number'],
    [GO_OIDC, { ...claims, exp: 'soon' }, 'refused: the claim exp: it is the text "soon"'],
    [
      GO_OIDC,
      { ...claims, nbf: NOW + 61 },
      'refused: the claim nbf: it is 2009-11-10T23:01:01Z, in 61 seconds',
    ],
    [
      GO_OIDC,
      { ...claims, nbf: (NOW + 61) * 1000 },
      'refused: the claim nbf: it is 1257894061000, which is in milliseconds (2009-11-10T23:01:01Z)',
    ],
    [GO_OIDC, { ...claims, sub: 5 }, 'refused: jwt[0].claimMappings.username: the claim is 5'],
    [GO_OIDC, { ...claims, nonce: [] }, 'refused: the claim nonce: it is a list, not text'],
    [GO_OIDC, { ...claims, aud: {} }, 'refused: the claim aud: it is an object, not text'],
    [GO_OIDC, { ...claims, aud: ['kube', 1] }, 'refused: the claim aud: it has an entry that is 1'],
    [GO_OIDC, { ...claims, aud: [] }, 'refused: jwt[0].issuer.audiences: the token has no aud'],
    [GO_OIDC, { ...claims, aud: null }, 'refused: jwt[0].issuer.audiences: the token has no aud'],
    [GO_OIDC, { ...claims, aud: 'KUBE' }, 'refused: jwt[0].issuer.audiences: the aud is "KUBE"'],
    [GO_OIDC, { ...claims, aud: 'kube/' }, 'refused: jwt[0].issuer.audiences: the aud is "kube/"'],
    [GO_OIDC, { ...claims, _claim_names: 'a' }, 'refused: the claim _claim_names: it is the text'],
    [GO_OIDC, { ...claims, _claim_names: { a: '' } }, 'refused: the claim _claim_names: it names'],
    [GO_OIDC, { ...claims, _claim_sources: { a: 1 } }, 'refused: the claim _claim_sources: it is'],
    [GO_OIDC, { ...claims, _claim_names: { a: 'constructor' } }, 'refused: the claim _claim_names'],
    [
      OIDC,
      { ...claims, iss: `${issuer.url}/` },
      'refused: jwt: the iss is "https://issuer.example/"',
    ],
    [
      OIDC,
      { ...claims, iss: 'https://ISSUER.example' },
      'refused: jwt: the iss is "https://ISSUER',
    ],
    [
      GO_JSON,
      { ...claims, Sub: 'root' },
      'undecided: the claims "Sub": an API server may read them',
    ],
    [
      GO_JSON,
      { ...claims, 'i\u017fs': 'a' },
      'undecided: the claims "iſs": an API server may read',
    ],
  ])('refuses, or does not decide, as %s says, %j', async (_source, token, wanted) => {
    expect((await verdictOf({}, token as JsonObject, NOW)).slice(0, wanted.length)).toBe(wanted);
  });

  it('says what to do about a beginning in milliseconds', async () => {
    const file = fileOf({ issuer, claimMappings: MAPPINGS });
    const token = viewOf({ ...claims, nbf: (NOW + 61) * 1000 });
    expect(
      await evaluateAuthenticationConfiguration(
        await readAuthenticationConfiguration(file),
        token,
        NOW,
      ),
    ).toMatchObject({ reasons: [{ fix: expect.stringContaining('in seconds since 1970') }] });
  });

  it.each([
    [GO_OIDC, { ...claims, exp: NOW }, 'oidc:ci'],
    [GO_JSON, { ...claims, exp: `${NOW + 5}` }, 'oidc:ci'],
    [GO_OIDC, { ...claims, exp: NOW + 0.5, nbf: NOW + 60 }, 'oidc:ci'],
    [GO_JSON, { ...claims, sub: null, nonce: null }, 'oidc:'],
    [GO_OIDC, { ...claims, aud: ['a', 'kube'], azp: 'a', SUBJECT: 1 }, 'oidc:ci'],
    [GO_OIDC, { ...claims, _claim_names: { groups: 'a' }, _claim_sources: { a: {} } }, 'oidc:ci'],
  ])('allows, as %s says, %j', async (_source, token, wanted) => {
    expect(await verdictOf({}, token, NOW)).toBe(`allowed: ${wanted}`);
  });

  it('judges no times where none is given', async () => {
    expect(await verdictOf({}, { ...claims, exp: 1 })).toBe('allowed: oidc:ci');
    expect(await verdictOf({}, { ...claims, exp: undefined })).toBe('allowed: oidc:ci');
  });

  const GROUPS = { ...MAPPINGS, groups: { claim: 'groups', prefix: 'g:' } };

  it.each([
    [['a', null], 'oidc:ci (groups g:a, g:)'],
    [null, 'oidc:ci'],
    [[], 'oidc:ci'],
    ['a', 'oidc:ci (groups g:a)'],
    ['', 'oidc:ci (groups g:)'],
  ])('has of the groups %j what Go has (encoding/json, go1.19)', async (groups, wanted) => {
    const verdict = await verdictOf({ claimMappings: GROUPS }, { ...claims, groups });
    expect(verdict).toBe(`allowed: ${wanted}`);
  });

  it('requires a value as it is, and empty text of a rule without one', async () => {
    const rule = { claimValidationRules: [{ claim: 'hd' }] };
    expect(await verdictOf(rule, { ...claims, hd: '' })).toBe('allowed: oidc:ci');
    expect(await verdictOf(rule, { ...claims, hd: null })).toBe('allowed: oidc:ci');
    expect(await verdictOf(rule, claims)).toMatch(/^refused: .*"hd" is missing; ""$/);
    expect(await verdictOf(rule, { ...claims, hd: 0 })).toMatch(/^refused: .*"hd" is 0; ""$/);
  });

  it('refuses what another server cannot make right, and does not decide the rest', async () => {
    const elsewhere = {
      ...claims,
      _claim_names: { groups: 'a' },
      _claim_sources: { a: { endpoint: 'https://a.example' } },
    };
    const rules = [{ claim: 'hd', requiredValue: 'a' }, { expression: "claims.groups == 'a'" }];
    const given = { claimMappings: GROUPS, claimValidationRules: rules };
    expect(await verdictOf(given, { ...elsewhere, hd: 'a' })).toMatch(/^undecided: .*groups/);
    expect(await verdictOf(given, elsewhere)).toMatch(
      /^refused: jwt\[0\]\.claimValidationRules\[0\]/,
    );
  });

  it.each([
    [{ _claim_names: {} }, 'refused: jwt[0].claimMappings.groups: the token has _claim_names'],
    [{ _claim_names: null }, 'refused: jwt[0].claimMappings.groups: the token has _claim_names'],
    [{ _claim_names: {}, _claim_sources: null }, 'allowed: oidc:ci'],
    [{ _claim_names: {}, groups: [] }, 'allowed: oidc:ci'],
    [{ _claim_sources: { a: { JWT: 1 } } }, 'allowed: oidc:ci'],
    [{ _claim_names: {}, _claim_sources: { a: { jwt: 1 } } }, 'refused: jwt[0].claimMappings.gro'],
    [{ _claim_names: { groups: 'a' }, _claim_sources: { a: null } }, 'allowed: oidc:ci'],
    [{ _claim_names: { groups: 'a' }, _claim_sources: { a: { Endpoint: 'b' } } }, 'undecided: jwt'],
    [
      { _claim_names: { groups: 'a' }, _claim_sources: { a: { ENDPOINT: 1 } } },
      'refused: the claim',
    ],
  ])(
    'reads sources of claims as Kubernetes does (oidc.go at 1.34, 2026-11): %j',
    async (more, wanted) => {
      const verdict = await verdictOf({ claimMappings: GROUPS }, { ...claims, ...more });
      expect(verdict.slice(0, wanted.length)).toBe(wanted);
      if (wanted.includes('gro'))
        expect(await verdictOf({}, { ...claims, ...more })).toMatch(/^allowed/);
    },
  );

  it('does not refuse a name that is of the claim which another server tells', async () => {
    const claimMappings = { ...GROUPS, username: { claim: 'groups', prefix: '' } };
    const sources = { a: { endpoint: 'https://a.example' } };
    const token = { ...claims, _claim_names: { groups: 'a' }, _claim_sources: sources };
    expect(await verdictOf({ claimMappings }, token)).toMatch(/^undecided/);
  });

  it('refuses a name that an expression leaves empty, and whoever a rule is false of', async () => {
    const empty = { claimMappings: { username: { expression: "''" } } };
    expect(await verdictOf(empty)).toMatch(/^refused: .*empty text/);
    const number = { claimMappings: { username: { expression: '1 + 1' } } };
    expect(await verdictOf(number)).toMatch(/^refused: .*does not come to text/);
    const rule = { expression: "user.username == 'root'", message: 'only root' };
    expect(await verdictOf({ userValidationRules: [rule] })).toBe(
      `refused: jwt[0].userValidationRules[0].expression: the expression is false ("only root"); "user.username == 'root'" to be true`,
    );
  });

  it('is not kept busy, nor broken, by what is deep, and shows no control characters', async () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = { a: deep };
    expect(await verdictOf({}, { ...claims, sub: deep })).toMatch(/^refused: .*is an object/);
    const rule = { claimValidationRules: [{ claim: 'hd', requiredValue: 'a' }] };
    expect(await verdictOf(rule, { ...claims, hd: deep })).toMatch(/^refused: .*is an object/);
    const read = { claimValidationRules: [{ expression: 'claims.hd.a.a != claims.hd' }] };
    expect(await verdictOf(read, { ...claims, hd: deep })).toMatch(/^(?:undecided|allowed)/);
    const other = { claimValidationRules: [{ expression: 'claims.a__dot__b == "c"' }] };
    const dotted = { ...claims, 'a.b': 'c' };
    expect(await verdictOf(other, { ...dotted, hd: deep })).toMatch(/^(?:undecided|allowed)/);
    expect(await verdictOf(other, { ...dotted, hd: [{}] })).toBe('allowed: oidc:ci');
    const shown = await verdictOf({}, { ...claims, sub: 'a\u001b[2J\u202eb\n' });
    expect(shown).toBe(String.raw`allowed: oidc:a\u001b[2J\u202eb\u000a`);
  });

  it.each([
    [
      'claims.sub == "ci" || claims.sub.startswith("x")',
      /^undecided: .*have the function startswith/,
    ],
    ['claims.sub == "cd" || claims.sub.startswith("x")', /^undecided: .*the function startswith/],
    ['claims.sub == "cd" && claims.sub.startswith("x")', /^refused/],
    ['claims.sub == "ci" || url(claims.iss).getHost() == "a"', /^allowed/],
  ])(
    'does not say that it takes a function that it may not have: %s',
    async (expression, wanted) => {
      expect(await verdictOf({ claimValidationRules: [{ expression }] })).toMatch(wanted);
    },
  );

  it('does not decide by more expressions than are evaluated', async () => {
    const rules = Array.from({ length: 201 }, (_, index) => ({
      expression: `claims.sub != "${index}"`,
    }));
    expect(await verdictOf({ claimValidationRules: rules.slice(1) })).toBe('allowed: oidc:ci');
    expect(await verdictOf({ claimValidationRules: rules })).toMatch(
      /^undecided: .*201 expressions/,
    );
    const wrong = { ...claims, aud: 'other' };
    expect(await verdictOf({ claimValidationRules: rules }, wrong)).toMatch(
      /^refused: .*audiences/,
    );
  });

  it('takes names of the prototype for what they are: names', async () => {
    const named = (claim: string) => ({ claimMappings: { username: { claim, prefix: '' } } });
    for (const claim of ['__proto__', 'constructor', 'toString']) {
      expect(await verdictOf(named(claim))).toMatch(/^refused: .*the claim is missing/);
      const token = JSON.parse(`{${JSON.stringify(claims).slice(1, -1)}, "${claim}": "x"}`);
      expect(await verdictOf(named(claim), token)).toBe('allowed: x');
    }
  });
});

describe('documentsOf', () => {
  it('says where the documents of an issuer are, and whose certificate counts', async () => {
    const issuer = { url: 'https://a.example', audiences: ['kube'] };
    const discoveryURL = 'https://b.example/discovery';
    const claimMappings = { username: { claim: 'sub', prefix: '' } };
    const configuration = await readAuthenticationConfiguration(
      fileOf(
        { issuer: { ...issuer, discoveryURL }, claimMappings },
        { issuer: { ...issuer, url: 'https://c.example' }, claimMappings },
      ),
    );
    expect(documentsOf(configuration, 'https://a.example')).toEqual({ discoveryUrl: discoveryURL });
    expect(documentsOf(configuration, 'https://c.example')).toEqual({});
    expect(documentsOf(configuration, 'https://a.example/')).toBeUndefined();
  });
});
