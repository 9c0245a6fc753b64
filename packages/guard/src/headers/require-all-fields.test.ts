import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { bearer, outcome } from '../outcome.fixture.ts';
import { requireAllFields } from './require-all-fields.ts';

describe('requireAllFields', () => {
  it('refuses as many fields as Node may have cut off', () => {
    expect(() => requireAllFields(1000)).toThrow(
      expect.objectContaining({ code: 'header_too_large' }),
    );
    expect(() => requireAllFields(999)).not.toThrow();
  });

  it('is asked of every request, also of one that nobody need sign', async () => {
    const issuer = await createTestIssuer();
    const guard = createGuard({ ...issuer.guardOptions, anonymous: 'absent' });
    const token = bearer(await issuer.issueAccess());
    const fill = Array.from({ length: 999 }, () => ['a', ''] as const);
    expect(await outcome(guard, [...fill, ...token])).toBe('header_too_large 400');
    expect(await outcome(guard, [...fill, ['b', '']])).toBe('header_too_large 400');
    expect(await outcome(guard, [...fill.slice(1), ...token])).toBe('alice');
  });
});
