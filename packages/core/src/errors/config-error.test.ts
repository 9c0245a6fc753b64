import { describe, expect, it } from 'vitest';
import { configError, usageError } from './config-error.ts';

describe('configError', () => {
  it('tells one fault in a sentence, and several a line each', () => {
    const one = { path: 'a', message: 'is missing' };
    expect(configError([one]).message).toBe('the configuration is not valid: a is missing');
    expect(configError([one, { path: '', message: 'is empty' }]).message).toBe(
      'the configuration has 2 faults:\n  a is missing\n  is empty',
    );
  });

  it('tells a thousand faults, and how many more there are', () => {
    const faults = Array.from({ length: 1002 }, (_, index) => ({
      path: `k${index}`,
      message: 'x',
    }));
    const lines = configError(faults).message.split('\n');
    expect(lines).toHaveLength(1002);
    expect(lines[0]).toBe('the configuration has 1002 faults:');
    expect(lines.slice(-2)).toEqual(['  k999 x', '  and 2 more']);
    expect(configError(faults.slice(0, 1000)).message).not.toContain('more');
  });

  it('lets no name of a member or file add a line', () => {
    const { message } = configError([
      { path: 'a (/x\n/y.yaml:1:1)', message: 'has an unknown member: b\n  c is fine' },
    ]);
    expect(message).toBe(
      String.raw`the configuration is not valid: a (/x\u000a/y.yaml:1:1) has an unknown member: b\u000a  c is fine`,
    );
  });
});

describe('usageError', () => {
  it('begins with the option, and speaks of no configuration', () => {
    const one = { path: '--ca', message: 'is the file /a\nb, which is empty' };
    const error = usageError([one], 'Give another.');
    expect(error).toMatchObject({
      code: 'usage_invalid',
      message: String.raw`--ca is the file /a\u000ab, which is empty`,
      hint: 'Give another.',
    });
    expect(usageError([one, { path: '--out', message: 'is empty' }]).message).toBe(
      'the command line has 2 faults:\n  --ca is the file /a\\u000ab, which is empty\n  --out is empty',
    );
  });
});
