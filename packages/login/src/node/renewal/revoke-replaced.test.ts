import { EventEmitter, once } from 'node:events';
import { DrawbridgeError, epochSeconds, systemClock } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { createLogRecorder } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewLogin } from '../../kept/logins.ts';
import type { OpenLoginsOptions } from '../open-logins.ts';
import { createTestData, loginOf, type TestData } from '../logins.fixture.ts';

let folder: TestData;
beforeEach(async () => {
  folder = await createTestData();
});
afterEach(() => folder.remove());

type Change = Partial<NewLogin['settings']>;

/** A login with a refresh token. */
function renewable(name: string, sub = 'ann', change: Change = {}, refreshToken = `of-${sub}`) {
  const login = loginOf(name, sub);
  return {
    ...login,
    settings: { ...login.settings, ...change },
    tokens: { ...login.tokens, refreshToken },
  };
}

/** A provider in this process that ends tokens, or answers otherwise. */
function createProvider(answer: () => Response | Promise<Response> = () => new Response()) {
  const ended: string[] = [];
  const log = createLogRecorder();
  const http: Partial<HttpClient> = {
    fetchDocument: async (url) => {
      const issuer = new URL(url).origin;
      const document = { issuer, revocation_endpoint: `${issuer}/end` };
      return { status: 200, body: Buffer.from(JSON.stringify(document)) };
    },
    tokens: () => async (_, init) => {
      ended.push(String(new URLSearchParams(String(init?.body)).get('token')));
      return answer();
    },
    close: () => Promise.resolve(),
  };
  const open = (options: Partial<OpenLoginsOptions> = {}) =>
    folder.open({ http: () => Promise.resolve(http as HttpClient), log, ...options });
  const told = () => log.entries.filter(({ level }) => level === 'warn');
  return { ended, http, open, told };
}

/** Keeps logins, one after another. */
async function keepAll(
  open: ReturnType<typeof createProvider>['open'],
  ...all: readonly NewLogin[]
): Promise<void> {
  const logins = open();
  for (const login of all) await logins.keep(login);
  await logins.close();
}

describe('a sign-in of which a login is kept anew is not ended by its provider', () => {
  const [first, mallory] = [renewable('dev'), renewable('dev', 'mallory')];
  it.each<[string, readonly NewLogin[]]>([
    ['where it is the same, by another refresh token', [first, renewable('dev', 'ann', {}, 'new')]],
    ['where another login uses it', [first, renewable('ops'), mallory]],
    [
      'where the new one has another scope: both may be of one grant',
      [first, renewable('dev', 'ann', { scope: 'openid' })],
    ],
    [
      'where another login is of the same person at the same client',
      [first, renewable('ops', 'ann', { scope: 'openid' }), mallory],
    ],
  ])('%s', async (_, all) => {
    const { ended, open, told } = createProvider();
    await keepAll(open, ...all);
    expect([ended, told()]).toEqual([[], []]);
    for (const { name } of all) {
      expect((await open().tokens(name)).idToken).toBe(
        all.findLast((each) => each.name === name)?.tokens.idToken,
      );
    }
  });
});

describe('a login is kept, and a person is told in a sentence', () => {
  const refused = () => Response.json({ error: 'invalid_client' }, { status: 401 });
  it.each<[string, () => Response, RegExp]>([
    ['refuses', refused, /invalid_client/],
    ['is down', () => new Response(null, { status: 503 }), /503/],
  ])('where the provider of the one before %s', async (_, answer, why) => {
    const { open, told } = createProvider(answer);
    await keepAll(open, renewable('dev'), renewable('dev', 'bob'));
    expect(told()).toMatchObject([
      {
        event: expect.stringContaining('may live on') as string,
        fields: {
          issuer: 'https://op.example.com',
          detail: expect.stringMatching(why) as string,
        },
      },
    ]);
    expect(JSON.stringify(told())).not.toMatch(/of-ann/);
    expect((await open().tokens('dev')).accessToken).toBe('access-of-bob');
  });

  it('where there is no network', async () => {
    const { open, told } = createProvider();
    const offline = { http: () => Promise.reject(new DrawbridgeError('upstream_unreachable')) };
    await keepAll(() => open(offline), renewable('dev'), renewable('dev', 'bob'));
    expect(told()).toHaveLength(1);
    expect((await open().read('dev'))?.person.subject).toBe('bob');
  });

  it('unless its client was registered, and is lost to the provider', async () => {
    const { open, told, ended } = createProvider(refused);
    const lost = renewable('dev', 'ann', { clientId: 'lost', isRegistered: true });
    await keepAll(open, lost, renewable('dev'));
    expect([ended, told()]).toEqual([['of-ann', 'access-of-ann'], []]);
  });
});

it('has no login wait for a provider that takes its time, but the end', async () => {
  const provider = new EventEmitter();
  const { open, ended } = createProvider(async () => {
    provider.emit('asked');
    await once(provider, 'answered');
    return new Response();
  });
  const asked = once(provider, 'asked');
  const logins = open();
  await logins.keep(renewable('dev'));
  await logins.keep(renewable('dev', 'bob'));
  let isClosed = false;
  const closed = logins.close().then(() => (isClosed = true));
  await asked;
  expect([ended, isClosed]).toEqual([['of-ann'], false]);
  const next = once(provider, 'asked');
  provider.emit('answered');
  await next;
  provider.emit('answered');
  await closed;
});

it.each<[string, Change, string]>([
  ['person', {}, 'bob'],
  ['client', { clientId: 'other' }, 'ann'],
  ['provider', { issuer: 'https://new.example.com' }, 'ann'],
])('ends the sign-in before of another %s once', async (_, to, sub) => {
  const { ended, open, told } = createProvider();
  await keepAll(open, renewable('dev'), renewable('dev', sub, to));
  expect(ended).toEqual(['of-ann', 'access-of-ann']);
  await keepAll(open, renewable('dev', sub, to, 'newer'));
  expect(ended).toHaveLength(2);
  expect(told()).toEqual([]);
});

it('hands the new tokens to who has begun with the sign-in that is replaced', async () => {
  const { open, http } = createProvider();
  const provider = new EventEmitter();
  const fetchDocument = async () => {
    provider.emit('asked');
    await once(provider, 'answered');
    throw new DrawbridgeError('upstream_unreachable');
  };
  const slow = open({ http: async () => ({ ...http, fetchDocument }) as unknown as HttpClient });
  const asked = once(provider, 'asked');
  const over = loginOf('dev', 'ann', epochSeconds(systemClock) - 7200);
  await slow.keep({ ...over, tokens: { ...over.tokens, refreshToken: 'of-ann' } });
  const got = Promise.all([slow.tokens('dev'), slow.credentials('dev')]);
  await asked;
  const kept = keepAll(open, renewable('dev', 'bob'));
  while ((await open().read('dev'))?.person.subject !== 'bob');
  // The sign-in before is ended once nobody renews it any more.
  provider.emit('answered');
  const [tokens, credentials] = await got;
  expect(tokens.accessToken).toBe('access-of-bob');
  expect(credentials.accessKeyId).toBe('ASIA-dev');
  await kept;
});
