import { describe, expect, it } from 'vitest';
import { role } from '../requirements/roles.ts';
import { scopes } from '../requirements/scopes.ts';
import { createOpenApiSecurity } from './security-schemes.ts';

const openIdConnectUrl = 'https://a.test/.well-known/openid-configuration';
const one = { type: 'openIdConnect', openIdConnectUrl } as const;
const two = { type: 'openIdConnect', openIdConnectUrl: 'https://b.test' } as const;

describe('createOpenApiSecurity', () => {
  it('names the scheme, and the scopes of all requirements', () => {
    const { securitySchemes, security } = createOpenApiSecurity({
      schemes: [one],
      name: 'login',
      description: 'By the proxy',
    });
    expect(securitySchemes).toEqual({
      login: { ...one, description: 'By the proxy' },
    });
    expect(security()).toEqual([{ login: [] }]);
    expect(security(scopes('a', 'b'), role('x'), scopes('b', 'c'))).toEqual([
      { login: ['a', 'b', 'c'] },
    ]);
  });

  it('says that a token of any issuer does', () => {
    const { securitySchemes, security } = createOpenApiSecurity({
      schemes: [one, two],
      name: 'oidc',
    });
    expect(Object.keys(securitySchemes)).toEqual(['oidc', 'oidc-2']);
    expect(security(scopes('a'))).toEqual([{ oidc: ['a'] }, { 'oidc-2': ['a'] }]);
  });

  it('says that nothing is needed where nobody may call too, and nothing is required', () => {
    const { security } = createOpenApiSecurity({ schemes: [one], name: 'oidc', optional: true });
    expect(security()).toEqual([{ oidc: [] }, {}]);
    expect(security(scopes('a'))).toEqual([{ oidc: ['a'] }]);
  });

  it.each([
    ['', 'oidc'],
    ['a b', 'a-b'],
    [' a/-b ', 'a-b'],
    ['ä', 'oidc'],
    ['OIDC behind auth proxy', 'OIDC-behind-auth-proxy'],
  ])('refuses %j as a name, and says to write %j', (name, instead) => {
    const make = (called: string) => createOpenApiSecurity({ schemes: [one], name: called });
    expect(() => make(name)).toThrow(TypeError);
    expect(() => make(name)).toThrow(`write "${instead}"`);
    expect(Object.keys(make(instead).securitySchemes)).toEqual([instead]);
  });
});
