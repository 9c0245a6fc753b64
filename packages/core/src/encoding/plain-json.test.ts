import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDuplicateMembers } from './duplicate-members.ts';
import { isPlainJson } from './plain-json.ts';
import { scanJson } from './scan-json.ts';

const judge = (text: string, most = 32) => isPlainJson(text, JSON.parse(text), most);

describe('isPlainJson', () => {
  it.each([
    '{}',
    '{"a":1,"b":{"a":[{"a":"b"}]}}',
    '{"iss":"https://sso.example.com:8443","a:b":"c:d"}',
    '{"a": 1, "b": 2}',
    '{"__proto__":1,"constructor":2}',
  ])('sees that %s is', (text) => {
    expect(judge(text)).toBe(true);
  });

  it.each([
    ['a name twice', '{"a":1,"a":2}'],
    ['a name in two spellings', '{"a":1,"\\u0061":2}'],
    ['a name twice, one of them before a space', '{"a" :1,"a":2}'],
    ['a name twice, and a string that begins with a colon', '{"a" :1,"a":":"}'],
    ['a name twice, with a tab, and a quotation mark before a colon', '{"a"\t:1,"a":"\\":"}'],
    ['a name twice, deep down', '{"a":{"b":[{"c":1,"c":1}]}}'],
    ['a name twice, of which the first is full of names', '{"a":{"b":1,"c":2},"a":3}'],
  ])('never sees it of %s', (_, text) => {
    expect(judge(text)).toBe(false);
  });

  it('looks no further than the containers that may be', () => {
    expect(judge('{"a":[[]]}', 3)).toBe(true);
    expect(judge('{"a":[[]]}', 2)).toBe(false);
    expect(judge('{"a":[],"b":[]}', 2)).toBe(false);
  });

  it('holds of no text in which the whole scan finds a name twice, or more depth', () => {
    const name = fc.constantFrom('"a"', '"b"', '"\\u0061"', '":"', '"\\":"', '"a:"', '""');
    const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('1', 'null', '":"', '" :"', '"\\":"', '"a\\\\"'),
        fc.array(tie('tree'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(name, space, tie('tree')), { maxLength: 3 })
          .map(
            (members) => `{${members.map(([key, gap, item]) => `${key}${gap}:${item}`).join(',')}}`,
          ),
      ),
    }));
    let plain = 0;
    fc.assert(
      fc.property(tree, fc.nat(6), (text, most) => {
        if (!judge(text, most)) return;
        plain++;
        expect(hasDuplicateMembers(text, JSON.parse(text))).toBe(false);
        expect(scanJson(text).depth).toBeLessThanOrEqual(most);
      }),
      { numRuns: 5000 },
    );
    expect(plain).toBeGreaterThan(500);
  });

  it('holds of what JSON.stringify writes, but where a string begins with a colon or has white space before one', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab/{}[],') });
    const value = fc.dictionary(text, fc.oneof(text, fc.array(text), fc.dictionary(text, text)));
    fc.assert(
      fc.property(value, (any) => {
        expect(judge(JSON.stringify(any), 1000)).toBe(true);
      }),
    );
  });
});
