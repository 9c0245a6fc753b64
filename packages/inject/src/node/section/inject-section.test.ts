import { configJsonSchema, parseSection } from '@drawbridge/node/config';
import { describe, expect, it } from 'vitest';
import { injectSection } from './checked-section.ts';
import { injectSchema } from './inject-section.ts';

const token = { refreshToken: { env: 'R' }, issuer: 'https://id.test', client: { id: 'c' } };
const good = { upstream: 'https://up.test', token };

const parse = (value: unknown) => parseSection(injectSchema, value, 'inject');

describe('injectSchema', () => {
  it.each([
    ['an upstream that is none', { upstream: 'up.test' }, 'inject.upstream is not an absolute URL'],
    ['a password in it', { upstream: 'https://a:b@up.test' }, 'has user information'],
    ['a query', { upstream: 'https://up.test/?a' }, 'has a query'],
    ['a secret in the file', { secret: 'inline' }, 'is not a reference to a secret'],
    ['a token in the file', { token: { accessToken: 'x' } }, 'is not a reference to a secret'],
    ['a host with a port', { hosts: ['a:1'] }, 'inject.hosts[0] has a port'],
    ['an address that is none', { listen: 'nowhere' }, 'inject.listen is not HOST:PORT'],
    ['no routes', { routes: [] }, 'inject.routes is an empty list'],
    [
      'a path that is none',
      { routes: [{ path: 'a', upstream: 'https://up.test' }] },
      'such as /api',
    ],
    [
      'a command in one string',
      { token: { command: 'a b' } },
      'inject.token.command is not a list',
    ],
    ['a termination without a secret', { termination: { path: '/quit' } }, 'secret is missing'],
    ['a setting nobody knows', { forward: true }, 'unknown member: forward'],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => parse({ ...good, ...changes })).toThrow(fault);
  });

  it('takes a good section', () => {
    expect(parse(good)).toEqual(good);
  });

  it('has a schema for editors', () => {
    const schema = JSON.stringify(configJsonSchema({ inject: injectSection }));
    expect(schema).toContain('subjectTokenFile');
  });
});
