import { describe, expect, it } from 'vitest';
import { parseArguments, USAGE, UsageError } from './arguments.ts';
import { BENCH_NAMES, BENCHES } from './benches.ts';

describe('parseArguments', () => {
  it('runs all benches that have figures, 11 rounds each, for a person', () => {
    expect(parseArguments([])).toEqual({
      help: false,
      json: false,
      rounds: 11,
      figures: undefined,
      names: BENCH_NAMES.filter((name) => BENCHES[name] !== null),
    });
  });

  it('takes names and options in any order, and a name once', () => {
    const { names, json, rounds } = parseArguments(['exchange', '--json', 'guard', 'exchange']);
    expect({ names, json, rounds }).toEqual({
      names: ['exchange', 'guard'],
      json: true,
      rounds: 11,
    });
    expect(parseArguments(['--rounds', '25', 'doctor']).rounds).toBe(25);
    expect(parseArguments(['--rounds=6']).rounds).toBe(6);
    expect(parseArguments(['--figure', 'es256', '--figure=lost-*']).figures).toEqual([
      'es256',
      'lost-*',
    ]);
  });

  it.each(BENCH_NAMES)('knows %s', (name) => {
    expect(parseArguments([name]).names).toEqual([name]);
    expect(USAGE).toContain(name);
  });

  it.each(['exchanges', 'Exchange', 'constructor', '__proto__', ''])(
    'refuses the name %j and tells the valid ones',
    (name) => {
      expect(() => parseArguments([name])).toThrow(UsageError);
      expect(() => parseArguments([name])).toThrow(BENCH_NAMES.join(', '));
    },
  );

  it.each([['5'], ['0'], ['-11'], ['11.5'], ['1e3'], ['eleven'], [''], ['99999']])(
    'refuses %j rounds',
    (rounds) => {
      expect(() => parseArguments([`--rounds=${rounds}`])).toThrow(UsageError);
    },
  );

  it.each([[['--yaml']], [['--json=yes']], [['--rounds']], [['--figure']]])(
    'refuses %j',
    (args) => {
      expect(() => parseArguments(args)).toThrow(UsageError);
    },
  );
});
