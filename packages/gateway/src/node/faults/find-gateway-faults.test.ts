import { expect, it } from 'vitest';
import type { GatewaySection } from '../section/gateway-section.ts';
import { findGatewayFaults } from './find-gateway-faults.ts';
import { siftSection } from './sift-section.ts';

const provider = { name: 'corp', issuer: 'https://id.example.com', clientId: 'gateway' };
const bearer = { name: 'api', issuer: 'https://api.example.com', audiences: ['apps'] };
const rule = { name: 'people', match: {}, allow: 'signed-in' } as const;
const good: GatewaySection = {
  url: 'https://auth.example.com',
  hosts: ['app.example.com', '*.apps.example.com'],
  providers: [provider],
  rules: [rule],
};

const told = async (section: object) =>
  (await findGatewayFaults(section as GatewaySection)).map(
    ({ path, message }) => `${path} ${message}`,
  );

it.each<[string, Partial<GatewaySection>, string]>([
  [
    'a host twice',
    { hosts: ['a.example.com', 'A.example.com'] },
    'gateway.hosts[1] is listed twice',
  ],
  [
    'an app on the host of the gateway',
    { hosts: ['auth.example.com'] },
    'gateway.hosts[0] is the host of gateway.url',
  ],
  [
    'an app on another port of the name of the gateway, which would be sent its cookies',
    { hosts: ['Auth.example.com:8443'] },
    'gateway.hosts[0] is the name of gateway.url on another port',
  ],
  [
    'apps on another port of all names beside that of the gateway, and so of its own',
    { hosts: ['*.b.example.com:8443', '*.Example.com:8443'] },
    'gateway.hosts[1] has the name of gateway.url in it on another port',
  ],
  [
    'apps on the usual port of all names beside that of a gateway on another',
    { url: 'https://auth.example.com:8443', hosts: ['*.example.com'] },
    'gateway.hosts[0] has the name of gateway.url in it on another port',
  ],
  [
    'two apps on two ports of one name, of which each would be sent the cookie of the other',
    { hosts: ['app.example.com', 'other.example.com', 'App.example.com:8443'] },
    'gateway.hosts[2] can be a name of gateway.hosts[0] on another port',
  ],
  [
    'an app on a port of a name that is below another entry',
    { hosts: ['*.apps.example.com', 'a.apps.example.com:8443'] },
    'gateway.hosts[1] can be a name of gateway.hosts[0] on another port',
  ],
  [
    'all names below one on two ports',
    { hosts: ['*.apps.example.com', '*.apps.example.com:8443'] },
    'gateway.hosts[1] can be a name of gateway.hosts[0] on another port',
  ],
  [
    'a port that browsers leave out',
    { hosts: ['app.example.com', 'other.example.com:80', '*.apps.example.com:443'] },
    'gateway.hosts[2] has the port of https, which browsers leave out',
  ],
  [
    'hosts of a network beside http',
    {
      url: 'http://localhost:9090',
      hosts: ['localhost:3000', 'app.localhost:3000', 'app.example.com'],
    },
    'gateway.hosts[2] is not on this machine',
  ],
  [
    'a name of two providers',
    { providers: [provider, { ...provider, issuer: 'https://b.example.com' }] },
    'gateway.providers[1].name is listed twice',
  ],
  [
    'a scope without an ID token',
    { providers: [{ ...provider, scope: 'email openidx' }] },
    'gateway.providers[0].scope has no openid in it',
  ],
  [
    'a parameter of ours',
    { providers: [{ ...provider, parameters: { redirect_uri: 'https://x' } }] },
    'gateway.providers[0].parameters.redirect_uri is set by the gateway',
  ],
  [
    'a max_age that is no number, so that every ID token would be too old',
    { providers: [{ ...provider, parameters: { max_age: '1h' } }] },
    'gateway.providers[0].parameters.max_age is not a whole number of seconds',
  ],
  [
    'a name of two issuers of tokens',
    { bearer: { issuers: [bearer, { ...bearer, issuer: 'https://b.example.com' }] } },
    'gateway.bearer.issuers[1].name is listed twice',
  ],
  [
    'an issuer of tokens twice',
    { bearer: { issuers: [bearer, { ...bearer, name: 'b' }] } },
    'gateway.bearer.issuers[1].issuer is listed twice',
  ],
  [
    'one name of two issuers',
    { bearer: { issuers: [{ ...bearer, name: 'corp' }] } },
    'gateway.bearer.issuers[0].name is the name of a provider with another issuer',
  ],
  [
    'an idle time beyond the end',
    { session: { idle: 90_000 } },
    'gateway.session.idle is more than the lifetime, 86400',
  ],
  [
    'refresh in cookies',
    { session: { keep: 'cookie', refresh: true } },
    'gateway.session.refresh needs sessions in the store',
  ],
  [
    'a field of a profile',
    { headers: { fields: { 'remote-user': 'subject' } } },
    'gateway.headers.fields.remote-user is there twice',
  ],
  [
    'a field with a meaning',
    { headers: { fields: { Host: 'subject' } } },
    'gateway.headers.fields.Host has a meaning of its own',
  ],
  [
    'a field that apps confuse',
    { headers: { fields: { X_User: 'subject' } } },
    'gateway.headers.fields.X_User is no name',
  ],
  [
    'a rule of a provider that is not there',
    { rules: [{ name: 'a', match: { providers: 'other', users: 'a@b.example' } }] },
    'gateway.rules[0].match.providers',
  ],
  [
    'a rule of a host that is not there',
    { rules: [{ name: 'a', match: { hosts: 'other.example.com' }, allow: 'anyone' }] },
    'gateway.rules[0].match.hosts',
  ],
  [
    'a rule that opens by omission',
    { rules: [{ name: 'a', match: {} }] },
    'gateway.rules[0].match says nothing of a person',
  ],
  [
    'a rule on a claim that sessions do not keep',
    { rules: [{ name: 'a', match: { claims: { nonce: 'x', amr: { has: 'mfa' } } } }] },
    'gateway.rules[0].match.claims.nonce is a claim that is not kept',
  ],
  [
    'a rule that looks at groups as at a claim of the provider that it is about',
    {
      providers: [
        { ...provider, groupsClaim: 'roles' },
        { ...provider, name: 'b', issuer: 'https://b.example.com' },
      ],
      rules: [
        { name: 'a', match: { providers: 'corp', claims: { roles: { has: 'x' } } } },
        { name: 'b', match: { providers: ['corp', 'b'], claims: { roles: { has: 'x' } } } },
      ],
    },
    'gateway.rules[0].match.claims.roles is a claim that is not kept',
  ],
])('finds %s, and nothing else', async (_, changes, fault) => {
  const faults = await told({ ...good, ...changes });
  expect(faults).toEqual([expect.stringContaining(fault)]);
});

it('finds nothing wrong with what fits together', async () => {
  expect(await told(good)).toEqual([]);
  const tokens = { issuers: [bearer, { ...bearer, name: 'corp', issuer: provider.issuer }] };
  // On this machine apps in the making have a port each, and no names.
  const local = {
    url: 'http://localhost:9090',
    hosts: ['localhost:3000', 'localhost:4000', '[::1]:3000'],
  };
  expect(await told({ ...good, ...local, bearer: tokens, session: { keep: 'cookie' } })).toEqual(
    [],
  );
});

it('judges what is valid of a section that is not', async () => {
  const broken = {
    ...good,
    url: 'nowhere',
    providers: [provider, { name: 5 }, provider],
    rules: 7,
  };
  expect(await told(siftSection(broken))).toEqual(['gateway.providers[2].name is listed twice']);
  expect(await told(siftSection('no section'))).toEqual([]);
});
