import { testCall } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefersJson, prefersJwt } from './accept.ts';

function prefers(...accept: readonly string[]): boolean {
  return prefersJson(testCall({ headers: accept.map((value) => ['Accept', value] as const) }));
}

describe('prefersJson', () => {
  it.each([
    [[]],
    [['']],
    [['*/*']],
    [['application/*']],
    [['text/html, */*;q=0.8']],
    [['application/jwt']],
    [['application/jwt, application/json']],
    [['application/json, application/jwt']],
    [['application/json;q=0.5, application/jwt']],
    [['application/json;q=0']],
    [['application/json;q=0.000']],
    [['application/json-seq']],
    [['application/problem+json']],
    [['x/application/json']],
  ])('gives the bare token for %j', (accept) => {
    expect(prefers(...accept)).toBe(false);
  });

  it.each([
    [['application/json']],
    [['APPLICATION/JSON']],
    [[' application/json ; charset=utf-8']],
    [['text/html, application/json;q=0.1, */*']],
    [['application/json, application/jwt;q=0.9']],
    [['application/jwt;q=0, application/json;q=0.001']],
    [['application/json ; q = 0.5']],
    [['text/html', 'application/json']],
  ])('gives JSON for %j', (accept) => {
    expect(prefers(...accept)).toBe(true);
  });

  it('takes any header at all (property)', () => {
    const piece = fc.constantFrom('application/json', ';', 'q=', '0.5', ',', ' ', '"', '*/*', '1');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 20 }),
        (pieces) => {
          expect(typeof prefers(pieces.join(''))).toBe('boolean');
        },
      ),
    );
  });
});

describe('prefersJwt', () => {
  const prefersBare = (...accept: readonly string[]) =>
    prefersJwt(testCall({ headers: accept.map((value) => ['Accept', value] as const) }));

  it.each([
    [[]],
    [['*/*']],
    [['application/*']],
    [['application/json']],
    [['application/json, application/jwt']],
    [['application/jwt;q=0.5, application/json']],
    [['application/jwt;q=0']],
    [['application/jwt+json']],
  ])('does not give the bare token for %j', (accept) => {
    expect(prefersBare(...accept)).toBe(false);
  });

  it.each([
    [['application/jwt']],
    [['APPLICATION/JWT; x=y']],
    [['application/jwt, application/json;q=0.9']],
    [['*/*', 'application/jwt;q=0.1']],
  ])('gives the bare token for %j', (accept) => {
    expect(prefersBare(...accept)).toBe(true);
  });
});
