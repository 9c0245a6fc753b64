import { createTestIssuer, createTestVerifier } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { personOf } from './person-of.ts';
import { userOf, type UserOfOptions } from './user-of.ts';

async function read(
  claims: Readonly<Record<string, unknown>>,
  options: Partial<UserOfOptions> = {},
) {
  const issuer = await createTestIssuer();
  const token = await createTestVerifier(issuer).verify(
    await issuer.issue({ sub: 'a1', ...claims }),
  );
  return userOf(token, { provider: 'corp', groups: { claim: 'groups' }, ...options });
}

const EMAIL = 'Alice@Corp.Example';

describe('userOf', () => {
  it.each([undefined, false, 'true', 'false', 1, null, {}])(
    'knows nobody by an email of which the provider says %j',
    async (email_verified) => {
      const user = await read({ email: EMAIL, email_verified });
      expect(user).not.toHaveProperty('email');
      expect(user.claims).not.toHaveProperty('email');
      expect(personOf(user)).toMatchObject({ user: 'a1', subject: 'a1' });
      expect(personOf(user)).not.toHaveProperty('email');
    },
  );

  it('knows somebody by an email that was verified, its domain in lower case', async () => {
    const user = await read({ email: EMAIL, email_verified: true });
    expect(user.email).toBe('Alice@corp.example');
    expect(user.claims).toHaveProperty('email', 'Alice@corp.example');
    expect(personOf(user)).toMatchObject({
      user: 'Alice@corp.example',
      email: 'Alice@corp.example',
      subject: 'a1',
    });
  });

  it('takes the word of a provider that is trusted with emails, but not for what is none', async () => {
    const options = { trustsEmail: true };
    expect(await read({ email: EMAIL }, options)).toHaveProperty('email', 'Alice@corp.example');
    const two = await read({ email: 'a@evil.example@corp.example' }, options);
    expect(two).not.toHaveProperty('email');
    expect(two.claims).not.toHaveProperty('email');
  });

  it('knows nobody by a name that people choose', async () => {
    const user = await read({ preferred_username: 'admin', name: 'Admin' });
    expect(user).toMatchObject({ preferredUsername: 'admin', name: 'Admin' });
    expect(personOf(user).user).toBe('a1');
  });

  it.each([[['a', 7]], [7], [{}], [undefined]])(
    'takes groups of %j for unknown',
    async (groups) => {
      const user = await read({ groups });
      expect(user.groups.kind).toBe('unknown');
      expect(user.claims).not.toHaveProperty('groups');
    },
  );

  it('reads groups where the configuration says they are, and keeps them there alone', async () => {
    const options = { groups: { claim: 'https://corp.example/groups' } };
    const user = await read({ 'https://corp.example/groups': ['ops', 'dev'] }, options);
    expect(user.groups).toMatchObject({ kind: 'known', groups: ['ops', 'dev'] });
    expect(user.claims).not.toHaveProperty(['https://corp.example/groups']);
  });

  it('keeps no claim that is about the token', async () => {
    const user = await read({ nonce: 'n', sid: 's', at_hash: 'h', auth_time: 1, acr: 'gold' });
    expect(user.claims).toEqual({ acr: 'gold' });
  });

  it('keeps what is asked for alone', async () => {
    const user = await read({ acr: 'gold', dept: 'it', iss_: 1 }, { keeps: ['dept', 'iss'] });
    expect(user.claims).toEqual({ dept: 'it' });
  });
});
