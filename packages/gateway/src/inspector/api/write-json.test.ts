import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readGolden } from '../demo.fixture.ts';
import { writeJson } from './write-json.ts';

it.each([0, 4])('writes what Python writes, indented by %s', async (indent) => {
  const golden = await readGolden(`odd-${indent}`);
  expect(writeJson(JSON.parse(golden), indent)).toBe(golden);
});

it('leaves out what is null or not there, at every depth', () => {
  const value = { a: null, b: undefined, c: [null, 1, { d: null, e: [null] }] };
  expect(writeJson(value, 0)).toBe('{"c": [1, {"e": []}]}');
});

it('writes all JSON in ASCII, and the same value, but for null (property)', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 5 }), (value, indent) => {
      const text = writeJson(value, indent);
      expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      expect(JSON.parse(text)).toEqual(value === null ? null : withoutNull(value));
    }),
  );
});

function withoutNull(value: unknown): unknown {
  // JSON has one zero.
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  const there = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(there.map(([name, member]) => [name, withoutNull(member)]));
}
