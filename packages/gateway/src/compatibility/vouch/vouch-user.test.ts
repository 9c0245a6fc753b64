import type { JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import type { UserOfOptions } from '../../user/user-of.ts';
import { vouchSession } from '../../vouch/vouch-defaults.fixture.ts';
import { vouchUser } from './vouch-user.ts';

const ISSUER = 'https://id.example.com';

function read(
  username: string,
  customClaims?: JsonObject,
  { subject, reader }: { subject?: string; reader?: Partial<UserOfOptions> } = {},
) {
  return vouchUser(vouchSession({ username, customClaims, audience: '', expiresAt: 1 }), {
    reader: { provider: 'corp', groups: { claim: 'groups' }, ...reader },
    issuer: ISSUER,
    subject,
  });
}

describe('the subject of a cookie of Vouch Proxy', () => {
  it('is that of the ID token, and the claims may not say another', () => {
    expect(read('ann', {}, { subject: 's1' })?.subject).toBe('s1');
    expect(read('ann', { sub: 's1' }, { subject: 's1' })?.subject).toBe('s1');
    for (const sub of ['s2', '', null, 1]) {
      expect(read('ann', { sub }, { subject: 's1' })).toBeUndefined();
    }
  });

  it('is that of the claims, where they are of the provider by their own word', () => {
    expect(read('ann', { sub: 's1', iss: ISSUER })?.subject).toBe('s1');
  });

  it.each([
    ['without iss', { sub: 's1' }],
    ['of another iss', { sub: 's1', iss: `${ISSUER}/` }],
    ['of no text', { sub: 1, iss: ISSUER }],
    ['empty', { sub: '', iss: ISSUER }],
  ])('is the user name behind vouch: where the sub is %s', (_, claims) => {
    expect(read('ann', claims)?.subject).toBe('vouch:ann');
  });
});

describe('the email of a cookie of Vouch Proxy', () => {
  it('is the user name where that is one', () => {
    expect(read('Ann@Example.com')?.email).toBe('Ann@example.com');
    expect(read('ann')?.email).toBeUndefined();
  });

  it.each([false, 'false', 0, '0'])('is none that was said not to be verified: %j', (word) => {
    const user = read('ann@example.com', { email: 'ann@example.com', email_verified: word });
    expect(user?.email).toBeUndefined();
    // The claim of it is not kept.
    expect(user?.claims).toEqual({ email_verified: word });
  });

  it('is not a user name that was chosen, where the claims have another email', () => {
    expect(read('boss@example.com', { email: 'ann@example.com' })?.email).toBeUndefined();
    const claims = { email: 'ann@example.com', email_verified: true };
    expect(read('boss@example.com', claims)?.email).toBe('ann@example.com');
  });

  it('is that of the claims where the provider is trusted with it', () => {
    const claims = { email: 'ann@example.com' };
    expect(read('ann', claims)?.email).toBeUndefined();
    expect(read('ann', claims, { reader: { trustsEmail: true } })?.email).toBe('ann@example.com');
  });
});

it('has the claims and groups that were kept, and nothing about a token', () => {
  const user = read('ann', {
    sub: 's',
    iss: ISSUER,
    groups: ['staff'],
    department: 'it',
    aud: 'x',
  });
  expect(user).toMatchObject({
    provider: 'corp',
    issuer: ISSUER,
    preferredUsername: 'ann',
    groups: { kind: 'known', groups: ['staff'] },
  });
  expect(user?.claims).toEqual({ department: 'it', preferred_username: 'ann' });
});
