import { describe, expect, it } from 'vitest';
import { basePathFault, basePathOf } from './base-path.ts';

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

describe('basePathFault', () => {
  it.each([
    '',
    '/',
    'team',
    'team/one',
    '/team/',
    '//team',
    '/team//one',
    '/team/..',
    '/../team',
    '/./team',
    '/team/.',
    '/te%61m',
    '/team?x',
    '/team#x',
    '/team one',
    '/team;x',
    '/tëam',
    '/team\n',
    'https://a/team',
  ])('finds fault with %j', (text) => {
    expect(basePathFault(text)).toMatch(/^(?:is|has) /);
  });

  it.each(['/team', '/team/one', '/a.b/c_d/~e-f', '/...', '/.well-known'])('takes %j', (text) => {
    expect(basePathFault(text)).toBeUndefined();
  });
});
