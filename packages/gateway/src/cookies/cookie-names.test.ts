import { describe, expect, it } from 'vitest';
import { cookieNames } from './cookie-names.ts';

describe('cookieNames', () => {
  it('has names on https that browsers take from the host itself alone', () => {
    const { session, login, attempt, isSecure } = cookieNames('https');
    expect([session, login('a-B_1'), attempt('x')]).toEqual([
      '__Host-drawbridge',
      '__Host-drawbridge-login-a-B_1',
      '__Host-drawbridge-attempt-x',
    ]);
    expect(isSecure).toBe(true);
  });

  it('has names on http that browsers take without TLS', () => {
    const { session, login, attempt, isSecure } = cookieNames('http');
    expect([session, login('a'), attempt('x'), isSecure]).toEqual([
      'drawbridge',
      'drawbridge-login-a',
      'drawbridge-attempt-x',
      false,
    ]);
  });

  it.each(['', 'a=b', 'a;b', 'a b', 'ä', '../a', 'a\n', 'x'.repeat(65)])(
    'makes no name of the id %j',
    (id) => {
      expect(() => cookieNames('https').login(id)).toThrow(TypeError);
      expect(() => cookieNames('http').attempt(id)).toThrow(TypeError);
    },
  );
});
