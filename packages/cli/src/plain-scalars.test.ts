import { describe, expect, it } from 'vitest';
import { parseYaml } from '@drawbridge/node';
import { readCommonPlain, readPlainAsGo } from './plain-scalars.ts';

/**
 * What Go's reader makes of a value without quotes: measured by gopkg.in/yaml.v2 2.4.0, of which sigs.k8s.io/yaml has a copy, and the
 * first line by `kubectl config view -o json` of kubectl 1.32.4, 2026-11; sigs.k8s.io/yaml goyaml.v2/resolve.go says why.
 */
const OF_GO: readonly (readonly [text: string, value: unknown])[] = [
  ['on', true],
  ['1:30', '1:30'],
  ['0o17', 15],
  ['1e3', 1000],
  ['017', 15],
  ['2026-11-28', '2026-11-28'],
  ['1_000', 1000],
  ['y', true],
  ['0b1', 1],
  ['~', null],
  ['.5', 0.5],
  ['0x1F', 31],
  ['1.', 1],
  ['018', 18],
  ['Y', true],
  ['yEs', 'yEs'],
  ['yes', true],
  ['Off', false],
  ['oN', 'oN'],
  ['n', false],
  ['No', false],
  ['True', true],
  ['tRUE', 'tRUE'],
  ['', null],
  ['Null', null],
  ['nULL', 'nULL'],
  ['190:20:30', '190:20:30'],
  ['0777', 511],
  ['0O17', 15],
  ['089', 89],
  ['0x_0A', 10],
  ['0B11', 3],
  ['-0b11', -3],
  ['+0b11', 3],
  ['-017', -15],
  ['0_7', 7],
  ['0o8', '0o8'],
  ['0x', '0x'],
  ['1E-5', 1e-5],
  ['+5', 5],
  ['5.', 5],
  ['+.5', 0.5],
  ['-.5', -0.5],
  ['.5_0', 0.5],
  ['.1e5', 10_000],
  ['0.1e', '0.1e'],
  ['1e_3', 1000],
  ['+1.e5', 100_000],
  ['-1_0.5_0', -10.5],
  ['-0', 0],
  ['1_', 1],
  ['1__0', 10],
  ['_1', '_1'],
  ['+', '+'],
  ['.', '.'],
  ['..', '..'],
  ['1.2.3', '1.2.3'],
  ['.e5', '.e5'],
  ['1e400', '1e400'],
  ['0x1p4', '0x1p4'],
  ['inf', 'inf'],
  ['Infinity', 'Infinity'],
  ['nan', 'nan'],
  ['=', '='],
  ['18446744073709551615', 2 ** 64],
  ['99999999999999999999999999', 1e26],
  ['2026-11-28T10:00:00Z', '2026-11-28T10:00:00Z'],
  ['2026-1-2 3:4:5', '2026-1-2 3:4:5'],
];

describe('readPlainAsGo', () => {
  it.each(OF_GO)('reads %j as %j', async (text, value) => {
    expect(readPlainAsGo(text)).toEqual({ value });
    expect(await parseYaml(`v: ${text}`, readPlainAsGo)).toMatchObject({ value: { v: value } });
  });

  it.each(['.inf', '-.Inf', '+.INF', '.nan', '.NaN'])('refuses %s, which JSON has not', (text) => {
    expect(readPlainAsGo(text)).toHaveProperty('fault');
  });

  it.each([
    ['v: "on"', 'on'],
    ["v: 'yes'", 'yes'],
    ['v: !!str on', 'on'],
    ['v: ! on', 'on'],
    ['v: |\n  on\n', 'on\n'],
    ['v: >-\n  0777', '0777'],
    ['a: &x on\nv: *x', true],
    ['%YAML 1.1\n---\nv: on', true],
  ])('reads %j as %j', async (text, value) => {
    expect(await parseYaml(text, readPlainAsGo)).toMatchObject({ value: { v: value } });
  });

  it.each([
    ['yes: x', 'has a key that is not text'],
    ['1: x', 'has a key that is not text'],
    ['~: x', 'has a key that is not text'],
    ['a: 1\n"a": 2', 'must be unique'],
    ['a: &x {b: 1}\nv: {<<: *x}', 'by <<'],
    ['%YAML 1.2\n---\na: on', '%YAML 1.2'],
    ['a: 1\n---\nb: 2', 'second document'],
    ['a: !!binary aGk=', 'tag that is not understood'],
    ['a: !!bool x', 'tag that is not understood'],
    ['a: *b', 'alias without an anchor'],
  ])('refuses %j', async (text, message) => {
    const { faults = [] } = await parseYaml(text, readPlainAsGo);
    expect(faults[0]?.message).toContain(message);
  });
});

describe('readCommonPlain', () => {
  it.each([...OF_GO, ['.inf', undefined], ['1e400', undefined]].map(([text]) => text as string))(
    'reads %j as JSON has it, as text, or not at all',
    (text) => {
      const read = readCommonPlain(text);
      const go = readPlainAsGo(text);
      // Whatever it takes is the same to Go's reader.
      if (read.fault === undefined) expect(go).toEqual(read);
    },
  );

  it.each([
    'on',
    'Y',
    'no',
    '0777',
    '0o17',
    '1e3',
    '1e400',
    '1_000',
    '+5',
    '.5',
    '5.',
    '0x1F',
    '.inf',
  ])('refuses %s', (text) => {
    expect(readCommonPlain(text).fault).toContain('quotes');
  });

  it.each([
    ['true', true],
    ['Null', null],
    ['', null],
    ['-1.5', -1.5],
    ['3600', 3600],
    ['2012-10-17', '2012-10-17'],
    ['1:30', '1:30'],
    ['repo:acme/web', 'repo:acme/web'],
  ])('reads %j as %j', (text, value) => {
    expect(readCommonPlain(text)).toEqual({ value });
  });
});
