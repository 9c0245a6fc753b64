import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jwksPathFault, jwksPathOf } from './jwks-path.ts';

describe('jwksPathFault', () => {
  it.each([
    ['jwks', 'does not begin with a slash'],
    ['', 'does not begin with a slash'],
    ['/', 'ends with a slash'],
    ['/jwks/', 'ends with a slash'],
    ['/../keys', '. or .. for a folder'],
    ['/a/..', '. or .. for a folder'],
    ['/a//b', 'something else'],
    ['/a?b', 'something else'],
    ['/a%2fb', 'something else'],
    ['/a\\b', 'something else'],
    ['/.well-known/openid-configuration', 'another file'],
    ['/.well-known/openid-configuration/keys', 'another file'],
    ['/index.html', 'another file'],
    ['/.well-known', 'a folder'],
    [`/${'a'.repeat(200)}`, 'more than 200'],
  ])('refuses %s', (path, words) => {
    expect(jwksPathFault(path)).toContain(words);
  });

  it.each(['/jwks/keys', '/.well-known/jwks.json', '/keys'])('takes %s', (path) => {
    expect(jwksPathFault(path)).toBeUndefined();
  });

  it('never takes a path out of the site', () => {
    const pieces = fc.constantFrom('/', '.', '..', 'a', '~', '\\', '%2e', '\0');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const path = parts.join('');
        if (jwksPathFault(path) === undefined)
          expect(posix.normalize(`/site${path}`)).toBe(`/site${path}`);
      }),
    );
  });
});

it.each([
  ['https://a.example', 'https://a.example/jwks/keys', '/jwks/keys'],
  ['https://a.example/t', 'https://a.example/t/keys', '/keys'],
  ['https://a.example', 'https://a.example.evil/keys', undefined],
  ['https://a.example', 'https://b.example/keys', undefined],
  ['https://a.example', 'https://a.example/../keys', undefined],
])('the JWK Set of %s at %s is at %s', (issuer, uri, path) => {
  expect(jwksPathOf(issuer, uri)).toBe(path);
});
