import { VOUCH_KEYS } from '@drawbridge/gateway/node';
import { listSettings } from '@drawbridge/node/config';
import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../../parts.ts';
import { COUNTERPARTS } from './all-counterparts.ts';
import { counterpartsPage } from './counterparts-page.fixture.ts';

describe('the keys of Vouch Proxy', () => {
  // `npm run docs` writes it anew.
  it('have a page', async () => {
    await expect(counterpartsPage()).toMatchFileSnapshot(
      '../../../../../../docs/reference/vouch-native.md',
    );
  });

  it('have a counterpart or a sentence each, and nothing else has', () => {
    expect(Object.keys(COUNTERPARTS).toSorted()).toEqual([...VOUCH_KEYS.keys()].toSorted());
    for (const becomes of Object.values(COUNTERPARTS)) {
      if (becomes.sentence !== undefined) expect(becomes.sentence).toMatch(/^[A-Za-z`].*\.$/);
      if (becomes.kind !== 'setting') expect(becomes.sentence).toBeTruthy();
    }
  });

  it('lead to settings that there are', () => {
    const known = listSettings(SECTIONS).flatMap(({ path }) => {
      const steps = path.split('.');
      return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
    });
    const bare = known.map((path) => path.replace(/\[\]$/, ''));
    for (const [key, becomes] of Object.entries(COUNTERPARTS)) {
      if (becomes.kind === 'setting') expect([...known, ...bare], key).toContain(becomes.setting);
    }
  });
});
