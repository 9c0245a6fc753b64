import { encodeUtf8, type FetchDocument } from '@drawbridge/core';
import { createTestClock, createTestIssuer, createTestVerifier } from '@drawbridge/testing';
import { expect, it, vi } from 'vitest';
import type { ProviderSection } from '../section/provider-schema.ts';
import { buildProvider } from './build-provider.ts';

async function setUp(section: Partial<ProviderSection>, metadata: object = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const document = {
    issuer: issuer.issuer,
    jwks_uri: `${issuer.issuer}/jwks`,
    token_endpoint: `${issuer.issuer}/token`,
    userinfo_endpoint: `${issuer.issuer}/me`,
    ...metadata,
  };
  const fetchDocument: FetchDocument = async () => ({
    status: 200,
    body: encodeUtf8(JSON.stringify(document)),
  });
  const fetch = vi.fn(async () =>
    Response.json({
      sub: 'a1',
      roles: ['admins'],
      email: 'a@corp.example',
      email_verified: true,
    }),
  );
  const provider = buildProvider(
    { name: 'corp', issuer: issuer.issuer, clientId: 'gateway', ...section },
    { fetchDocument, fetch, clock },
  );
  const read = async (claims: object) => {
    const token = await createTestVerifier(issuer).verify(
      await issuer.issue({ sub: 'a1', ...claims }),
    );
    return provider.userOf(token, { accessToken: 'access' } as never);
  };
  return { fetch, read };
}

it('asks UserInfo for an email that the ID token lacks, and never when told so', async () => {
  const automatic = await setUp({});
  expect(await automatic.read({})).toMatchObject({ email: 'a@corp.example' });
  await automatic.read({ email: 'b@corp.example' });
  expect(automatic.fetch).toHaveBeenCalledOnce();
  const never = await setUp({ userinfo: false });
  expect(await never.read({})).not.toHaveProperty('email');
  expect(never.fetch).not.toHaveBeenCalled();
  const notAskedFor = await setUp({ scope: 'openid' });
  expect(await notAskedFor.read({})).not.toHaveProperty('email');
});

it('asks UserInfo for groups that are configured, but not for too many', async () => {
  const { fetch, read } = await setUp({ groupsClaim: 'roles', scope: 'openid' });
  expect((await read({})).groups).toMatchObject({ groups: ['admins'] });
  expect((await read({ roles: ['staff'] })).groups).toMatchObject({ groups: ['staff'] });
  expect((await read({ _claim_names: { roles: 's' } })).groups).toMatchObject({ kind: 'unknown' });
  expect(fetch).toHaveBeenCalledOnce();
});

it('asks UserInfo each time when told so, and signs nobody in by what it does not answer', async () => {
  const { fetch, read } = await setUp({ userinfo: true });
  await read({ email: 'b@corp.example', email_verified: true });
  expect(fetch).toHaveBeenCalledOnce();
  fetch.mockResolvedValueOnce(Response.json({ sub: 'b2' }));
  await expect(read({})).rejects.toMatchObject({ code: 'upstream_invalid' });
});

it('does without where the provider has no such endpoint, but not where it is told to ask', async () => {
  const { fetch, read } = await setUp({}, { userinfo_endpoint: undefined });
  expect(await read({})).not.toHaveProperty('email');
  expect(fetch).not.toHaveBeenCalled();
  const told = await setUp({ userinfo: true }, { userinfo_endpoint: undefined });
  await expect(told.read({})).rejects.toMatchObject({ code: 'upstream_invalid' });
});
