import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../../tools/any-character.ts';
import { interpolate } from './interpolate.ts';

const own = new Map([
  ['name', 'value'],
  ['nested', '<%(name)s>'],
  ['loop', '%(loop)s'],
  ['bad', '100%'],
]);
const defaults = new Map([
  ['here', '/srv/proxy'],
  ['name', 'hidden'],
]);
const fill = (text: string) => interpolate(text, [own, defaults]);

describe('interpolate', () => {
  it.each([
    ['%(here)s/keys.json', '/srv/proxy/keys.json'],
    ['%(name)s', 'value'],
    ['%(nested)s and %(nested)s', '<value> and <value>'],
    ['100%%', '100%'],
    ['%%(name)s', '%(name)s'],
    ['%%%(name)s', '%value'],
    ['a\n%(name)s', 'a\nvalue'],
    ['plain (name)s', 'plain (name)s'],
  ])('fills in %j', (text, filled) => {
    expect(fill(text)).toBe(filled);
  });

  it.each([
    ['100%', 'has "%", where a percent sign is written %%'],
    ['a%b', 'has "%b", where a percent sign is written %%'],
    ['%(name', 'has "%(", where a percent sign is written %%'],
    ['%()s', 'has "%(", where a percent sign is written %%'],
    ['%(name)d', 'has "%(", where a percent sign is written %%'],
    ['%(missing)s', 'refers to %(missing)s, which neither'],
    ['%(Name)s', 'refers to %(Name)s, which neither'],
    ['%(constructor)s', 'refers to %(constructor)s, which neither'],
    ['%(loop)s', 'refers to itself'],
    ['%(bad)s', 'has "%", where a percent sign is written %%'],
  ])('refuses %j', (text, message) => {
    expect(() => fill(text)).toThrow(TypeError);
    expect(() => fill(text)).toThrow(message);
  });

  it('follows names ten deep, as Python does, and no deeper', () => {
    const chain = new Map(
      [...Array(12).keys()].map((level) => [
        `n${level}`,
        level === 0 ? 'end' : `%(n${level - 1})s`,
      ]),
    );
    expect(interpolate('%(n9)s', [chain])).toBe('end');
    expect(() => interpolate('%(n10)s', [chain])).toThrow('nested too deeply');
  });

  it('gives back any text whose percent signs are written twice (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(fill(text.replaceAll('%', '%%'))).toBe(text);
      }),
    );
  });
});
