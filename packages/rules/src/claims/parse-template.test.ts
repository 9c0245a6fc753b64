import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from './parse-template.ts';

describe('parseTemplate refuses', () => {
  it.each([
    '{',
    '}',
    '{a',
    'a}',
    '{a}}',
    '{{a}',
    '{{{a}}',
    '{a{b}}',
    '{a{b}c}',
    '}{',
    '{ {a}',
    'x{',
    '{{{',
    '}}}',
  ])('a lone brace: %j', (template) => {
    expect(parseTemplate(template)).toEqual({ fault: expect.stringContaining('has a lone') });
  });

  it.each(['{}', '{ }', '{ a}', '{a }', '{a\n}', '{\t}', 'x{}y'])('no name: %j', (template) => {
    expect(parseTemplate(template)).toEqual({
      fault: 'has braces without the name of a claim between them',
    });
  });
});

describe('parseTemplate', () => {
  it.each([
    ['', [{ text: '' }]],
    ['plain', [{ text: 'plain' }]],
    ['a\nb\u2028c', [{ text: 'a\nb\u2028c' }]],
    ['{a}', [{ claim: 'a' }]],
    ['{a}{b}', [{ claim: 'a' }, { claim: 'b' }]],
    [
      'x:{a.b}/{c}!',
      [{ text: 'x:' }, { claim: 'a.b' }, { text: '/' }, { claim: 'c' }, { text: '!' }],
    ],
    ['{https://x.test/a b}', [{ claim: 'https://x.test/a b' }]],
    ['{{a}}', [{ text: '{a}' }]],
    ['{{{a}}}', [{ text: '{' }, { claim: 'a' }, { text: '}' }]],
    ['{{}}', [{ text: '{}' }]],
    ['}}{{', [{ text: '}{' }]],
    ['a{{b}}c', [{ text: 'a{b}c' }]],
    ['\ud83d\ude00{a}', [{ text: '\ud83d\ude00' }, { claim: 'a' }]],
    ['\ud800{a}', [{ text: '\ud800' }, { claim: 'a' }]],
  ])('reads %j', (template, parts) => {
    expect(parseTemplate(template)).toEqual(parts);
  });

  it.each(['${a}', 'x-${a}', '{b}${a}'])(
    'refuses the dollar sign of other languages: %s',
    (template) => {
      expect(parseTemplate(template)).toEqual({
        fault: 'has ${a}; a claim is written {a}, without the dollar sign',
      });
    },
  );

  it('reads back whatever is written with doubled braces (property)', () => {
    const text = fc
      .string({ unit: fc.constantFrom('{', '}', 'a', '$', '\n', '\u{1f600}') })
      // Before a claim a dollar sign is a fault: see below.
      .filter((value) => !value.endsWith('$'));
    const claim = fc.stringMatching(/^[a-z.:/]{1,8}$/);
    const part = fc.oneof(
      text.map((value) => ({ text: value })),
      claim.map((value) => ({ claim: value })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const template = parts
          .map((each) =>
            'claim' in each
              ? `{${each.claim}}`
              : each.text.replaceAll('{', '{{').replaceAll('}', '}}'),
          )
          .join('');
        const parsed = parseTemplate(template);
        if ('fault' in parsed) throw new Error(`${template} ${parsed.fault}`);
        const flat = (list: readonly object[]) =>
          list
            .map((each) =>
              'claim' in each ? `<${String(each.claim)}>` : (each as { text: string }).text,
            )
            .join('');
        expect(flat(parsed)).toBe(flat(parts));
        // Neighbouring texts are one.
        parsed.forEach((each, index) => {
          const next = parsed[index + 1];
          expect('text' in each && next !== undefined && 'text' in next).toBe(false);
        });
      }),
    );
  });

  it('takes time that grows with the length alone', () => {
    const started = performance.now();
    parseTemplate('{{'.repeat(50_000));
    parseTemplate('{a'.repeat(50_000));
    parseTemplate(`{${'a'.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
