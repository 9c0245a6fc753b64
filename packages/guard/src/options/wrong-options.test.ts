import { createTestIssuer } from '@drawbridge/testing';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { introspection } from '../introspection/introspection.ts';
import { APISIX } from '../profiles/apisix.ts';
import type { GuardOptions } from './guard-options.ts';

const { guardOptions, introspectionOptions } = await createTestIssuer();
const { issuer, audience } = guardOptions;
const url = 'https://a.test/.well-known/openid-configuration';
const header = (values: readonly unknown[]) => ({
  header: { name: 'x-proof', values: values as string[] },
});

describe('a wrong option is a TypeError that says what to write', () => {
  it.each([
    ['no issuer', { issuer: undefined }, 'give issuer, as the iss of its tokens has it'],
    ['an issuer over http', { issuer: 'http://a.test' }, 'issuer '],
    ['an issuer with a query', { issuer: 'https://a.test?b' }, 'issuer '],
    [
      'a discovery document elsewhere',
      { issuer: undefined, openIdConnectUrl: 'https://a.test/x' },
      'issuer must be given beside it',
    ],
    ['no audience', { audience: undefined }, 'audience must be the name of this API'],
    ['an empty audience', { audience: '' }, 'audience must be'],
    ['an empty list of audiences', { audience: [] }, 'audience must be'],
    ['a client that is no list', { authorizedParties: 'web' }, 'authorizedParties must be a list'],
    ['no client', { authorizedParties: [] }, 'authorizedParties must be a list'],
    ['no client for ID tokens', { idTokenAudience: [] }, "the proxy's client id"],
    ['a claim that is no list', { requiredClaims: 'sub' }, 'requiredClaims must be a list'],
    ['an unknown profile', { profile: 'okta' }, 'one of generic, rfc9068, keycloak'],
    [
      'an algorithm with a secret',
      { algorithms: ['HS256'] },
      'asymmetric algorithms, such as RS256',
    ],
    ['cnf let through', { senderConstrained: 'allow' }, 'one of refuse, checked-by-proxy'],
    ['keys in two ways', { keys: { find: () => [] }, jwksUri: 'https://a.test/jwks' }, 'not both'],
    ['keys that are none', { keys: {} }, 'parseKeySet'],
    ['a wrong leeway', { leeway: -1 }, 'leeway is not a whole number of seconds'],
    ['a leeway in milliseconds', { leeway: 30_000 }, 'leeway is 30000, and it is in seconds'],
    ['a leeway of more than an hour', { leeway: 3601 }, 'write 3600 at most'],
    ['a wrong mode', { anonymous: true }, 'anonymous must be one of refuse, absent, any'],
    ['a wrong policy', { atHash: 'required' }, 'atHash must be one of require, ifPresent, off'],
    ['wrong refusals', { refusals: 403 }, 'refusals must be one of rfc6750, forbidden'],
    ['nothing remembered', { cache: { maxTokens: 0 } }, 'cache.maxTokens'],
    ['remembered for ever', { cache: { maxAge: Infinity } }, 'cache.maxAge'],
    ['a token that there is not', { required: ['userinfo'] }, 'one of access, id, refresh'],
    ['a token that the profile has no field for', { required: ['id'] }, 'such as APISIX'],
    [
      'a profile without access token',
      { headers: { ...APISIX, access: [] } },
      'where the access token is',
    ],
    [
      'a profile with a field twice',
      { headers: { ...APISIX, id: { name: 'x_id_token' } } },
      'cannot be told apart',
    ],
    ['a profile in quotes', { headers: 'apisix' }, 'APISIX of @drawbridge/guard, not in quotes'],
    [
      'a profile of names',
      { headers: { 'x-access-token': 1 } },
      'no option headers.x-access-token',
    ],
    ['a profile with one access field', { headers: { ...APISIX, access: {} } }, 'must be a list'],
    ['a field that is a name', { headers: { ...APISIX, id: 'X-Id' } }, 'each field of headers'],
    ['a field without a name', { headers: { ...APISIX, id: { header: 'X-Id' } } }, '….header'],
    [
      'a part of a profile, misspelled',
      { headers: { ...APISIX, userInfo: { name: 'X-User' } } },
      'no option headers.userInfo; did you mean userinfo?',
    ],
    ['clients, misspelled', { authorisedParties: ['web'] }, 'did you mean authorizedParties?'],
    ['a mode, misspelled', { anonymus: 'absent' }, 'did you mean anonymous?'],
    ['a profile, misspelled', { header: APISIX }, 'did you mean headers?'],
    ['what there is not', { xyz: 1 }, 'there is no option xyz; leave it out'],
    ['a proof, misspelled', { proxy: { addresses: ['::1'], cert: {} } }, 'mean certificate?'],
    ['addresses for a proof', { proxy: ['10.0.0.0/8'] }, 'proxy must be an object'],
    ['addresses that are one', { proxy: { addresses: '10.0.0.0/8' } }, 'must be a list'],
    [
      'values that are one',
      { proxy: { header: { name: 'x-proof', values: 'a' } } },
      'must be a list',
    ],
    [
      'a secret that came out as nothing',
      { proxy: header([undefined]) },
      'proxy.header.values[0] must be a string, and is undefined',
    ],
    ['secrets that are none', { proxy: { header: { name: 'x-proof' } } }, 'must be a list'],
    [
      'a secret in no field',
      { proxy: { header: { values: [] } } },
      'proxy.header.name is undefined',
    ],
    [
      'a name that came out as nothing',
      { proxy: { certificate: { dnsNames: [undefined] } } },
      'proxy.certificate.dnsNames[0]',
    ],
    [
      'an identity that came out as nothing',
      { proxy: { certificate: { uris: [undefined] } } },
      'proxy.certificate.uris[0]',
    ],
    [
      'a number for claims',
      { requiredClaims: 5 },
      "requiredClaims must be a list, such as ['sub']",
    ],
    ['padding by a word', { paddedBase64: 'yes' }, 'paddedBase64 must be true or false'],
    ['an engine that is none', { engine: {} }, 'createDefaultEngine'],
    ['no engine', { engine: null }, 'createDefaultEngine'],
    [
      'scopes in one text',
      { resource: { url: 'https://a.test', scopes: 'read write' } },
      'resource.scopes must be a list',
    ],
    ['names that are one', { proxy: { certificate: { dnsNames: 'a.test' } } }, 'must be a list'],
    ['an address for a resource', { resource: 'https://a.test' }, 'resource must be an object'],
    ['a resource without one', { resource: { name: 'Orders' } }, 'resource.url'],
    ['a name for a scheme', { scheme: 'oidc' }, 'scheme must be an object'],
    ['no cache', { cache: false }, 'cache must be an object'],
    ['a cache, misspelled', { cache: { maxToken: 5 } }, 'did you mean maxTokens?'],
    ['one algorithm', { algorithms: 'RS256' }, 'must list asymmetric algorithms'],
    ['a token for a list', { required: 'id' }, 'required must be a list'],
    ['a function for a log', { log: () => {} }, 'createLineLog of @drawbridge/core'],
    [
      "Fastify's log, which takes its parameters the other way round",
      { log: fastify({ logger: { level: 'error' } }).log },
      'write { info: (event, fields) => logger.info(fields, event) }',
    ],
    ['a store for revocations', { revocations: { get() {} } }, 'createRevocations'],
    ['a clock of the language', { clock: Date }, 'now, monotonic'],
    ["the platform's fetch", { fetch: globalThis.fetch }, 'createFetchDocument'],
    ['an issuer by its document', { issuer: url }, 'openIdConnectUrl'],
    ['a realm that is no text', { realm: 5 }, 'realm must be a string'],
    ['fields kept by a word', { keepHeaders: 'no' }, 'keepHeaders must be true or false'],
    ['a proof of nothing', { proxy: {} }, 'leave it out for no proof'],
    ['a proof that came out as nothing', { proxy: null }, 'leave it out for no proof'],
    ['a proof that came out empty', { proxy: '' }, 'leave it out for no proof'],
    ['revocations that are none', { revocations: null }, 'createRevocations'],
    ['revocations that tell nothing', { revocations: {} }, 'createRevocations'],
    ['no address', { proxy: { addresses: [] } }, 'at least one address'],
    ['an address that is none', { proxy: { addresses: ['proxy.test'] } }, 'proxy.test'],
    ['a certificate for nobody', { proxy: { certificate: {} } }, 'dnsNames or uris'],
    [
      'a certificate for many',
      { proxy: { certificate: { dnsNames: ['*.test'] } } },
      'write out the one name',
    ],
    ['a secret that is guessed', { proxy: header(['short']) }, 'openssl rand -hex 32'],
    ['a resource over http', { resource: { url: 'http://a.test' } }, 'resource.url'],
    ['a resource with a fragment', { resource: { url: 'https://a.test/#b' } }, 'resource.url'],
    [
      'a scheme with spaces',
      { scheme: { name: 'OIDC behind auth proxy' } },
      'write "OIDC-behind-auth-proxy"',
    ],
  ] as [string, object, string][])('%s', (_, changes, message) => {
    // As somebody writes it who has no compiler.
    const options = { issuer, audience, ...changes } as GuardOptions;
    expect(() => createGuard(options)).toThrow(TypeError);
    expect(() => createGuard(options)).toThrow(message);
  });

  it.each([
    ['no issuer', { issuers: [] }, 'issuers must not be empty'],
    ['one that is no list', { issuers: { issuer, audience } }, 'issuers must be a list'],
    ['an address', { issuers: [issuer] }, 'issuers[0] must be an object'],
    [
      'clients, misspelled',
      { issuers: [{ issuer, audience, authorizedParty: ['web'] }] },
      'no option issuers[0].authorizedParty; did you mean authorizedParties?',
    ],
    [
      'a setting in an entry',
      { issuers: [{ issuer, audience, log: console }] },
      'log is given in issuers[0]',
    ],
    ['nothing at all', undefined, 'what createGuard is given must be an object'],
    [
      'an entry without its list',
      { ...introspection(introspectionOptions), log: console },
      'write createGuard({ issuers: [introspection(',
    ],
    ['an issuer alone', issuer, 'what createGuard is given must be an object'],
    [
      'one twice',
      {
        issuers: [
          { issuer, audience },
          { issuer, audience },
        ],
      },
      'join its audiences in one entry',
    ],
    [
      'one with a slash too',
      {
        issuers: [
          { issuer, audience },
          { issuer: `${issuer}/`, audience },
        ],
      },
      'are one issuer',
    ],
    [
      'two that take opaque tokens',
      {
        issuers: [
          introspection(introspectionOptions),
          introspection({ ...introspectionOptions, issuer: 'https://b.test' }),
        ],
      },
      'both have opaque',
    ],
    [
      'an audience beside the list',
      { issuers: [{ issuer, audience }], audience },
      'audience is given beside issuers',
    ],
    [
      'clients beside the list',
      { issuers: [{ issuer, audience }], authorizedParties: ['web'] },
      'authorizedParties is given beside issuers',
    ],
    ['an entry without audience', { issuers: [{ openIdConnectUrl: url }] }, 'audience must be'],
  ] as [string, unknown, string][])('of issuers: %s', (_, options, message) => {
    expect(() => createGuard(options as GuardOptions)).toThrow(TypeError);
    expect(() => createGuard(options as GuardOptions)).toThrow(message);
  });

  it('and what is right is none, undefined too', () => {
    const options = { issuer, audience, log: console, unknown: undefined, cache: {} };
    expect(() => createGuard(options as GuardOptions)).not.toThrow();
  });

  it('and no secret is in it', () => {
    const secret = 'secret with a space, that is long enough';
    let message = '';
    try {
      createGuard({ issuer, audience, proxy: header([secret]) });
    } catch (thrown) {
      ({ message } = thrown as Error);
    }
    expect(message).toContain('proxy.header.values');
    expect(message).not.toContain(secret);
  });
});
