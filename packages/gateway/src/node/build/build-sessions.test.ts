import { createDefaultEngine, createMemoryStore, createSealer } from '@drawbridge/core';
import type { FetchToken } from '@drawbridge/oauth';
import { createLogRecorder, createTestClock, createTestIssuer } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { userNamed } from '../../gateway.fixture.ts';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import { fakeProvider } from '../../logout/logout.fixture.ts';
import { buildSessions } from './build-sessions.ts';

it('revokes at its provider what a session was renewed with, whatever ends it', async () => {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const revoked: (string | null)[] = [];
  const fetch: FetchToken = async (_, { body }) => {
    revoked.push(body.get('token'));
    return new Response(null, { status: 200 });
  };
  const revocationEndpoint = 'https://issuer.test/revoke';
  const { sessions, close } = buildSessions(
    {
      providers: [{ name: 'corp', issuer: 'https://corp.example', clientId: 'app' }],
    },
    {
      auth: createAuthOrigin('https://auth.example.com'),
      store: createMemoryStore(clock),
      sealer: createSealer(['a secret of thirty-two bytes, at least']),
      providers: [fakeProvider('corp', { fetch, revocationEndpoint })],
      clock,
      log: createLogRecorder(),
      engine: createDefaultEngine(),
    },
  );
  const user = userNamed('alice');
  const begin = async (refreshToken: string) =>
    sessions.begin({
      user,
      askedAt: clock.seconds(),
      tokens: {
        accessToken: 'a',
        tokenType: 'Bearer',
        obtainedAt: clock.seconds(),
        idToken: await issuer.issue({}),
        refreshToken,
      },
    });
  await sessions.end(await begin('by itself'));
  await begin('by the list');
  const [listed] = await sessions.list(user);
  await sessions.endListed(user, listed?.handle ?? '');
  await begin('with the others');
  await sessions.endPerson(user.issuer, user.subject);
  expect(revoked).toEqual(['by itself', 'by the list', 'with the others']);
  await close();
});
