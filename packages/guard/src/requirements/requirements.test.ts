import type { JsonObject } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../caller/caller.ts';
import { hasRole } from '../caller/has-role.ts';
import type { RoleOptions } from '../caller/role-options.ts';
import { scopesOf } from '../caller/scopes-of.ts';
import { check } from './check.ts';
import { claim } from './claim.ts';
import { Insufficient, requireAll } from './insufficient.ts';
import { anyRole, role } from './roles.ts';
import { anyScope, scopes } from './scopes.ts';

/** A caller whose access token has these claims. */
function callerOf(claims: JsonObject): Caller {
  const granted = scopesOf(claims);
  return {
    issuer: 'https://issuer.test',
    access: { fingerprint: 'abc' },
    claim: (name: string) => (Object.hasOwn(claims, name) ? claims[name] : undefined),
    hasScope: (...all: string[]) => all.every((scope) => granted.includes(scope)),
    hasRole: (name: string, options?: RoleOptions) => hasRole(claims, name, options?.client),
  } as unknown as Caller;
}

describe('scopes', () => {
  it('asks for all, anyScope for one', () => {
    const caller = callerOf({ scope: 'a b' });
    expect(scopes('a', 'b').isMetBy(caller)).toBe(true);
    expect(scopes('a', 'c').isMetBy(caller)).toBe(false);
    expect(anyScope('c', 'b').isMetBy(caller)).toBe(true);
    expect(anyScope('c', 'd').isMetBy(caller)).toBe(false);
    expect(scopes('a', 'b', 'a').scopes).toEqual(['a', 'b']);
    expect(anyScope('c', 'd').scopes).toEqual(['c']);
  });

  it.each([[], [''], ['a b'], ['a"'], ['ä'], ['a\n'], [7 as unknown as string]])(
    'refuses %j, which is no scope',
    (...names) => {
      expect(() => scopes(...names)).toThrow(TypeError);
      expect(() => anyScope(...names)).toThrow(TypeError);
    },
  );
});

describe('role and anyRole', () => {
  const caller = callerOf({
    groups: ['staff'],
    realm_access: { roles: ['user'] },
    resource_access: { orders: { roles: ['admin'] } },
  });

  it('finds a role of the realm, or of a client, and never one for the other', () => {
    expect(role('user').isMetBy(caller)).toBe(true);
    expect(role('admin').isMetBy(caller)).toBe(false);
    expect(role('admin', { client: 'orders' }).isMetBy(caller)).toBe(true);
    expect(role('user', { client: 'orders' }).isMetBy(caller)).toBe(false);
    expect(role('admin', { client: 'constructor' }).isMetBy(caller)).toBe(false);
    expect(anyRole('x', 'staff').isMetBy(caller)).toBe(true);
    expect(anyRole('x', 'y').isMetBy(caller)).toBe(false);
  });

  it('refuses what is no name', () => {
    expect(() => anyRole()).toThrow(TypeError);
    expect(() => role('')).toThrow(TypeError);
    expect(() => role('a', { client: '' })).toThrow(TypeError);
    const unset: object = { client: undefined };
    expect(() => role('a', unset)).toThrow(TypeError);
  });
});

describe('claim', () => {
  it('compares values of one type, and looks into lists', () => {
    expect(claim('tenant', 'a').isMetBy(callerOf({ tenant: 'a' }))).toBe(true);
    expect(claim('tenant', ['b', 'a']).isMetBy(callerOf({ tenant: ['x', 'a'] }))).toBe(true);
    expect(claim('level', 1).isMetBy(callerOf({ level: '1' }))).toBe(false);
    expect(claim('paid', true).isMetBy(callerOf({ paid: 'true' }))).toBe(false);
    expect(claim('paid', true).isMetBy(callerOf({ paid: true }))).toBe(true);
    expect(claim('a', 'x').isMetBy(callerOf({ a: [['x']] }))).toBe(false);
    expect(claim('constructor', 'x').isMetBy(callerOf({}))).toBe(false);
  });

  it('is never met by a claim that holds no accepted value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(value !== 'gold' && !(Array.isArray(value) && value.includes('gold')));
        expect(claim('plan', 'gold').isMetBy(callerOf({ plan: value }))).toBe(false);
      }),
    );
  });

  it('does not tell the values', () => {
    expect(claim('plan', 'gold').description).not.toContain('gold');
  });

  it.each([[[]], [undefined], [null], [{}], [Number.NaN], [/a/]])(
    'refuses %j as a value',
    (value) => {
      expect(() => claim('plan', value as unknown as string)).toThrow(TypeError);
    },
  );
});

describe('check', () => {
  it('lets pass on true alone', () => {
    const caller = callerOf({});
    expect(check('needs', () => true).isMetBy(caller)).toBe(true);
    for (const answer of [false, 1, 'yes', {}, Promise.resolve(true), undefined]) {
      expect(check('needs', () => answer as boolean).isMetBy(caller)).toBe(false);
    }
    expect(() => check('', () => true)).toThrow(TypeError);
  });
});

describe('requireAll', () => {
  const nameOf = () => ({ token: 'abc' });

  it('refuses who lacks one, and says which scopes the whole needs', () => {
    const needed = [scopes('a', 'b'), anyScope('c', 'd'), role('admin')];
    expect(() =>
      requireAll(callerOf({ scope: 'a b c', roles: ['admin'] }), needed, nameOf),
    ).not.toThrow();
    let thrown: unknown;
    try {
      requireAll(callerOf({ scope: 'a b d' }), needed, nameOf);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'scope_insufficient', token: 'abc' });
    const { cause } = thrown as Error;
    expect(cause).toBeInstanceOf(Insufficient);
    expect(cause).toMatchObject({ scopes: ['a', 'b', 'c'] });
  });
});
