import { type DecodedToken, decodeToken, type KeyRing } from '@drawbridge/core';
import {
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { User } from '../user/user.ts';
import { createIdentityTokens, type Identified } from './identity-token.ts';

const APP = 'https://app.example.com';
const ALICE: User = {
  provider: 'corp',
  issuer: 'https://corp.example',
  subject: 'a1',
  email: 'alice@corp.example',
  groups: { kind: 'known', groups: ['ops'], claim: 'groups' },
  claims: {},
};

async function setUp(changes: { readonly keyRing?: KeyRing } = {}) {
  const clock = createTestClock();
  const keyRing = changes.keyRing ?? (await createTestKeyRing({ algorithms: ['ES256'], clock }));
  const tokens = createIdentityTokens({ issuer: 'https://auth.example.com', keyRing, clock });
  const who = (given: Partial<Identified> = {}): Identified => ({
    user: ALICE,
    id: 'session-1',
    endsAt: clock.seconds() + 3600,
    ...given,
  });
  return { clock, tokens, who, keyRing };
}

function open(token: string): DecodedToken {
  return decodeToken(token, 20_000);
}

describe('createIdentityTokens', () => {
  it('says who it is, by whom, for which app, and for five minutes', async () => {
    const { clock, tokens, who } = await setUp();
    const { header, claims } = open(await tokens(who(), APP));
    const now = clock.seconds();
    expect(header).toMatchObject({ alg: 'ES256', typ: 'drawbridge-identity+jwt' });
    expect(claims).toEqual({
      iss: 'https://auth.example.com',
      aud: APP,
      sub: 'corp:a1',
      email: 'alice@corp.example',
      email_verified: true,
      groups: ['ops'],
      provider: 'corp',
      iat: now,
      nbf: now,
      exp: now + 300,
      jti: expect.any(String),
    });
  });

  it('tells two people apart whom two providers know by one subject', async () => {
    const { tokens, who } = await setUp();
    const other = { ...ALICE, provider: 'other' };
    const first = open(await tokens(who(), APP)).claims['sub'];
    const second = open(await tokens(who({ user: other, id: 'session-2' }), APP)).claims['sub'];
    expect([first, second]).toEqual(['corp:a1', 'other:a1']);
  });

  it.each([
    { kind: 'unknown', reason: 'the token has no claim "groups"' } as const,
    { kind: 'known', claim: 'groups', groups: Array.from({ length: 900 }, String) } as const,
    { kind: 'known', claim: 'groups', groups: ['ops', '\ud800'] } as const,
  ])('has no groups where it has not all of them', async (groups) => {
    const { tokens, who } = await setUp();
    const { claims } = open(await tokens(who({ user: { ...ALICE, groups } }), APP));
    expect(claims).not.toHaveProperty('groups');
  });

  it('says of a person without groups that there are none', async () => {
    const { tokens, who } = await setUp();
    const groups = { kind: 'known', claim: 'groups', groups: [] } as const;
    const { claims } = open(await tokens(who({ user: { ...ALICE, groups } }), APP));
    expect(claims['groups']).toEqual([]);
  });

  it('ends with the session', async () => {
    const { clock, tokens, who } = await setUp();
    const endsAt = clock.seconds() + 20;
    expect(open(await tokens(who({ endsAt }), APP)).claims['exp']).toBe(endsAt);
    clock.advance(20);
    await expect(tokens(who({ endsAt }), APP)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('is not the one of before where the session ends sooner than that', async () => {
    const { clock, tokens, who } = await setUp();
    const first = await tokens(who(), APP);
    clock.advance(30);
    const endsAt = clock.seconds();
    await expect(tokens(who({ endsAt }), APP)).rejects.toMatchObject({ code: 'token_expired' });
    expect(await tokens(who(), APP)).toBe(first);
  });

  it('serves until a fifth of its life is left', async () => {
    const { clock, tokens, who } = await setUp();
    const first = await tokens(who(), APP);
    clock.advance(239);
    expect(await tokens(who(), APP)).toBe(first);
    clock.advance(1);
    const second = await tokens(who(), APP);
    expect(second).not.toBe(first);
    expect(open(second).claims['exp']).toBe(clock.seconds() + 300);
  });

  it('does not serve before it began, where the clock was set back', async () => {
    const { clock, tokens, who } = await setUp();
    const first = await tokens(who(), APP);
    clock.step(-100);
    expect(await tokens(who(), APP)).not.toBe(first);
  });

  it('is signed once for all who ask at a time', async () => {
    const { tokens, who } = await setUp();
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens(who(), APP)));
    expect(new Set(all).size).toBe(1);
  });

  it('Oathkeeper CVE-2021-32701: is of one session, one app and one person as they are now', async () => {
    const { tokens, who } = await setUp();
    const groups = { kind: 'known', claim: 'groups', groups: ['dev'] } as const;
    const all = [
      await tokens(who(), APP),
      await tokens(who({ id: 'session-2' }), APP),
      await tokens(who(), 'https://other.example.com'),
      await tokens(who({ user: { ...ALICE, groups } }), APP),
      await tokens(who({ user: { ...ALICE, provider: 'other' } }), APP),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(open(all[3] as string).claims['groups']).toEqual(['dev']);
  });

  it('is signed anew once another key signs', async () => {
    const clock = createTestClock();
    const rings = await Promise.all(
      ['ring-a', 'ring-b'].map((keyName) =>
        createTestKeyRing({ algorithms: ['ES256'], clock, keyName }),
      ),
    );
    let current = rings[0] as KeyRing;
    const keyRing: KeyRing = {
      signingKey: (alg) => current.signingKey(alg),
      publicKeys: () => current.publicKeys(),
      algorithms: () => current.algorithms(),
      changesAt: () => current.changesAt(),
    };
    const { tokens, who } = await setUp({ keyRing });
    const first = await tokens(who(), APP);
    current = rings[1] as KeyRing;
    expect(await tokens(who(), APP)).not.toBe(first);
  });

  it('is tried again after it could not be signed', async () => {
    const clock = createTestClock();
    const ring = await createTestKeyRing({ algorithms: ['ES256'], clock });
    let fails = true;
    const keyRing: KeyRing = {
      ...ring,
      signingKey: (alg) => {
        const key = ring.signingKey(alg);
        if (!fails) return key;
        return { ...key, sign: () => Promise.reject(new Error('the signer is away')) };
      },
    };
    const { tokens, who } = await setUp({ keyRing });
    await expect(tokens(who(), APP)).rejects.toThrow('the signer is away');
    fails = false;
    expect(open(await tokens(who(), APP)).claims['sub']).toBe('corp:a1');
  });

  it('is taken for no token of another kind by who looks at its type', async () => {
    const issuer = await createTestIssuer({ issuer: 'https://auth.example.com' });
    const verifier = createTestVerifier(issuer, { audiences: [APP] });
    const token = await issuer.issue({ aud: APP }, { header: { typ: 'drawbridge-identity+jwt' } });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_type_not_allowed' });
  });
});
