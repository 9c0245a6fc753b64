import { parseSection } from '@drawbridge/node/config';
import { describe, expect, it } from 'vitest';
import { exchangeSchema } from './exchange-section.ts';

const good = {
  issuer: 'https://public.test',
  upstreams: [{ issuer: 'https://ci.test', audiences: ['drawbridge'] }],
  rules: [{ name: 'r', match: { issuer: 'https://ci.test' }, grant: { audience: 'aws' } }],
};

function parse(value: unknown) {
  return parseSection(exchangeSchema, value, 'exchange');
}

describe('exchangeSchema', () => {
  it.each([
    ['no issuer', { issuer: undefined }, 'exchange.issuer is missing'],
    ['an issuer over http', { issuer: 'http://public.test' }, 'exchange.issuer is not an https'],
    ['no upstreams', { upstreams: undefined }, 'exchange.upstreams is missing'],
    ['an empty list of upstreams', { upstreams: [] }, 'exchange.upstreams is an empty list'],
    ['an upstream without audiences', withUpstream({ audiences: [] }), '[0].audiences is an empty'],
    ['an empty audience', withUpstream({ audiences: [''] }), '[0].audiences[0] is empty'],
    ['an audience that is no list', withUpstream({ audiences: 'a' }), 'audiences is not a list'],
    ['an upstream over http', withUpstream({ issuer: 'http://ci.test' }), '[0].issuer is not an'],
    ['a setting nobody knows', withUpstream({ audience: 'a' }), 'unknown member: audience'],
    [
      'an address with user information',
      withUpstream({ jwksUri: 'https://u:p@ci.test/' }),
      'jwksUri has user information',
    ],
    [
      'an address over http',
      withUpstream({ discoveryUrl: 'http://ci.test/' }),
      'discoveryUrl is not an https',
    ],
    [
      'a header that cannot be',
      withUpstream({ headers: { 'a b': 'x' } }),
      'headers.a b is not well-formed',
    ],
    ['a header of ours', withUpstream({ headers: { Host: 'x' } }), 'headers.Host cannot be set'],
    ['a header twice', withUpstream({ headers: { A: 'x', a: 'y' } }), 'headers.a is there twice'],
    ['no rules', { rules: undefined }, 'exchange.rules is missing'],
    ['an empty list of rules', { rules: [] }, 'exchange.rules is an empty list'],
    ['an empty address', { listen: '' }, 'exchange.listen is not HOST:PORT'],
    ['no proxies', { trustedProxies: [] }, 'exchange.trustedProxies is an empty list'],
    ['a proxy by name', { trustedProxies: ['proxy'] }, '[0] is not an IP address or a range'],
    ['a proxy with bits too many', { trustedProxies: ['10.0.0.1/8'] }, 'the range is 10.0.0.0/8'],
    ['trust in everybody', { trustedProxies: ['::/0'] }, '[0] has every address in it'],
    ['another header', { forwardedHeader: 'x-real-ip' }, 'exchange.forwardedHeader is not'],
    ['limits of nothing', { rateLimits: {} }, 'exchange.rateLimits limits nothing'],
    ['a limit of nobody', { rateLimits: { perIp: {} } }, 'unknown member: perIp'],
    [
      'a limit of no requests',
      { rateLimits: { perAddress: { requests: 0, seconds: 1 } } },
      'perAddress.requests is less than 1',
    ],
    [
      'a window of more than a day',
      { rateLimits: { perIssuer: { requests: 1, seconds: 86_401 } } },
      'perIssuer.seconds is more than 86400',
    ],
    [
      'a limit without a time',
      { rateLimits: { perSubject: { requests: 1 } } },
      'seconds is missing',
    ],
    ['a base path that is none', { basePath: 'team' }, 'exchange.basePath is not a path such as'],
    ['a base path that climbs', { basePath: '/a/..' }, 'exchange.basePath has a part that is'],
    ['documents without an address', { documents: {} }, 'exchange.documents.listen is missing'],
    [
      'documents that ask callers',
      {
        documents: { listen: '1', tls: { certificateFile: 'c', keyFile: 'k', clientCaFile: 'a' } },
      },
      'unknown member: clientCaFile',
    ],
    ['a delay below zero', { shutdown: { delay: -1 } }, 'exchange.shutdown.delay is negative'],
    [
      'a patience of a day',
      { shutdown: { patience: 86_400 } },
      'exchange.shutdown.patience is more than an hour',
    ],
    ['a part nobody knows', { passThrough: true }, 'unknown member: passThrough'],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => parse({ ...good, ...changes })).toThrow(fault);
  });

  it('takes a good section', () => {
    expect(parse(good)).toEqual(good);
    expect(parse({ ...good, listen: '127.0.0.1:0' }).listen).toBe('127.0.0.1:0');
    expect(parse({ ...good, basePath: '/' }).basePath).toBe('/');
  });
});

function withUpstream(changes: object) {
  return { upstreams: [{ ...good.upstreams[0], ...changes }] };
}
