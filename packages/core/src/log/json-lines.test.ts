import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createLineLog } from './line-log.ts';

function logged(event: string, fields?: Record<string, string | number | boolean | undefined>) {
  const lines: string[] = [];
  createLineLog((line) => lines.push(line), { format: 'json' }).warn(event, fields);
  expect(lines).toHaveLength(1);
  return lines.join('');
}

describe('a log of JSON lines', () => {
  it('has time, level, event, and then the fields', () => {
    const line = logged('it happened', {
      url: 'https://a.test/x',
      n: 1,
      yes: true,
      gone: undefined,
    });
    expect(line).toMatch(
      /^\{"time":"\d{4}-\d\d-\d\dT[\d:.]+Z","level":"warn","event":"it happened","url":"https:\/\/a\.test\/x","n":1,"yes":true\}$/,
    );
  });

  it('keeps whatever a value holds in one line that a terminal shows (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 20 }), (value) => {
        const line = logged('event', { value });
        // oxlint-disable-next-line no-control-regex -- that none is in the line is what is proved
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(JSON.parse(line)).toMatchObject({ value });
      }),
    );
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    const log = createLineLog((line) => lines.push(line), { format: 'json', level: 'warn' });
    log.info('x');
    log.error('y');
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['y']);
  });
});
