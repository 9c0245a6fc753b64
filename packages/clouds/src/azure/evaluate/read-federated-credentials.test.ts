import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateFederatedCredentials } from './evaluate-federated-credentials.ts';
import { readFederatedCredentials } from './read-federated-credentials.ts';

const GRAPH = {
  audiences: ['api://AzureADTokenExchange'],
  claimsMatchingExpression: null,
  description: null,
  id: '8f2a0000-0000-4000-8000-000000000000',
  issuer: 'https://token.actions.githubusercontent.com',
  name: 'Testing',
  subject: 'repo:octo-org/octo-repo:environment:Production',
};
const READ = {
  title: 'credential "Testing"',
  issuer: GRAPH.issuer,
  audience: 'api://AzureADTokenExchange',
  wanted: { kind: 'subject', subject: GRAPH.subject },
};
const ARM = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i/federatedIdentityCredentials/Testing',
  name: 'Testing',
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  resourceGroup: 'g',
  systemData: null,
};
const { audiences, issuer, subject } = GRAPH;

/** Forms by learn.microsoft.com, "az ad app federated-credential", "az identity federated-credential", Graph and ARM references (read 2026-11). */
describe('readFederatedCredentials', () => {
  it.each<[string, unknown]>([
    ['of an application', [GRAPH]],
    ['of Graph', { '@odata.context': 'https://graph.microsoft.com/…', value: [GRAPH] }],
    ['of ARM without a further page', { value: [GRAPH], nextLink: null }],
    ['alone', GRAPH],
    ['of an identity', [{ ...ARM, audiences, issuer, subject }]],
    ['of an identity with properties', [{ ...ARM, properties: { audiences, issuer, subject } }]],
    ['of ARM', { value: [{ ...ARM, properties: { audiences, issuer, subject } }] }],
  ])('reads a list %s', (_, file) => {
    expect(readFederatedCredentials(file)).toEqual([READ]);
  });

  it('reads an expression', () => {
    const expression = { value: "claims['sub'] eq 'a'", languageVersion: 1 };
    const file = { ...GRAPH, subject: null, claimsMatchingExpression: expression };
    expect(readFederatedCredentials(file)).toMatchObject([
      { wanted: { kind: 'expression', text: expression.value, languageVersion: 1 } },
    ]);
  });

  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...GRAPH, subject: `s${index}` }));

  it.each<[string, unknown, RegExp]>([
    ['text', 'x', /the credential is no object/],
    ['a list of text', ['x'], /\[0\] is no object/],
    ['no issuer', [{ ...GRAPH, issuer: null }], /\[0\].issuer is not set/],
    ['an issuer that is a list', [{ ...GRAPH, issuer: [] }], /\[0\].issuer is \[\], and text/],
    [
      'a long issuer',
      [{ ...GRAPH, issuer: 'a'.repeat(601) }],
      /has 601 characters, and Entra takes 600/,
    ],
    ['a long subject', [{ ...GRAPH, subject: 'a'.repeat(601) }], /\[0\].subject has 601/],
    [
      'a short name',
      [{ ...GRAPH, name: 'ab' }],
      /\[0\].name has 2 characters, and Entra takes 3 to 120/,
    ],
    ['a long name', [{ ...GRAPH, name: 'a'.repeat(121) }], /\[0\].name has 121/],
    ['no audience', [{ ...GRAPH, audiences: [] }], /\[0\].audiences is \[\]/],
    ['two audiences', [{ ...GRAPH, audiences: ['a', 'b'] }], /\[0\].audiences is \["a","b"\]/],
    ['audiences that are text', [{ ...GRAPH, audiences: 'a' }], /\[0\].audiences is "a"/],
    ['a long audience', [{ ...GRAPH, audiences: ['a'.repeat(601)] }], /\[0\].audiences has 601/],
    [
      'neither subject nor expression',
      [{ ...GRAPH, subject: null }],
      /has neither subject nor claims/,
    ],
    [
      'both',
      [{ ...GRAPH, claimsMatchingExpression: { value: 'a' } }],
      /has both subject and claims/,
    ],
    [
      'an expression beyond all measure',
      [
        {
          ...GRAPH,
          subject: null,
          claimsMatchingExpression: { value: 'a'.repeat(4097), languageVersion: 1 },
        },
      ],
      /value has 4097 characters, and up to 4096 are read here/,
    ],
    [
      'an expression that is text',
      [{ ...GRAPH, subject: null, claimsMatchingExpression: 'a' }],
      /claimsMatchingExpression is "a"/,
    ],
    [
      'a first page',
      { '@odata.nextLink': 'https://graph.microsoft.com/…', value: [GRAPH] },
      /the list goes on at its nextLink/,
    ],
    ['21 credentials', many(21), /the list has 21 credentials.* takes 20/],
    [
      'an issuer and a subject twice',
      [GRAPH, { ...GRAPH, name: 'other' }],
      /\[1\] has the issuer and/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readFederatedCredentials(file)).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('az identity federated-credential list'),
      }),
    );
  });

  it('takes 20 credentials, and none', () => {
    expect(readFederatedCredentials(many(20))).toHaveLength(20);
    expect(readFederatedCredentials([])).toEqual([]);
  });

  it('answers or refuses whatever the file and the token hold (property)', () => {
    const names = fc.constantFrom(
      ...Object.keys(GRAPH),
      'properties',
      'value',
      '__proto__',
      'sub',
      'aud',
    );
    const json = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 'abc', "claims['sub'] matches '*'", 1),
        fc.array(tie('any'), { maxLength: 2 }),
        fc.dictionary(names, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(names, json), fc.dictionary(names, json), (others, claims) => {
        let trust;
        try {
          trust = readFederatedCredentials([{ ...GRAPH, ...others }]);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'cloud_setting_invalid' });
          return;
        }
        const { verdict } = evaluateFederatedCredentials(trust, { issuer: 'abc', claims });
        expect(['allowed', 'refused', 'undecided']).toContain(verdict);
      }),
      { numRuns: 500 },
    );
  });

  it('reads and judges what is nested deeply', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(() => readFederatedCredentials([{ ...GRAPH, subject: deep }])).toThrow(/subject is/);
    const claims = { sub: deep, aud: deep };
    const trust = readFederatedCredentials(GRAPH);
    expect(evaluateFederatedCredentials(trust, { issuer, claims }).verdict).toBe('refused');
  });
});
