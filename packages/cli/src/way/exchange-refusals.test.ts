import { ERRORS, type ErrorKind } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { type INSIDE, REFUSALS } from './exchange-refusals.ts';

/** Whose move it is where each link does not hold, in the words of the table of faults. */
const KINDS: Readonly<Record<(typeof INSIDE)[number] | 'exchange', readonly ErrorKind[]>> = {
  request: ['request', 'token'],
  upstream: ['token', 'upstream'],
  rule: ['policy', 'token'],
  mint: ['configuration', 'request'],
  exchange: ['busy', 'upstream', 'bug'],
};

describe('what an exchange refuses with', () => {
  it.each(Object.entries(REFUSALS))('%s has a link of its kind, and sentences', (code, refusal) => {
    const { kind } = ERRORS[code as keyof typeof ERRORS];
    expect(KINDS[refusal.at]).toContain(kind);
    expect(refusal.fix).toMatch(/^[A-Z].*[.?]$/s);
  });

  it('knows every fault of a token and of a rule that the endpoint for tokens has', () => {
    const faults = Object.entries(ERRORS)
      .filter(([, { kind, error }]) => kind === 'token' && error === 'invalid_request')
      .map(([code]) => code)
      .filter((code) => !['sign_in_refused', 'token_endpoint_refused'].includes(code));
    expect(faults.filter((code) => !Object.hasOwn(REFUSALS, code))).toEqual([]);
  });
});
