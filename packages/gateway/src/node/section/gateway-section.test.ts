import { configJsonSchema, parseSection } from '@drawbridge/node/config';
import { describe, expect, it } from 'vitest';
import { gatewaySection } from './checked-section.ts';
import { gatewaySchema } from './gateway-section.ts';

const provider = { name: 'corp', issuer: 'https://id.example.com', clientId: 'gateway' };
const good = {
  url: 'https://auth.example.com',
  hosts: ['app.example.com'],
  providers: [provider],
  rules: [{ name: 'people', match: {}, allow: 'signed-in' }],
};
const bearer = { name: 'api', issuer: 'https://api.example.com', audiences: ['apps'] };

const parse = (value: unknown) => parseSection(gatewaySchema, value, 'gateway');

describe('gatewaySchema', () => {
  it.each([
    ['an address with a path', { url: 'https://auth.example.com/x' }, 'gateway.url has more than'],
    ['http on a network', { url: 'http://auth.example.com' }, 'gateway.url is not an https URL'],
    ['no host', { hosts: [] }, 'gateway.hosts is an empty list'],
    [
      'a host that is a URL',
      { hosts: ['https://app.example.com'] },
      'gateway.hosts[0] is not a host',
    ],
    ['a whole top-level domain', { hosts: ['*.com'] }, 'gateway.hosts[0]'],
    ['no provider', { providers: [] }, 'gateway.providers is an empty list'],
    [
      'a name for addresses that is none',
      { providers: [{ ...provider, name: 'Corp!' }] },
      'name is not',
    ],
    [
      'a secret in the file',
      { providers: [{ ...provider, clientSecret: 's' }] },
      'never the secret itself',
    ],
    ['a key in the file', { cookieKeys: ['x'.repeat(44)] }, 'never the secret itself'],
    ['no rule', { rules: [] }, 'gateway.rules is an empty list'],
    ['everybody as a proxy', { trustedProxies: ['0.0.0.0/0'] }, 'gateway.trustedProxies[0]'],
    [
      'a field for addresses that a client may write: proxies are told to write X-Forwarded-For',
      { trustedProxies: ['10.0.0.2'], forwardedHeader: 'forwarded' },
      'unknown member: forwardedHeader',
    ],
    ['another keeper of sessions', { session: { keep: 'memory' } }, 'gateway.session.keep'],
    ['an idle time of a second', { session: { idle: 1 } }, 'gateway.session.idle is less than 60'],
    ['a profile that nobody knows', { headers: { profiles: ['all'] } }, 'gateway.headers.profiles'],
    ['a field of anything', { headers: { fields: { 'X-A': 'password' } } }, 'nor {claim: NAME}'],
    [
      'tokens for any audience',
      { bearer: { issuers: [{ ...bearer, audiences: [] }] } },
      'audiences',
    ],
    [
      'an audience that is left out',
      { bearer: { issuers: [{ ...bearer, audiences: undefined }] } },
      'audiences is missing',
    ],
    [
      'a proxy whose fields nobody knows',
      { compatibility: { oauth2Proxy: { askedBy: 'envoy' } } },
      'gateway.compatibility.oauth2Proxy.askedBy',
    ],
    [
      'no proxy',
      { compatibility: { oauth2Proxy: {} } },
      'gateway.compatibility.oauth2Proxy.askedBy is missing',
    ],
    ['a setting nobody knows', { cookieDomain: 'example.com' }, 'unknown member: cookieDomain'],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => parse({ ...good, ...changes })).toThrow(fault);
  });

  it('takes a good section', () => {
    expect(parse(good)).toEqual(good);
    const full = {
      ...good,
      bearer: { issuers: [bearer] },
      headers: { profiles: [], fields: { 'X-Team': { claim: 'team' } } },
      compatibility: { oauth2Proxy: { askedBy: 'nginx', signInPage: false } },
    };
    expect(parse(full)).toEqual(full);
  });

  it('has a schema for editors', () => {
    const schema = JSON.stringify(configJsonSchema({ gateway: gatewaySection }));
    expect(schema).toContain('trustedProxies');
  });
});
