import { describe, expect, it } from 'vitest';
import { SESSION_LIMITS, sessionForm } from './session-limits.ts';

const sessionName = 'ann';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('sessionForm', () => {
  it.each([
    ['a name with a slash', { sessionName: 'a/b' }, /session name "a\/b"/],
    ['899 seconds', { sessionName, duration: 899 }, /session of 899 seconds/],
    ['43,201 seconds', { sessionName, duration: 43_201 }, /session of 43201 seconds/],
    ['half a second', { sessionName, duration: 900.5 }, /session of 900.5 seconds/],
    ['no number', { sessionName, duration: Number.NaN }, /session of NaN seconds/],
    ['eleven ARNs', { sessionName, policyArns: Array<string>(11).fill(READ_ONLY) }, /there are 11/],
    [
      'the ARN of a role',
      { sessionName, policyArns: ['arn:aws:iam::123456789012:role/x'] },
      /is not the ARN of a policy/,
    ],
    ['a policy that is no JSON', { sessionName, policy: '{' }, /is not a JSON object/],
    ['a policy that is a list', { sessionName, policy: '[]' }, /is not a JSON object/],
    ['a policy beyond Latin-1', { sessionName, policy: '{"a":"Ω"}' }, /Latin-1/],
    ['2,049 characters', { sessionName, policy: `{"a":"${'x'.repeat(2041)}"}` }, /2049 characters/],
  ])('refuses %s', (_, options, message) => {
    expect(() => sessionForm(options)).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('counts policy and ARNs together', () => {
    const policy = `{"a":"${'x'.repeat(2040 - READ_ONLY.length)}"}`;
    expect(policy.length + READ_ONLY.length).toBe(2048);
    expect(sessionForm({ sessionName, policy, policyArns: [READ_ONLY] })).toHaveLength(3);
    expect(() =>
      sessionForm({ sessionName, policy: `${policy} `, policyArns: [READ_ONLY] }),
    ).toThrow();
  });

  it('allows a chained session an hour', () => {
    const chained = SESSION_LIMITS.longestChained;
    expect(sessionForm({ sessionName, duration: 3600 }, chained)).toContainEqual([
      'DurationSeconds',
      '3600',
    ]);
    expect(() => sessionForm({ sessionName, duration: 3601 }, chained)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('an hour at most') }),
    );
  });
});
