import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './scan-json.ts';

/** What the scan should find, by way of the value. */
function lookThrough(value: unknown): { colons: number; depth: number } {
  if (typeof value !== 'object' || value === null) return { colons: 0, depth: 0 };
  const inner = Object.values(value).map(lookThrough);
  const own = Array.isArray(value) ? 0 : inner.length;
  return {
    colons: inner.reduce((sum, { colons }) => sum + colons, own),
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
  };
}

describe('scanJson', () => {
  it('finds as many colons and levels as the value has members and levels', () => {
    const awkward = fc.string({ unit: fc.constantFrom(...'"\\:{}[],a\n') });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        awkward,
        fc.integer(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(awkward, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    const spaces = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(tree, spaces, (value, space) => {
        expect(scanJson(JSON.stringify(value, undefined, space))).toEqual(lookThrough(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes any depth', () => {
    const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(scanJson(text)).toEqual({ colons: 0, depth: 100_000 });
  });
});
