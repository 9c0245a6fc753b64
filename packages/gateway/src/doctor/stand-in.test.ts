import { describe, expect, it } from 'vitest';
import { HOST } from '../gateway.fixture.ts';
import { answerOf, examine, isFor } from './doctor.fixture.ts';
import type { Answer } from './send.ts';

const SIGN_IN = `<a href="https://${HOST}/oauth2/drawbridge/login?url=%2F">Sign in</a> Error code: <code>credentials_missing</code>`;

/** Where people sign in below /oauth2/, as the proxies of oauth2-proxy show it. */
const SHOWN: readonly (readonly [string, Answer])[] = [
  [
    'the address of the gateway',
    answerOf(302, '', [['location', `https://${HOST}/oauth2/drawbridge/login?url=%2Forders`]]),
  ],
  ['the page of the sign-in', answerOf(302, '', [['location', '/oauth2/sign_in?rd=%2Forders']])],
  [
    'the beginning of one',
    answerOf(302, '', [['location', 'https://auth.example.com/oauth2/start?rd=x']]),
  ],
  ['the page under 401', answerOf(401, SIGN_IN)],
  ['the page under 403', answerOf(403, SIGN_IN)],
  ['the page', answerOf(200, SIGN_IN)],
];

describe('a gateway in the place of oauth2-proxy', () => {
  it.each(SHOWN)('is not looked at, which is said: %s', async (_, answer) => {
    // Below /.drawbridge/ there is nothing then.
    const { finding, looks } = await examine({
      first: ({ target }) => (target.startsWith('/oauth2/') ? answerOf(404) : answer),
    });
    expect(finding).toBeUndefined();
    expect(looks[0]?.seen).toContain('people sign in below /oauth2/');
    expect(looks[0]?.seen).toContain('looks at nothing here');
    expect(new Set(looks.map(({ state }) => state))).toEqual(new Set(['not looked at']));
  });

  it('is not looked at where anybody may see the page', async () => {
    const { finding, looks } = await examine({
      first: ({ target }) =>
        target.startsWith('/orders?') ? answerOf(200, 'orders') : SHOWN[1]?.[1],
    });
    expect(finding).toBeUndefined();
    expect(looks[0]?.seen).toContain('people sign in below /oauth2/');
  });

  it('is not what an app is that sends to an address of its own there', async () => {
    const { finding } = await examine({
      first: (request) =>
        isFor(request, '/orders')
          ? answerOf(302, '', [['location', '/oauth2/authorize?client_id=x']])
          : undefined,
    });
    expect(finding?.fault).toBe('open-door');
  });

  it('is not what an app is that comes without a sign-in, and has a link there', async () => {
    const { finding } = await examine({
      first: (request) =>
        isFor(request, '/orders')
          ? answerOf(200, '<a href="/oauth2/sign_out">Sign out</a>')
          : undefined,
    });
    expect(finding?.fault).toBe('open-door');
  });
});
