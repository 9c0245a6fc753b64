import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
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
});
