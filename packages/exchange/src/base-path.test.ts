import { describe, expect, it } from 'vitest';
import { basePathOf } from './base-path.ts';

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
