import type { HeaderField } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { hostOfCall } from './host-of-call.ts';

describe('hostOfCall', () => {
  it('is that of the one Host field', () => {
    expect(hostOfCall([])).toBe('');
    expect(hostOfCall([['HOST', 'a.test']])).toBe('a.test');
    expect(
      hostOfCall([
        ['x-forwarded-host', 'a.test'],
        ['from', 'b.test'],
      ]),
    ).toBe('');
  });

  it('of two fields is no host', () => {
    const both: HeaderField[] = [
      ['host', 'a.test'],
      ['Host', 'a.test'],
    ];
    expect(hostOfCall(both)).toBe('a.test, a.test');
  });
});
