import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { describe, expect, it, vi } from 'vitest';
import type { Verdict } from '../../decision/verdict.ts';
import { nginx } from '../../dialects/nginx.ts';
import type { Question } from '../../question/question.ts';
import { createAuthEndpoint } from './auth.ts';
import { ANN, oldCall } from './old-call.fixture.ts';

const ASKED: readonly HeaderField[] = [
  ['x-original-url', 'https://app.example.com/x'],
  ['x-original-method', 'POST'],
  ['x-forwarded-uri', '/public'],
];

const ALLOWED: Verdict = {
  kind: 'allowed',
  rule: 'people',
  user: ANN,
  fields: [['X-Auth-Request-User', 'ann-1']],
};

function setUp(verdict: Verdict | Error) {
  const decide = vi.fn<(question: Question) => Promise<Verdict>>(() =>
    verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict),
  );
  const auth = createAuthEndpoint({
    reads: nginx,
    isProxy: (address) => address === '127.0.0.1',
    addressOf: () => undefined,
    decide,
  });
  return { decide, auth };
}

const fault = new DrawbridgeError('credentials_missing');

describe('/oauth2/auth', () => {
  it('asks nothing for who is no proxy', async () => {
    const { auth, decide } = setUp(ALLOWED);
    const peer = { address: '192.0.2.1' };
    expect((await auth(oldCall('/oauth2/auth', ASKED, { peer }))).status).toBe(403);
    expect(decide).not.toHaveBeenCalled();
  });

  it.each([
    ['/oauth2/auth', []],
    ['/oauth2/auth', [['x-forwarded-uri', '/public']]],
    ['/oauth2/auth?allowed_groups=a&allowed_groups=b', ASKED],
  ] as const)('refuses what it cannot read: %s with %j', async (target, headers) => {
    const { auth, decide } = setUp(ALLOWED);
    expect((await auth(oldCall(target, headers))).status).toBe(403);
    expect(decide).not.toHaveBeenCalled();
  });

  it.each([
    [{ kind: 'signIn', url: 'https://app.example.com/.drawbridge/login?url=%2Fx', fault }, 401],
    [{ kind: 'unauthorized', fault }, 401],
    [{ kind: 'forbidden', fault, user: ANN }, 403],
    [{ kind: 'unavailable', fault }, 503],
    [new DrawbridgeError('store_unavailable'), 403],
    [new Error('a bug'), 503],
  ] as const)('lets nothing through for %j', async (verdict, status) => {
    const { auth } = setUp(verdict);
    expect((await auth(oldCall('/oauth2/auth', ASKED))).status).toBe(status);
  });

  it('says 202, with what the app is told', async () => {
    const { auth, decide } = setUp(ALLOWED);
    const reply = await auth(oldCall('/oauth2/auth?allowed_groups=staff', ASKED));
    expect(reply).toEqual({
      status: 202,
      headers: [
        ['X-Auth-Request-User', 'ann-1'],
        ['cache-control', 'no-store'],
      ],
      body: null,
    });
    expect(decide.mock.calls[0]?.[0]).toMatchObject({
      host: 'app.example.com',
      target: '/x',
      method: 'POST',
    });
  });

  it('says 403 to somebody whom the address leaves out', async () => {
    const { auth } = setUp(ALLOWED);
    const reply = await auth(oldCall('/oauth2/auth?allowed_groups=admins', ASKED));
    expect(reply.status).toBe(403);
    expect(JSON.stringify(reply.headers)).not.toContain('X-Auth-Request');
  });

  it('has the address to sign in at in a 401', async () => {
    const url = 'https://app.example.com/.drawbridge/login?url=%2Fx';
    const { auth } = setUp({ kind: 'signIn', url, fault });
    const { headers } = await auth(oldCall('/oauth2/auth', ASKED));
    expect(headers).toContainEqual(['location', url]);
  });
});
