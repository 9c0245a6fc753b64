import { configJsonSchema, parseSection } from '@drawbridge/node/config';
import { describe, expect, it } from 'vitest';
import { loginSection } from './login-section.ts';

const ARN = 'arn:aws:iam::123456789012:role/dev';
const good = {
  issuer: 'https://id.test/tenant/',
  clientId: 'c',
  clientSecret: { env: 'SECRET' },
  roles: { dev: { arn: ARN, duration: 900, chain: [ARN], groups: ['developers'] } },
  rolesClaim: 'https://id.test/roles',
  groupsClaim: 'groups',
  redirect: { host: '::1', ports: [6432, 0] },
  parameters: { domain_hint: 'id.test' },
};
const parse = (value: unknown) => parseSection(loginSection, value, 'login');

describe('loginSection', () => {
  it.each([
    ['an issuer over plain http', { issuer: 'http://id.test' }, 'login.issuer'],
    ['an issuer that is none', { issuer: 'id.test' }, 'login.issuer'],
    ['a secret in the file', { clientSecret: 'inline' }, 'is not a reference to a secret'],
    ['a flow nobody knows', { flow: 'password' }, 'login.flow'],
    ['a role that is none', { roles: { dev: { arn: 'dev' } } }, 'is no ARN of a role'],
    ['a role without its ARN', { roles: { dev: {} } }, 'login.roles.dev.arn is missing'],
    ['a chain to nowhere', { roles: { dev: { arn: ARN, chain: ['x'] } } }, 'is no ARN of a role'],
    [
      'too short a session',
      { roles: { dev: { arn: ARN, duration: 60 } } },
      'duration is less than 900',
    ],
    ['too long a session', { roles: { dev: { arn: ARN, duration: 43_201 } } }, 'more than 43200'],
    ['part of a second', { roles: { dev: { arn: ARN, duration: 900.5 } } }, 'roles.dev.duration'],
    ['a word that is no length', { roles: { dev: { arn: ARN, duration: 'longest' } } }, 'nor max'],
    ['a session name of AWS none', { roles: { dev: { arn: ARN, sessionName: 'a b' } } }, '2 to 64'],
    ['a name that is no profile', { roles: { 'a]b': { arn: ARN } } }, 'login.roles'],
    ['no groups', { roles: { dev: { arn: ARN, groups: [] } } }, 'groups is an empty list'],
    ['a claim of no name', { rolesClaim: '' }, 'login.rolesClaim'],
    ['a host of the network', { redirect: { host: '0.0.0.0' } }, 'login.redirect.host'],
    ['a port that is none', { redirect: { ports: [65_536] } }, 'login.redirect.ports[0]'],
    ['no ports', { redirect: { ports: [] } }, 'login.redirect.ports is an empty list'],
    ['a path that is none', { redirect: { path: 'callback' } }, 'such as /callback'],
    ['a setting nobody knows', { password: 'x' }, 'unknown member: password'],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => parse({ ...good, ...changes })).toThrow(fault);
  });

  it('takes a good section', () => {
    expect(parse(good)).toEqual(good);
  });

  it('takes max for the longest session there is', () => {
    const roles = { dev: { arn: ARN, duration: 'max' } };
    expect(parse({ roles })).toEqual({ roles });
  });

  it('has a schema for editors', () => {
    expect(JSON.stringify(configJsonSchema({ login: loginSection }))).toContain('acrValues');
  });
});
