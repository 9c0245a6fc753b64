import { describe, expect, it } from 'vitest';
import { basePathFault, basePathOf } from './base-path.ts';

describe('basePathFault refuses', () => {
  it.each([
    ['', 'does not begin'],
    ['team', 'does not begin'],
    ['https://host/team', 'does not begin'],
    ['/team?x', 'has a query'],
    ['/team#x', 'has a query'],
    ['/a b', 'has a character'],
    ['/ä', 'has a character'],
    ['/a\n', 'has a character'],
    ['//evil.example', 'is not in its plain'],
    ['/a//b', 'is not in its plain'],
    ['/a/../b', 'is not in its plain'],
    ['/a/%2e%2e/b', 'is not in its plain'],
    ['/./a', 'is not in its plain'],
    ['/a\\b', 'is not in its plain'],
  ])('%j', (path, fault) => {
    expect(basePathFault(path)).toContain(fault);
  });

  it.each(['/', '/team', '/team/', '/team/one', '/~a/b.c', '/a%20b'])('not %j', (path) => {
    expect(basePathFault(path)).toBeUndefined();
  });
});

describe('basePathOf', () => {
  it.each([
    ['https://host', undefined, ''],
    ['https://host/', undefined, ''],
    ['https://host/team/one', undefined, '/team/one'],
    ['https://host/team/', undefined, '/team'],
    ['https://host/team', '/', ''],
    ['https://host', '/below', '/below'],
    ['https://host/team', '/below/', '/below'],
  ])('of %s and %j', (issuer, given, path) => {
    expect(basePathOf(issuer, given)).toBe(path);
  });
});
