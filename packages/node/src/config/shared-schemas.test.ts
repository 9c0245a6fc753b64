import { describe, expect, it } from 'vitest';
import { issuerUrl, text } from './shared-schemas.ts';

describe('issuerUrl', () => {
  it.each([
    'http://issuer.test',
    'https://issuer.test?x',
    'https://issuer.test#',
    'https://user@issuer.test',
    'https://issuer.test:443',
    'HTTPS://issuer.test',
    'issuer.test',
    'file:///etc/passwd',
    '',
    1,
    null,
  ])('refuses %j', (value) => {
    expect(issuerUrl.safeParse(value).success).toBe(false);
  });

  it('says what is wrong as the rest of a sentence', () => {
    const { error } = issuerUrl.safeParse('http://issuer.test');
    expect(error?.issues.map((issue) => issue.message)).toEqual(['is not an https URL']);
  });

  it.each([
    'https://issuer.test',
    'https://issuer.test/',
    'https://issuer.test/tenant/',
    'http://localhost:8080',
    'http://127.0.0.1:1',
    'http://[::1]:1',
  ])('takes %s', (value) => {
    expect(issuerUrl.parse(value)).toBe(value);
  });
});

describe('text', () => {
  it('takes what has something in it alone', () => {
    for (const value of ['', 1, null, undefined, ['x']]) {
      expect(text.safeParse(value).success).toBe(false);
    }
    expect(text.parse(' ')).toBe(' ');
  });
});
