import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInjectFaults } from './find-inject-faults.ts';
import { siftSection } from './sift-section.ts';

const client = { id: 'c', secret: { env: 'S' } };
const refreshing = { refreshToken: { env: 'R' }, issuer: 'https://id.test', client };
const good = { upstream: 'https://up.test', token: refreshing };
const withToken = (token: object) => ({ ...good, token });
const withClient = (more: object) => withToken({ ...refreshing, client: { id: 'c', ...more } });
const route = { upstream: 'https://up.test', token: refreshing };

describe('findInjectFaults', () => {
  it.each([
    ['nothing at all', {}, 'inject.upstream is missing'],
    [
      'no token',
      { upstream: 'https://up.test' },
      'inject.token is missing: how is a token come by? By one of refreshToken (--refresh-token)',
    ],
    ['two places to listen', { ...good, listen: '1', socket: 's' }, 'inject.socket is set beside'],
    ['two kinds of upstreams', { ...good, routes: [route] }, 'inject.upstream is set beside'],
    [
      'trust that would not count',
      { token: refreshing, tlsNoVerify: true, routes: [route] },
      'inject.tlsNoVerify is set beside routes',
    ],
    [
      'trust in one and in all',
      { ...good, caFile: 'c', tlsNoVerify: true },
      'inject.tlsNoVerify is set beside caFile',
    ],
    [
      'the same of a route',
      { routes: [{ ...route, caFile: 'c', tlsNoVerify: true }] },
      'routes[0].tlsNoVerify is set',
    ],
    [
      'an upstream that is the proxy itself',
      { ...good, upstream: 'http://localhost:8080' },
      'inject.upstream is this proxy itself, which listens on 127.0.0.1:8080',
    ],
    [
      'the same of a route',
      { listen: '[::]:9', routes: [route, { ...route, path: '/a', upstream: 'http://[::1]:9/a' }] },
      'inject.routes[1].upstream is this proxy itself',
    ],
    ['a token of nowhere', withToken({}), 'file (--token-file)'],
    ['a token of two ways', withToken({ file: 'f', command: ['c'] }), 'says in 2 ways'],
    ['a login and a file', withToken({ login: 'dev', file: 'f' }), 'says in 2 ways'],
    [
      'a scope for a login, whose token comes as it is',
      withToken({ login: 'dev', scope: 'a' }),
      'inject.token.scope cannot be asked for',
    ],
    [
      'an audience for a login',
      { routes: [{ ...route, token: { login: 'dev' }, audience: 'a' }] },
      'inject.routes[0].audience cannot be asked for',
    ],
    [
      'a refresh token and the client itself',
      withToken({ ...refreshing, clientCredentials: true }),
      'says in 2 ways',
    ],
    [
      'nobody to ask',
      withToken({ refreshToken: { env: 'R' }, client }),
      'inject.token.issuer is missing: give it (--issuer)',
    ],
    [
      'a discovery document for an issuer',
      withToken({ ...refreshing, issuer: 'https://id.test/a/.well-known/openid-configuration' }),
      'inject.token.issuer is the address of its discovery document: leave /.well-known/openid-configuration away',
    ],
    [
      'no client',
      withToken({ refreshToken: { env: 'R' }, issuer: 'https://id.test' }),
      'inject.token.client is missing: give its id (--client-id)',
    ],
    [
      'a client that proves nothing',
      withToken({ clientCredentials: true, issuer: 'https://id.test', client: { id: 'c' } }),
      'inject.token.client has neither a secret (--client-secret)',
    ],
    [
      'a scope that nobody is asked for',
      withToken({ file: 'f', scope: 'a' }),
      'inject.token.scope cannot be asked for',
    ],
    [
      'discovery beside an address',
      withToken({
        ...refreshing,
        tokenEndpoint: 'https://id.test/t',
        discoveryUrl: 'https://id.test/d',
      }),
      'inject.token.discoveryUrl is set beside',
    ],
    ['a certificate without a key', withClient({ certificateFile: 'c' }), 'keyFile is missing'],
    ['a secret and a key', withClient({ secret: { env: 'S' }, keyFile: 'k' }), 'in one way'],
    [
      'a method without its secret',
      withClient({ method: 'client_secret_post' }),
      'secret is missing',
    ],
    ['a method without its key', withClient({ method: 'private_key_jwt' }), 'keyFile is missing'],
    [
      'a method without its certificate',
      withClient({ method: 'tls_client_auth', keyFile: 'k' }),
      'certificateFile is missing',
    ],
    [
      'no method, and a secret',
      withClient({ method: 'none', secret: { env: 'S' } }),
      'is none, and',
    ],
    [
      'a route without a token',
      { routes: [{ upstream: 'https://up.test' }] },
      'routes[0].token is missing',
    ],
    [
      'routes for the same calls',
      {
        routes: [
          { ...route, path: '/a' },
          { ...route, path: '/a/' },
        ],
      },
      'inject.routes[1] is for the same calls',
    ],
    [
      'two kinds of trust in one origin',
      { routes: [route, { ...route, path: '/a', tlsNoVerify: true }] },
      'inject.routes[1] has another caFile',
    ],
    [
      'an audience that nobody is asked for',
      { routes: [{ ...route, token: { file: 'f' }, audience: 'a' }] },
      'inject.routes[0].audience cannot be asked for',
    ],
    [
      'two audiences',
      { routes: [{ ...route, token: { ...refreshing, audience: ['b'] }, audience: 'a' }] },
      'inject.routes[0].audience is set beside',
    ],
  ])('finds %s', (_, section, fault) => {
    const told = findInjectFaults(siftSection(section)).map(
      ({ path, message }) => `${path} ${message}`,
    );
    expect(told.join('\n')).toContain(fault);
  });

  it.each([
    ['one upstream', good],
    [
      'a refresh token with an access token to begin with',
      withToken({ ...refreshing, accessToken: { env: 'A' } }),
    ],
    ['an access token alone', withToken({ accessToken: { env: 'A' } })],
    [
      'an exchange by nobody',
      withToken({ exchange: { subjectTokenFile: 'f' }, tokenEndpoint: 'https://id.test/t' }),
    ],
    ['a key', withClient({ keyFile: 'k' })],
    [
      'routes with a token for all',
      { token: refreshing, routes: [{ upstream: 'https://up.test', audience: 'a' }] },
    ],
  ])('finds nothing wrong with %s', (_, section) => {
    expect(findInjectFaults(siftSection(section))).toEqual([]);
  });

  it('judges whatever is given, without an exception (property)', () => {
    const some = fc.record(
      {
        token: fc.oneof(fc.anything(), fc.constant(refreshing)),
        routes: fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), fc.constant(route)))),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(some, fc.anything()), (given) => {
        expect(findInjectFaults(siftSection(given))).toBeInstanceOf(Array);
      }),
    );
  });
});
