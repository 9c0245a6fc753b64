import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printable } from '@drawbridge/core';
import { toYaml } from './to-yaml.ts';

describe('toYaml', () => {
  it('quotes what would be read as another type', async () => {
    expect(await toYaml({ ref_protected: 'true', port: '80', list: ['a'] })).toBe(
      'ref_protected: "true"\nport: "80"\nlist:\n  - a\n',
    );
  });

  it('writes what is read back as it was (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(parse(await toYaml(plain))).toEqual(plain);
      }),
    );
  });

  it.each([
    'b\u202ex',
    'a\u2028b',
    'a\n\u001b[2Jb\n',
    'tag \u{e0001}',
    'zero\u200b',
    '\ufeff',
    '\u0085',
  ])('means the same with %j made harmless for a terminal', async (text) => {
    const value = { text, list: [text], [text]: 1 };
    const shown = printable(await toYaml(value));
    expect(parse(shown)).toEqual(value);
  });

  it('puts comments above the members that they are about, and others nowhere', async () => {
    const value = { a: { list: [{ b: 1, c: 2 }] }, d: 3 };
    const yaml = await toYaml(value, [
      { path: ['a', 'list', 0, 'c'], text: 'about c' },
      { path: ['d'], text: 'about d' },
      { path: ['a', 'list', 1, 'c'], text: 'nobody' },
      { path: ['a', 'missing'], text: 'nobody' },
    ]);
    expect(yaml).toBe('a:\n  list:\n    - b: 1\n      # about c\n      c: 2\n# about d\nd: 3\n');
    expect(parse(yaml)).toEqual(value);
  });
});
