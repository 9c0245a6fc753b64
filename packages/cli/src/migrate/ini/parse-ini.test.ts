import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../../tools/any-character.ts';
import { parseIni } from './parse-ini.ts';

/** The file as plain objects. */
function read(text: string) {
  const { sections, defaults, bare, faults } = parseIni(text);
  return {
    sections: Object.fromEntries(
      [...sections].map(([name, options]) => [name, Object.fromEntries(options)]),
    ),
    defaults: Object.fromEntries(defaults),
    bare: Object.fromEntries(bare),
    faults: faults.map(({ path, message }) => `${path} ${message}`),
  };
}

const main = (text: string) => read(`[main]\n${text}`).sections['main'];

describe('parseIni', () => {
  it('reads sections, and what [DEFAULT] has for all of them', () => {
    expect(read('[DEFAULT]\na = 1\n[app:main]\nb = 2\n[empty]\n')).toEqual({
      sections: { 'app:main': { b: '2' }, empty: {} },
      defaults: { a: '1' },
      bare: {},
      faults: [],
    });
  });

  // What Python 3.11's configparser makes of each, with `optionxform = str`.
  it.each([
    ['a=b', { a: 'b' }],
    ['a : b', { a: 'b' }],
    ['a = b = c : d', { a: 'b = c : d' }],
    ['a:b = c', { a: 'b = c' }],
    ['Key = Value', { Key: 'Value' }],
    ['a name = b', { 'a name': 'b' }],
    ['a =', { a: '' }],
    ['a =\n  b\n  c', { a: '\nb\nc' }],
    ['a = b\n  c = d\n\te', { a: 'b\nc = d\ne' }],
    ['a = b\n\n  c\n\nd = e', { a: 'b\n\nc', d: 'e' }],
    ['a = b\n# note\n  c', { a: 'b\nc' }],
    ['a = b\n  ; note\n  c', { a: 'b\nc' }],
    ['a = b ; no comment # here', { a: 'b ; no comment # here' }],
    ['  a = b\n  c = d', { a: 'b', c: 'd' }],
    ['  a = b\n    c\n d = e', { a: 'b\nc', d: 'e' }],
    ['a = b\n  [c]', { a: 'b\n[c]' }],
    ['a = %(b)s %%', { a: '%(b)s %%' }],
    ['a = b\n\n\n', { a: 'b' }],
    ['__proto__x = b', { __proto__x: 'b' }],
  ])('reads %j', (text, options) => {
    expect(main(text)).toEqual(options);
  });

  it('keeps a name that objects have of their own', () => {
    const { sections } = parseIni('[__proto__]\n__proto__ = a\nconstructor = b\n');
    expect([...(sections.get('__proto__') ?? [])]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it.each([
    ['\uFEFF[main]\na = 1\n'],
    ['[main]\r\na = 1\r\n'],
    ['[main]\ra = 1\r'],
    ['[main] trailing\na = 1'],
    ['; first\n\n  # second\n[main]\na = 1'],
    ['  [main]\n  a = 1'],
  ])('reads %j as the same', (text) => {
    expect(read(text)).toMatchObject({ sections: { main: { a: '1' } }, faults: [] });
  });

  it('lets the header be as permissive as in Python', () => {
    expect(Object.keys(read('[a]b] c\nx = 1').sections)).toEqual(['a]b']);
  });

  it('keeps what stands before the first section apart', () => {
    expect(read('a = 1\n  2\n[main]\nb = 3\n')).toEqual({
      sections: { main: { b: '3' } },
      defaults: {},
      bare: { a: '1\n2' },
      faults: [],
    });
  });

  it('names every line that Python would refuse', () => {
    const text = '[a]\nx = 1\nx = 2\nnothing\n= 3\n[a]\n[DEFAULT]\ny = 1\n[DEFAULT]\ny = 2\n';
    expect(read(text).faults).toEqual([
      'line 3 has x for the second time in [a]',
      expect.stringMatching(/^line 4 is neither a section/),
      expect.stringMatching(/^line 5 is neither a section/),
      'line 6 has the section [a] for the second time',
      'line 10 has y for the second time in [DEFAULT]',
    ]);
  });

  it('quotes no value in a fault, which may be a secret', () => {
    const { faults } = read('[a]\nsecret-without-a-name\nx = hidden\nx = hidden\n');
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toMatch(/secret|hidden/);
  });

  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,10}$/);
  const line = fc
    .stringMatching(/^[\w%(){}=:/.,"'[\]#;-]{1,20}$/)
    .filter((text) => !/^[#;]/.test(text));
  const value = fc.array(line, { minLength: 1, maxLength: 4 });
  const options = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 });

  it('reads what was written, in any form that means the same (property)', () => {
    const sections = fc.uniqueArray(fc.tuple(name, options), {
      selector: ([key]) => key,
      minLength: 1,
    });
    const style = fc.record({
      newline: fc.constantFrom('\n', '\r\n', '\r'),
      delimiter: fc.constantFrom('=', ' = ', ':', ' : ', '\t=\t'),
      indent: fc.constantFrom(' ', '    ', '\t'),
      between: fc.constantFrom([], [''], ['# note'], ['   ; note', '']),
    });
    fc.assert(
      fc.property(sections, style, (written, { newline, delimiter, indent, between }) => {
        const lines = written.flatMap(([section, entries]) => [
          `[${section}]`,
          ...entries.flatMap(([key, [first = '', ...more]]) => [
            ...between,
            `${key}${delimiter}${first}`,
            ...more.map((text) => `${indent}${text}`),
          ]),
        ]);
        const { sections: found, faults } = parseIni(lines.join(newline));
        expect(faults).toEqual([]);
        expect([...found].map(([section, entries]) => [section, [...entries]])).toEqual(
          written
            .filter(([section]) => section !== 'DEFAULT')
            .map(([section, entries]) => [
              section,
              entries.map(([key, texts]) => [key, texts.join('\n')]),
            ]),
        );
      }),
    );
  });

  it('never throws, and loses no line without a fault (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
        expect(() => parseIni(text)).not.toThrow();
      }),
    );
  });
});
