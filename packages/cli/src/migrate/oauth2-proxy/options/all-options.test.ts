import { describe, expect, it } from 'vitest';
import { settingPaths } from '../../becomes.fixture.ts';
import { OPTION_GROUPS, OPTIONS } from './all-options.ts';
import { variableOf } from './option.ts';
import { optionsPage } from './options-page.fixture.ts';

const ALL = OPTION_GROUPS.flatMap(({ options }) => options);

describe('the options of oauth2-proxy', () => {
  // `npm run docs` writes it anew.
  it('have a page', async () => {
    await expect(optionsPage()).toMatchFileSnapshot(
      '../../../../../../docs/reference/oauth2-proxy.md',
    );
  });

  it('are each there once, by every name', () => {
    expect(OPTIONS.size).toBe(ALL.length);
    expect(new Set(ALL.map(({ flag }) => flag)).size).toBe(ALL.length);
    expect(new Set(ALL.map(variableOf)).size).toBe(ALL.length);
  });

  it.each(ALL.map((option) => [option.name, option] as const))('explain %s', (name, option) => {
    const { flag, becomes } = option;
    expect(name).toMatch(/^[a-z][a-z\d_-]+$/);
    expect(name.replaceAll('_', '-').startsWith(flag.slice(2))).toBe(true);
    if (becomes.sentence !== undefined) expect(becomes.sentence).toMatch(/^[A-Za-z`/].*\.$/);
    if (becomes.kind !== 'setting') expect(becomes.sentence).toBeTruthy();
  });

  it('lead to settings that there are', () => {
    const paths = settingPaths();
    for (const { becomes, name } of ALL) {
      if (becomes.kind !== 'setting') continue;
      const path = becomes.setting.replace(/parameters\.\w+$/, 'parameters');
      expect(paths, name).toContain(path.replace(/clientSecret\.file$/, 'clientSecret'));
    }
  });
});
