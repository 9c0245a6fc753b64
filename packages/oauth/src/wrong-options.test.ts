import { describe, expect, it } from 'vitest';
import { createAddressFinder } from './discovery/address-finder.ts';
import { discoverEndpoint } from './discovery/discover-endpoint.ts';
import { clientCredentialsGrant } from './grants/client-credentials-grant.ts';
import { exchangeGrant } from './grants/exchange-grant.ts';
import { givenToken } from './grants/given-token.ts';
import { refreshGrant } from './grants/refresh-grant.ts';
import { createTokenSource } from './source/create-token-source.ts';
import { memoryKeeper } from './source/memory-keeper.ts';
import { sealedKeeper } from './source/sealed-keeper.ts';
import { storeKeeper } from './source/store-keeper.ts';
import { tokenKey } from './source/token-key.ts';

/** As JavaScript calls it: with whatever. */
type Loose = (...given: readonly unknown[]) => unknown;
const loose = (make: (...given: never[]) => unknown): Loose => make as Loose;

const endpoint = { url: 'https://a.test/token', fetch: async () => new Response() };
const grant = { rotates: true, obtain: async () => undefined };
const initial = { accessToken: 'a', tokenType: 'Bearer', obtainedAt: 1 };
const discovery = { issuer: 'https://a.test', fetchDocument: () => {}, fetch: () => {} };
const store = { get() {}, put() {} };
const subject = async () => ({ token: 't', tokenType: 'u' });
const inGrants: [string, object, string][] = [
  ['no endpoint', { endpoint: undefined }, 'endpoint is missing'],
  ['an endpoint that is its address', { endpoint: endpoint.url }, 'endpoint must be an object'],
  ['an endpoint without an address', { endpoint: { ...endpoint, url: undefined } }, 'endpoint.url'],
  ['an endpoint that is not asked', { endpoint: { url: endpoint.url } }, 'endpoint.fetch'],
  ['a client that is its name', { endpoint: { ...endpoint, client: 'app' } }, 'client must be'],
  ['a client that proves nothing', { endpoint: withClient({}) }, 'client.method must be one of'],
  [
    'a client without a key',
    { endpoint: withClient({ method: 'private_key_jwt' }) },
    'client.key must be an object',
  ],
  ['a scope in a list', { scope: ['a'] }, 'scope must be a string'],
  [
    'one audience as a text',
    { audiences: 'orders' },
    "audiences must be a list of strings, such as ['",
  ],
  [
    'resources that are URLs',
    { resources: [new URL('https://a.test')] },
    'resources must be a list',
  ],
  ['a wrong clock', { clock: Date }, 'clock must be a clock'],
];

function withClient(client: object) {
  return { ...endpoint, client: { clientId: 'app', ...client } };
}

describe('wrong options are told of when a thing is made, and what to write', () => {
  const makers: [string, Loose, object, [string, object, string][]][] = [
    [
      'createTokenSource',
      loose(createTokenSource),
      { grant },
      [
        [
          'no grant',
          { grant: undefined },
          'grant is missing: it must be a grant, such as refreshGrant',
        ],
        ['a function as a grant', { grant: () => {} }, 'grant must be a grant'],
        [
          'a grant that does not say',
          { grant: { obtain() {} } },
          'grant.rotates must be true where',
        ],
        ['a folder as a keeper', { keeper: '/var/lib/x' }, 'such as folderKeeper makes'],
        ['a token as what to begin with', { initial: 'token' }, 'initial must be an object'],
        ['a number as a token', { initial: { ...initial, accessToken: 1 } }, 'initial.accessToken'],
        [
          'a refresh token of null',
          { initial: { ...initial, refreshToken: null } },
          'initial.refresh',
        ],
        ['a date', { initial: { ...initial, obtainedAt: new Date() } }, 'initial.obtainedAt'],
        ['an end that is none', { initial: { ...initial, expiresAt: NaN } }, 'initial.expiresAt'],
        ['a wrong clock', { clock: () => 0 }, 'clock must be a clock'],
        ['a wrong log', { log: () => {} }, 'log must be a log, such as console'],
        ['wrong metrics', { metrics: {} }, 'metrics must be'],
        ['wrong timers', { timers: setTimeout }, 'timers must be'],
        ['a random number', { random: 0.5 }, 'random must be a function'],
        ['seconds', { attemptTimeout: 0.5 }, 'attemptTimeout is no whole number'],
      ],
    ],
    [
      'refreshGrant',
      loose(refreshGrant),
      { endpoint },
      [...inGrants, ['a refresh token of null', { refreshToken: null }, 'refreshToken must be']],
    ],
    ['clientCredentialsGrant', loose(clientCredentialsGrant), { endpoint }, inGrants],
    [
      'exchangeGrant',
      loose(exchangeGrant),
      { endpoint, subject },
      [
        ...inGrants,
        ['no subject', { subject: undefined }, 'subject must be a function'],
        ['a subject that is a token', { subject: 'token' }, 'subject must be a function'],
        ['a type that is none', { requestedTokenType: 1 }, 'requestedTokenType must be a string'],
      ],
    ],
    [
      'discoverEndpoint',
      (given) => loose(discoverEndpoint)('token_endpoint', given),
      discovery,
      [
        ['no issuer', { issuer: undefined }, 'issuer must be a string'],
        [
          'an issuer that is a URL',
          { issuer: new URL('https://a.test') },
          'issuer must be a string',
        ],
        ['a discoveryUrl that is none', { discoveryUrl: 1 }, 'discoveryUrl must be a string'],
        ['nothing that asks', { fetch: undefined }, 'fetch must be a function'],
        ['nothing that reads', { fetchDocument: undefined }, 'createFetchDocument()'],
        ['a client that proves nothing', { client: { clientId: 'a' } }, 'client.method must be'],
      ],
    ],
    [
      'createAddressFinder',
      loose(createAddressFinder),
      { ...discovery, name: 'jwks_uri' },
      [
        ['no name', { name: undefined }, 'name must be one of jwks_uri, '],
        ['another name', { name: 'userinfo_endpoint' }, 'name must be one of jwks_uri, '],
        ['a wrong issuer', { issuer: 'a.test' }, 'issuer is not an absolute URL'],
      ],
    ],
  ];

  for (const [name, make, good, wrong] of makers) {
    it.each([undefined, null, 'text', []])(`${name} is given %j`, (given) => {
      expect(() => make(given)).toThrow(TypeError);
      expect(() => make(given)).toThrow(
        new RegExp(`^what ${name} is given must be an object, such`),
      );
    });

    it.each(wrong)(`${name} is given %s`, (_, options, message) => {
      expect(() => make(good)).not.toThrow();
      expect(() => make({ ...good, ...options })).toThrow(TypeError);
      expect(() => make({ ...good, ...options })).toThrow(message);
    });
  }

  it.each<[string, () => unknown, string]>([
    ['no token', () => loose(givenToken)(), 'accessToken must be a string'],
    ['no store', () => loose(storeKeeper)(), 'store is missing'],
    ['a map', () => loose(storeKeeper)(new Map(), 'a', { lifetime: 1 }), 'store must be a store'],
    ['no key', () => loose(storeKeeper)(store), 'key must be a string'],
    ['a promise of a key', () => loose(storeKeeper)(store, tokenKey), 'as tokenKey() names it'],
    ['no lifetime', () => loose(storeKeeper)(store, 'a'), 'the third argument of storeKeeper'],
    ['no keeper', () => loose(sealedKeeper)(), 'keeper is missing'],
    ['no sealer', () => loose(sealedKeeper)(memoryKeeper()), 'sealer is missing'],
    [
      'no context',
      () => loose(sealedKeeper)(memoryKeeper(), { seal() {}, open() {} }),
      'context must be a string',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it.each([
    [undefined, 'what tokenKey is given must be an object'],
    [{ clientId: 'a' }, 'issuer must be a string'],
    [{ issuer: 'a' }, 'clientId must be a string'],
    [{ issuer: 'a', clientId: 'b', refreshToken: null }, 'refreshToken must be a string'],
  ])('tokenKey is given %j', async (owner, message) => {
    const naming = loose(tokenKey)(owner);
    await expect(naming).rejects.toThrow(TypeError);
    await expect(naming).rejects.toThrow(message);
  });
});
