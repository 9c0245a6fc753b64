import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { findVouchKey, VOUCH_KEY_GROUPS, VOUCH_KEYS } from './all-keys.ts';
import { keysPage } from './keys-page.fixture.ts';

// `npm run docs` writes the page anew.
test('the page of all keys is that of the table', async () => {
  await expect(keysPage()).toMatchFileSnapshot('../../../../../../docs/reference/vouch-config.md');
});

const ENTRIES = VOUCH_KEY_GROUPS.flatMap(({ keys }) => keys);

describe('the table of keys', () => {
  it('has each key once, in whatever case, and each variable once', () => {
    const names = ENTRIES.map(({ key }) => key.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    const variables = ENTRIES.flatMap(({ env, bare = [] }) => [env, bare].flat());
    expect(new Set(variables).size).toBe(variables.length);
    expect(VOUCH_KEYS.size).toBe(ENTRIES.length);
  });

  it('finds a key in any case, and no other', () => {
    expect(findVouchKey('VOUCH.jwt.MAXAGE')).toBe('vouch.jwt.maxAge');
    expect(findVouchKey('vouch.jwt')).toBeUndefined();
  });

  it.each(ENTRIES.filter(({ unused }) => unused !== true).map(({ key }) => key))(
    '%s is read by something',
    async (key) => {
      const files = ['access', 'cookie', 'listen', 'oauth', 'signing'].map(
        (name) => `../settings/${name}-settings.ts`,
      );
      const others = [
        '../settings/log-level.ts',
        '../settings/inspector-url.ts',
        '../read-vouch-config.ts',
      ];
      const texts = await Promise.all(
        [...files, ...others].map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
      );
      expect(texts.some((text) => text.includes(`'${key}'`))).toBe(true);
    },
  );
});
