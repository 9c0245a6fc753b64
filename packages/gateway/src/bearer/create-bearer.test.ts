import {
  ANY_AUDIENCE,
  createDefaultEngine,
  createMemoryStore,
  createRevocations,
  DrawbridgeError,
} from '@drawbridge/core';
import { createTestClock, createTestIssuer, forgeHostileTokens, trust } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createBearer } from './create-bearer.ts';

async function setUp() {
  const clock = createTestClock();
  const engine = createDefaultEngine();
  const issuer = await createTestIssuer({ clock });
  const revocations = createRevocations({ store: createMemoryStore(clock), engine });
  const bearer = createBearer({
    issuers: [{ provider: 'ci', groups: { claim: 'groups' }, trust: trust(issuer) }],
    engine,
    clock,
    revocations,
  });
  return { clock, engine, issuer, revocations, bearer };
}

describe('createBearer', () => {
  it('mod_auth_openidc GHSA-wcvh: is not made without an audience', async () => {
    const clock = createTestClock();
    const issuer = await createTestIssuer({ clock });
    const make = (audiences: readonly string[] | typeof ANY_AUDIENCE) =>
      createBearer({
        issuers: [
          { provider: 'ci', groups: { claim: 'groups' }, trust: trust(issuer, { audiences }) },
        ],
        engine: createDefaultEngine(),
        clock,
      });
    expect(() => make([])).toThrow(TypeError);
    expect(() => make(ANY_AUDIENCE)).toThrow('has no audience');
    expect(() => make(['apps'])).not.toThrow();
  });

  it.each([
    ['aud', undefined, 'claim_missing'],
    ['aud', 'another', 'audience_mismatch'],
    ['exp', undefined, 'claim_missing'],
    ['iss', undefined, 'claim_missing'],
    ['iss', 'https://other.test', 'issuer_unknown'],
    ['sub', undefined, 'claim_missing'],
    ['sub', '', 'claim_missing'],
  ])('mod_auth_openidc GHSA-wcvh: refuses a token with the %s %j', async (name, value, code) => {
    const { issuer, bearer } = await setUp();
    const token = await issuer.issue({ [name]: value });
    await expect(bearer.identify([`Bearer ${token}`])).rejects.toMatchObject({ code });
  });

  it('refuses every hostile token, but for what makes an ID token an access token', async () => {
    const { issuer, bearer } = await setUp();
    const wrong: string[] = [];
    for (const { name, token } of await forgeHostileTokens(issuer)) {
      if (token.trim() !== token) continue;
      const found = await bearer.identify([`Bearer ${token}`]).then(
        () => 'accepted',
        () => undefined,
      );
      if (found !== undefined) wrong.push(name);
    }
    expect(wrong).toEqual(['typ at+jwt, an access token', 'typ application/at+jwt']);
  });

  it('knows whose a good one is, and until when', async () => {
    const { clock, issuer, bearer } = await setUp();
    const token = await issuer.issue({ sub: 'job-7', groups: ['ci'], scope: 'deploy' });
    expect(await bearer.identify([`Bearer ${token}`])).toMatchObject({
      user: {
        provider: 'ci',
        issuer: issuer.issuer,
        subject: 'job-7',
        groups: { kind: 'known', groups: ['ci'] },
        claims: { scope: 'deploy' },
      },
      endsAt: clock.seconds() + 300,
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string | undefined]>([
    ['an ID token by the nonce of its sign-in', { nonce: 'n' }, 'JWT'],
    ['an ID token by its nonce, without a typ', { nonce: 'n' }, undefined],
    ['an ID token by at_hash', { at_hash: 'x' }, 'JWT'],
    ['an ID token by c_hash, whatever its typ is', { c_hash: 'x' }, 'at+jwt'],
    ['an ID token of Keycloak', { typ: 'ID' }, 'JWT'],
    ['a refresh token of Keycloak', { typ: 'Refresh' }, 'JWT'],
    ['an ID token of Cognito', { token_use: 'id' }, undefined],
    ['a logout token', { events: {} }, 'JWT'],
  ])('refuses %s for the audience of access tokens', async (_, claims, typ) => {
    const { issuer, bearer } = await setUp();
    const token = await issuer.issue(claims, { header: { typ } });
    await expect(bearer.identify([`Bearer ${token}`])).rejects.toMatchObject({
      code: 'token_type_not_allowed',
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string | undefined]>([
    ['of an old Keycloak, which has the nonce', { nonce: 'n', typ: 'Bearer' }, 'JWT'],
    ['of RFC 9068 with a nonce', { nonce: 'n' }, 'at+jwt'],
    ['of Cognito', { token_use: 'access' }, undefined],
  ])('takes an access token %s', async (_, claims, typ) => {
    const { issuer, bearer } = await setUp();
    const token = await issuer.issue(claims, { header: { typ } });
    expect(await bearer.identify([`Bearer ${token}`])).toBeDefined();
  });

  it('asks what is asked of tokens of an issuer besides', async () => {
    const { clock, engine, issuer } = await setUp();
    const refuse = () => {
      throw new DrawbridgeError('client_not_allowed');
    };
    const bearer = createBearer({
      issuers: [
        { provider: 'ci', groups: { claim: 'groups' }, trust: { ...trust(issuer), check: refuse } },
      ],
      engine,
      clock,
    });
    await expect(bearer.identify([`Bearer ${await issuer.issue()}`])).rejects.toMatchObject({
      code: 'client_not_allowed',
    });
  });

  it('takes an access token of RFC 9068, and one of another issuer for its own audience alone', async () => {
    const { clock, engine, issuer } = await setUp();
    const other = await createTestIssuer({ issuer: 'https://other.test', audience: 'b', clock });
    const groups = { claim: 'groups' };
    const bearer = createBearer({
      issuers: [
        { provider: 'one', groups, trust: trust(issuer) },
        { provider: 'two', groups, trust: trust(other) },
      ],
      engine,
      clock,
    });
    const good = await other.issue({}, { header: { typ: 'at+jwt' } });
    expect(await bearer.identify([`Bearer ${good}`])).toMatchObject({ user: { provider: 'two' } });
    const crossed = await other.issue({ aud: issuer.audience });
    await expect(bearer.identify([`Bearer ${crossed}`])).rejects.toMatchObject({
      code: 'audience_mismatch',
    });
  });

  it('takes none that was ended, also one that it has let in before', async () => {
    const { clock, issuer, revocations, bearer } = await setUp();
    const token = await issuer.issue({ sub: 'bob' });
    await bearer.identify([`Bearer ${token}`]);
    await revocations.revokeSubject(issuer.issuer, 'bob', clock.seconds(), clock.seconds() + 1000);
    await expect(bearer.identify([`Bearer ${token}`])).rejects.toMatchObject({
      code: 'token_revoked',
    });
  });

  it('takes none once it has expired, also one that it has let in before', async () => {
    const { clock, issuer, bearer } = await setUp();
    const token = await issuer.issue();
    await bearer.identify([`Bearer ${token}`]);
    clock.advance(331);
    await expect(bearer.identify([`Bearer ${token}`])).rejects.toMatchObject({
      code: 'token_expired',
    });
  });
});
