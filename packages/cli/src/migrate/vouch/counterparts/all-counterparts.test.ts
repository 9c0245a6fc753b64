import { VOUCH_KEYS } from '@drawbridge/gateway/node';
import { describe, expect, it } from 'vitest';
import { settingPaths } from '../../becomes.fixture.ts';
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
    const paths = settingPaths();
    for (const [key, becomes] of Object.entries(COUNTERPARTS)) {
      if (becomes.kind === 'setting') expect(paths, key).toContain(becomes.setting);
    }
  });
});
