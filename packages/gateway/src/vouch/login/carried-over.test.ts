import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { GO_SESSION_DATE, GO_SESSION_KEY, GO_SESSIONS } from '../session/go-sessions.fixture.ts';
import { fieldNamed, setUpVouch } from '../vouch.fixture.ts';

const [{ value, session }] = GO_SESSIONS as [(typeof GO_SESSIONS)[number]];
const { state = '', codeVerifier } = session ?? {};

/** Comes back from the provider in a browser that a Vouch Proxy had sent there. */
async function comeBack(later: number, ...parts: Parameters<typeof setUpVouch>) {
  const vouch = setUpVouch(...parts);
  vouch.clock.step(GO_SESSION_DATE + later - vouch.clock.seconds());
  const query = new URLSearchParams({ state, redirect_uri: 'https://vouch.example.com/auth' });
  const { search } = new URL(vouch.provider.answer(`https://id.test/authorize?${query}`));
  const attempts: unknown[] = [];
  const { identify } = vouch.provider;
  vouch.provider.identify = (code, attempt) => {
    attempts.push(attempt);
    return identify.call(vouch.provider, code, attempt);
  };
  const headers = [
    ['host', 'vouch.example.com'],
    ['cookie', `VouchSession=${value}`],
  ] as const;
  const ask = () => vouch.gateway.handle(testCall({ target: `/auth/${state}/${search}`, headers }));
  return { ask, attempts };
}

describe('a sign-in that a Vouch Proxy began', () => {
  it('goes on, with what it was begun with, and once', async () => {
    const { ask, attempts } = await comeBack(10, {}, { gorillaKey: GO_SESSION_KEY });
    const reply = await ask();
    expect(reply.status).toBe(302);
    expect(fieldNamed(reply, 'location')).toBe('https://app.example.com/path?x=1&y=%C3%BC');
    const redirectUri = 'https://vouch.example.com/auth';
    expect(attempts).toEqual([{ state, nonce: undefined, codeVerifier, redirectUri }]);
    expect((await ask()).status).toBe(400);
  });

  it.each<[string, number, Parameters<typeof setUpVouch>]>([
    ['without its key', 10, [{}, {}]],
    ['with another key', 10, [{}, { gorillaKey: 'another' }]],
    ['with an empty key', 10, [{}, { gorillaKey: '' }]],
    ['too late', 400, [{}, { gorillaKey: GO_SESSION_KEY }]],
    [
      'to where nobody is led any more',
      10,
      [{ domains: ['other.test'] }, { gorillaKey: GO_SESSION_KEY }],
    ],
  ])('does not go on %s', async (_, later, parts) => {
    const { ask, attempts } = await comeBack(later, ...parts);
    expect((await ask()).status).toBe(400);
    expect(attempts).toEqual([]);
  });
});
