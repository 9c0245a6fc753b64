import { describe, expect, it } from 'vitest';
import { createTestProvider } from '../vouch.fixture.ts';
import type { VouchIdentity } from '../vouch-provider.ts';
import { authorise } from './authorise.ts';

const LISTS = { allowAllUsers: false, whiteList: [], teamWhitelist: [], domains: [] as string[] };
const { person } = createTestProvider();

const isLetIn = (
  changes: Partial<VouchIdentity>,
  lists: Partial<Parameters<typeof authorise>[1]>,
) => {
  try {
    authorise({ ...person, ...changes }, { ...LISTS, ...lists });
    return true;
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'access_denied' });
    expect(String(thrown)).not.toContain('@');
    return false;
  }
};

describe('authorise', () => {
  it.each(['', 'ann\r\nX-Vouch-User: admin', 'ann\u0000', ' ann', 'ann ', '\ud800'])(
    'lets nobody in by the user name %j, which no field can have',
    (username) => {
      expect(isLetIn({ username }, { allowAllUsers: true })).toBe(false);
    },
  );

  it.each([false, 'false', 'False', 0, '0'])(
    'takes an email for nobody that was not verified: %j',
    (verified) => {
      const claims = { email: 'ann@example.com', email_verified: verified };
      expect(isLetIn({ claims }, { allowAllUsers: true })).toBe(false);
      expect(
        isLetIn({ claims, username: 'Ann@Example.com' }, { whiteList: ['Ann@Example.com'] }),
      ).toBe(false);
      expect(isLetIn({ claims, username: 'ann' }, { domains: ['example.com'] })).toBe(false);
      expect(isLetIn({ claims, username: 'ann' }, { whiteList: ['ann'] })).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'example.com',
    '@example.com',
    'ann@',
    'ann@evil.test',
    'ann@notexample.com',
    'ann@example.com.evil.test',
    'ann@evil.test@example.com',
    'ann@example.com@evil.test',
    'ann@example.com:80',
    'ann@example.com.',
    'ann@example.com ',
    'ann@exаmple.com',
  ])('lets the email %j in by no domain', (email) => {
    expect(isLetIn({ email }, { domains: ['example.com'] })).toBe(false);
  });

  it.each(['ann@example.com', 'ANN@EXAMPLE.com', 'ann@mail.example.com'])(
    'lets %s in by its domain',
    (email) => {
      expect(isLetIn({ email }, { domains: ['example.com'] })).toBe(true);
    },
  );

  it('goes by the first list that is set', () => {
    expect(isLetIn({}, { allowAllUsers: true, whiteList: ['bob'] })).toBe(true);
    expect(isLetIn({}, { whiteList: ['bob'], domains: ['example.com'] })).toBe(false);
    expect(isLetIn({}, { whiteList: ['ANN@example.com'] })).toBe(false);
    expect(isLetIn({}, { whiteList: ['joann@example.com', 'ann@example.com.test'] })).toBe(false);
    expect(isLetIn({ username: 'a' }, { whiteList: ['ann@example.com'] })).toBe(false);
    expect(isLetIn({ teams: ['org/te'] }, { teamWhitelist: ['org/team'] })).toBe(false);
    expect(isLetIn({}, { whiteList: ['bob', 'ann@example.com'], teamWhitelist: ['x'] })).toBe(true);
    expect(
      isLetIn({ teams: ['org'] }, { teamWhitelist: ['org/team'], domains: ['example.com'] }),
    ).toBe(false);
    expect(isLetIn({ teams: ['org/team'] }, { teamWhitelist: ['org/team'] })).toBe(true);
    expect(isLetIn({ email: undefined }, {})).toBe(true);
  });
});
