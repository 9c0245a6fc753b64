import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import type { LogLevel } from './levels.ts';
import { createLineLog } from './line-log.ts';

function logged(level: LogLevel, event: string, fields?: Record<string, string | number>): string {
  const lines: string[] = [];
  createLineLog((line) => lines.push(line), { level: 'debug' })[level](event, fields);
  expect(lines).toHaveLength(1);
  return lines.join('');
}

describe('createLineLog', () => {
  it.each([
    ['logfmt', / level=info event=event worker=2 of=one$/],
    ['json', /"event":"event","worker":2,"of":"one"\}$/],
  ] as const)('has the fields that all lines have first, in %s', (format, line) => {
    const lines: string[] = [];
    const log = createLineLog((text) => lines.push(text), { format, fields: { worker: 2 } });
    log.info('event', { of: 'one' });
    expect(lines).toEqual([expect.stringMatching(line)]);
  });

  it.each([
    ['a line feed', 'x\ntime=2026-01-01T00:00:00.000Z level=error event=forged'],
    ['a carriage return', 'x\rlevel=error'],
    ['quotes', 'x" level=error event="y'],
    ['a backslash before a quote', 'x\\" level=error'],
    ['a terminal escape', 'x\u001b[2Jy'],
    ['a one-byte terminal escape', 'x\u009b2Jy'],
    ['a delete character', 'x\u007fy'],
    ['Unicode line ends', 'x\u2028y\u2029z\u0085'],
    ['a lone surrogate', 'x\ud800'],
  ])('keeps a value with %s within its quotes', (_, value) => {
    const line = logged('info', 'event', { value, after: 1 });
    // oxlint-disable-next-line no-control-regex -- that none is in the line is what is proved
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(line).toMatch(/ value="(?:[^"\\]|\\.)*" after=1$/);
    expect(readValue(line, 'value')).toBe(value);
  });

  it('never lets a value or an event forge a line or a pair (property)', () => {
    const wild = fc.string({ unit: anyCharacter, maxLength: 20 });
    fc.assert(
      fc.property(wild, wild, (event, value) => {
        const line = logged('warn', event, { value });
        const stripped = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, 'Q');
        expect(stripped).toMatch(/^time=\S+ level=warn event=\S+ value=\S+$/);
        expect(readValue(line, 'value')).toBe(value);
      }),
    );
  });

  it('writes plain values without quotes and leaves out what is undefined', () => {
    const lines: string[] = [];
    createLineLog((line) => lines.push(line)).info('it happened', {
      url: 'https://a.test/x',
      n: 1,
      yes: true,
      gone: undefined,
      empty: '',
    });
    expect(lines[0]).toMatch(
      /^time=\d{4}-\d\d-\d\dT[\d:.]+Z level=info event="it happened" url=https:\/\/a\.test\/x n=1 yes=true empty=""$/,
    );
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('from level %s writes %j', (lowest, expected) => {
    const lines: string[] = [];
    const log = createLineLog((line) => lines.push(line), { level: lowest });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]('x');
    expect(lines.map((line) => readValue(line, 'level'))).toEqual(expected);
  });

  it('writes no debug lines unless asked to', () => {
    const lines: string[] = [];
    createLineLog((line) => lines.push(line)).debug('x');
    expect(lines).toEqual([]);
  });
});

function readValue(line: string, name: string): string | undefined {
  const raw = new RegExp(` ${name}=("(?:[^"\\\\]|\\\\.)*"|\\S+)`).exec(line)?.[1];
  return raw?.startsWith('"') === true ? (JSON.parse(raw) as string) : raw;
}
