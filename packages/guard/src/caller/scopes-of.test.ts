import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasRole } from './has-role.ts';
import { scopesOf } from './scopes-of.ts';

describe('scopesOf', () => {
  it.each([
    [{ scope: 'a b' }, ['a', 'b']],
    [{ scope: ['a', 'b'] }, ['a', 'b']],
    [{ scp: 'a b' }, ['a', 'b']],
    [{ scp: ['a', 'b'] }, ['a', 'b']],
    [{ scope: 'a', scp: 'b' }, ['a']],
    [{ scope: '', scp: 'b' }, []],
    [{ scope: ' a  b ' }, ['a', 'b']],
    [{ scope: 'a\tb' }, ['a\tb']],
    [{ scope: 7 }, []],
    [{ scope: null, scp: 'a' }, []],
    [{ scope: ['a', 7] }, []],
    [{ scope: { 0: 'a', length: 1 } }, []],
    [{}, []],
    [JSON.parse('{"__proto__":{"scope":"a"}}') as object, []],
  ])('reads %j', (claims, expected) => {
    expect(scopesOf(claims as Record<string, unknown>)).toEqual(expected);
  });

  it('reads any claims as a list of strings that are not empty in text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (scope) => {
        expect(scopesOf({ scope }).every((name) => typeof name === 'string')).toBe(true);
      }),
    );
  });
});

describe('hasRole', () => {
  it.each(['roles', 'groups', 'entitlements', 'cognito:groups'])('finds a role in %s', (name) => {
    expect(hasRole({ [name]: ['x', 'admin'] }, 'admin')).toBe(true);
    expect(hasRole({ [name]: 'admin' }, 'admin')).toBe(false);
    expect(hasRole({ [name]: ['admins', 'Admin', 'admin '] }, 'admin')).toBe(false);
    expect(hasRole({ [name]: ['admin'] }, 'admin', 'orders')).toBe(false);
  });

  it('is never found in claims of any other form', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('"admin"'));
        const claims = { roles: value, realm_access: value, resource_access: value };
        expect(hasRole(claims, 'admin')).toBe(false);
        expect(hasRole(claims, 'admin', 'orders')).toBe(false);
        expect(hasRole(claims, 'admin', '__proto__')).toBe(false);
      }),
    );
  });

  it('never looks at what an object inherits', () => {
    const inherited = Object.create({ roles: ['admin'] }) as Record<string, unknown>;
    expect(hasRole(inherited, 'admin')).toBe(false);
    expect(hasRole({ realm_access: inherited }, 'admin')).toBe(false);
    expect(hasRole({ resource_access: {} }, 'admin', 'constructor')).toBe(false);
  });
});
