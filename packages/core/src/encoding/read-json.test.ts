import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_JSON, readJson } from './read-json.ts';

describe('readJson', () => {
  it.each([
    ['{"a": 1, "a": 2}', 'twice'],
    ['[{"b": {"a": 1, "\\u0061": 2}}]', 'twice'],
    ['['.repeat(65) + ']'.repeat(65), 'too deeply'],
    ['['.repeat(10_000_000), 'too deeply'],
    ['{"a": "', NO_JSON],
    ['"\\', NO_JSON],
    ['', NO_JSON],
  ])('refuses %.30s', (text, fault) => {
    expect(readJson(text).fault).toContain(fault);
  });

  it('counts no brackets in strings, and takes what lies as deep as it may', () => {
    const text = JSON.stringify({ '[[[["[': ['{'.repeat(100), '\\"['] });
    expect(readJson(text, 2)).toEqual({ value: JSON.parse(text) as unknown });
    expect(readJson(text, 1).fault).toContain('too deeply');
  });

  it('reads what JSON is made of (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(readJson(text)).toEqual({ value: JSON.parse(text) as unknown });
      }),
    );
  });
});
