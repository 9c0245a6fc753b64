import {
  type CallHead,
  DrawbridgeError,
  type HeaderField,
  type Passage,
  type Reply,
} from '@drawbridge/core';
import { createLogRecorder, createTestClock, replyJson } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInjector } from './create-injector.ts';
import type { InjectorOptions } from './injector.ts';
import { stubSource, tokenSet } from './stub-source.fixture.ts';

const TOKEN = 'planted-token';
const HOST: HeaderField = ['Host', 'localhost:8080'];

interface Given extends Partial<InjectorOptions> {
  readonly tokens?: ReturnType<typeof stubSource>;
}

function inject(given: Given = {}) {
  const { tokens = stubSource(TOKEN), ...options } = given;
  const log = createLogRecorder();
  const clock = createTestClock();
  const injector = createInjector({
    routes: [{ upstream: 'https://up.test', tokens }],
    log,
    clock,
    ...options,
  });
  const { signal } = new AbortController();
  const admit = (head: Partial<CallHead> = {}, abort = signal) =>
    injector.admit({
      method: 'GET',
      target: '/',
      headers: [HOST],
      peer: { address: undefined },
      upgrade: false,
      signal: abort,
      ...head,
    });
  return { injector, admit, log, clock, tokens };
}

function asReply(outcome: Passage | Reply): Reply {
  if ('origin' in outcome) throw new Error('the call goes on');
  return outcome;
}

function asPassage(outcome: Passage | Reply | undefined): Passage {
  if (outcome === undefined || !('origin' in outcome)) throw new Error('the call does not go on');
  return outcome;
}

const codeOf = (reply: Reply) => (replyJson(reply) as { code: string }).code;

describe('which calls go on', () => {
  it.each([
    ['by a name that a page rebound', { headers: [['Host', 'rebind.evil.test:8080']] }],
    ['by no name', { headers: [] }],
    ['by two names', { headers: [HOST, HOST] }],
    ['to another server', { target: 'http://evil.test/' }],
    ['through a tunnel', { method: 'CONNECT', target: 'evil.test:443' }],
    ['to everything', { method: 'OPTIONS', target: '*' }],
    ['of another site', { headers: [HOST, ['Sec-Fetch-Site', 'cross-site']] }],
    ['of another origin', { headers: [HOST, ['Origin', 'https://evil.test']] }],
    ['of nobody, for a WebSocket', { headers: [HOST, ['Origin', 'null']], upgrade: true }],
    ['of a preflight', { method: 'OPTIONS', headers: [HOST, ['Origin', 'https://evil.test']] }],
  ] satisfies [string, Partial<CallHead>][])('refuses one %s', async (_, head) => {
    const { admit, log } = inject();
    const reply = asReply(await admit(head));
    expect([reply.status, codeOf(reply)]).toEqual([403, 'request_forbidden']);
    expect(reply.body).toContain('the log says why');
    expect(reply.headers.map(([name]) => name)).not.toContain('access-control-allow-origin');
    expect(log.entries).toMatchObject([{ level: 'warn', event: 'call refused' }]);
  });

  it('tells the log of each name once in a while, and which setting has the names', async () => {
    const { admit, log, clock } = inject();
    const from = (host: string) => admit({ headers: [['Host', host]] });
    await Promise.all([from('a.test'), from('a.test:80'), from('b.test')]);
    expect(log.entries).toHaveLength(2);
    expect(log.text()).toContain('inject.hosts');
    clock.advance(61);
    await from('a.test');
    expect(log.entries).toHaveLength(3);
  });

  it('takes further names, and those of routes', async () => {
    const tokens = stubSource(TOKEN);
    const { admit } = inject({
      hosts: ['box.test'],
      routes: [{ upstream: 'https://up.test', tokens, host: 'api.box.test' }],
    });
    const outcome = async (host: string) => await admit({ headers: [['Host', host]] });
    expect(asPassage(await outcome('API.box.test')).origin).toBe('https://up.test');
    expect(asReply(await outcome('box.test')).status).toBe(404);
  });

  it('asks for the secret, where there is one', async () => {
    const { admit, log } = inject({ secret: 'planted-secret' });
    const reply = asReply(await admit({ headers: [HOST, ['Authorization', 'Bearer wrong']] }));
    expect(reply.status).toBe(401);
    expect(reply.headers.filter(([name]) => name === 'www-authenticate')).toEqual([
      ['www-authenticate', 'Basic realm="drawbridge"'],
    ]);
    const right = await admit({ headers: [HOST, ['Authorization', 'Bearer planted-secret']] });
    expect(JSON.stringify(asPassage(right).headers)).not.toContain('planted-secret');
    expect(log.text()).not.toContain('planted');
  });

  it('refuses a call that it has passed on before', async () => {
    const { admit, log } = inject();
    const { headers } = asPassage(await admit());
    const [, mark = ''] = headers.find(([name]) => name === 'cdn-loop') ?? [];
    const back = asReply(await admit({ headers: [HOST, ['CDN-Loop', `other, ${mark}`]] }));
    expect([back.status, codeOf(back)]).toEqual([502, 'remote_unreachable']);
    expect(log.text()).toContain('came back to this proxy');
    const elsewhere = inject();
    asPassage(await elsewhere.admit({ headers: [HOST, ['CDN-Loop', mark]] }));
  });

  it('keeps a path within what its route is for', async () => {
    const routes = [{ upstream: 'https://up.test/base', path: '/a', tokens: stubSource(TOKEN) }];
    const { admit } = inject({ routes });
    expect(asReply(await admit({ target: '/a/..%2fb' })).status).toBe(403);
    expect(asReply(await admit({ target: '/b' })).status).toBe(404);
    expect(asPassage(await admit({ target: '/a/b?c' })).target).toBe('/base/b?c');
  });

  it('ends for who knows the secret of that, and never passes its path on', async () => {
    let stopped = 0;
    const termination = { path: '/quit', secret: 'right', stop: () => (stopped += 1) };
    const { admit } = inject({ termination, secret: 'other' });
    const post = (...headers: readonly HeaderField[]) =>
      admit({ method: 'POST', target: '/quit', headers: [HOST, ...headers] });
    expect(asReply(await post()).status).toBe(401);
    expect(asReply(await admit({ target: '/quit' })).status).toBe(405);
    const page = post(['X-Drawbridge-Secret', 'right'], ['Origin', 'https://evil.test']);
    expect(asReply(await page).status).toBe(403);
    expect(stopped).toBe(0);
    expect(asReply(await post(['X-Drawbridge-Secret', 'right'])).status).toBe(202);
    expect(stopped).toBe(1);
  });

  it('tells the log once of each way in which its end was asked for, however often it was', async () => {
    const log = createLogRecorder();
    const termination = { path: '/quit', secret: 'right', stop: () => {} };
    const { admit } = inject({ termination, log });
    for (let time = 0; time < 3; time++) {
      await admit({ target: '/quit' });
      await admit({ method: 'POST', target: '/quit', headers: [HOST] });
    }
    await admit({
      method: 'POST',
      target: '/quit',
      headers: [HOST, ['X-Drawbridge-Secret', 'right']],
    });
    expect(log.entries.map(({ fields }) => fields?.['status'])).toEqual([405, 401, 202]);
  });

  it.each([
    ['a name', { hosts: ['a:1'] }],
    ['an empty secret', { secret: '' }],
    ['a secret that not all send alike', { secret: 'sésame' }],
    ['no routes', { routes: [] }],
  ])('throws for %s that is none', (_, options) => {
    expect(() => inject(options)).toThrow(TypeError);
  });
});

describe('the token', () => {
  it('goes at once where it is at hand', () => {
    const { admit } = inject();
    const outcome = admit();
    if (outcome instanceof Promise) throw new Error('it waits');
    expect(asPassage(outcome).headers).toContainEqual(['authorization', `Bearer ${TOKEN}`]);
  });

  it('is waited for where it is not', async () => {
    const tokens = stubSource(undefined, () => Promise.resolve('later'));
    const outcome = asPassage(await inject({ tokens }).admit());
    expect(outcome.headers).toContainEqual(['authorization', 'Bearer later']);
  });

  it.each([
    ['sign_in_needed', 502, undefined],
    ['token_endpoint_unavailable', 503, '5'],
    ['token_endpoint_timeout', 504, '5'],
  ] as const)('says why there is none: %s', async (code, status, wait) => {
    const fault = new DrawbridgeError(code, { detail: 'why', hint: 'what to do' });
    const { admit, log } = inject({ tokens: stubSource(undefined, () => Promise.reject(fault)) });
    const reply = asReply(await admit());
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    expect(reply.headers.find(([name]) => name === 'retry-after')?.[1]).toBe(wait);
    await admit();
    expect(log.entries).toMatchObject([
      { event: 'call not passed on', fields: { code, detail: 'why', hint: 'what to do' } },
    ]);
  });

  it('is no matter of a caller that has gone away', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    const tokens = stubSource(undefined, () => Promise.reject(new Error('gone')));
    const { admit, log } = inject({ tokens });
    asReply(await admit({}, signal));
    expect(log.entries).toEqual([]);
  });

  it.each([`${TOKEN}\r\nX-Evil: 1`, `${TOKEN} `, ''])('is not sent as %o', async (token) => {
    const { admit, log } = inject({ tokens: stubSource(token) });
    const reply = asReply(await admit());
    expect([reply.status, codeOf(reply)]).toEqual([502, 'token_endpoint_invalid']);
    expect(log.text()).not.toContain(TOKEN);
  });

  it('is not sent as Bearer where it is of another type', async () => {
    const tokens = { ...stubSource(TOKEN), peek: () => tokenSet(TOKEN, 'DPoP') };
    expect(asReply(await inject({ tokens }).admit()).status).toBe(502);
  });
});

describe('after an answer of 401', () => {
  const answer = { status: 401, headers: [] };

  it('goes once more with another token, and no third time', async () => {
    const tokens = stubSource(TOKEN, () => Promise.resolve('another'));
    const first = asPassage(await inject({ tokens }).admit({ target: '/x' }));
    const second = asPassage(await first.again(answer));
    expect(second.headers).toContainEqual(['authorization', 'Bearer another']);
    expect(second.target).toBe('/x');
    expect(tokens.asked).toMatchObject([{ refused: TOKEN }]);
    expect(await second.again(answer)).toBeUndefined();
    expect(tokens.asked).toHaveLength(1);
  });

  it('stands with the same token, or none', async () => {
    const holding = inject();
    const same = asPassage(await holding.admit());
    expect(await same.again(answer)).toBeUndefined();
    expect(await same.again(answer)).toBeUndefined();
    const event = 'token refused, and no other to be had';
    expect(holding.log.entries).toMatchObject([{ level: 'warn', event }]);
    expect(holding.log.text()).not.toContain(TOKEN);
    const fault = new DrawbridgeError('sign_in_needed');
    const { admit, log } = inject({ tokens: stubSource(TOKEN, () => Promise.reject(fault)) });
    expect(await asPassage(await admit()).again(answer)).toBeUndefined();
    expect(log.entries).toMatchObject([{ event, fields: { code: 'sign_in_needed' } }]);
  });

  it('tells nobody of a caller who left meanwhile', async () => {
    const leaving = new AbortController();
    const tokens = stubSource(TOKEN, () => {
      leaving.abort(new Error('gone'));
      return Promise.reject(new Error('gone'));
    });
    const { admit, log } = inject({ tokens });
    expect(await asPassage(await admit({}, leaving.signal)).again(answer)).toBeUndefined();
    expect(log.entries).toEqual([]);
  });
});

it('says what became of an upstream that gave no answer', async () => {
  const { admit } = inject();
  const fault = new DrawbridgeError('remote_timeout', { detail: 'why' });
  const reply = asPassage(await admit()).failed(fault);
  expect([reply.status, codeOf(reply)]).toEqual([504, 'remote_timeout']);
});

it('closes each source once', async () => {
  const tokens = stubSource(TOKEN);
  const { injector } = inject({
    routes: [
      { upstream: 'https://a.test', tokens },
      { upstream: 'https://b.test', path: '/b', tokens },
    ],
  });
  await injector.close();
  expect(tokens.closed).toBe(true);
});

it('never goes elsewhere, or with another token, whatever is called (property)', () => {
  const { admit, log } = inject({ hosts: ['box.test'] });
  const words = fc.constantFrom(
    '/',
    '//',
    'evil.test',
    'http:',
    '@',
    '\\',
    '..',
    ':',
    '?',
    '#',
    'localhost',
    ':8080',
    'a',
    '*',
    ' ',
    '\n',
  );
  const text = fc.array(words, { maxLength: 6 }).map((parts) => parts.join(''));
  const name = fc.constantFrom(
    'Host',
    'host',
    'Origin',
    'Authorization',
    'Connection',
    'X-A',
    'Sec-Fetch-Site',
    'Proxy-Authorization',
  );
  const value = fc.oneof(
    text,
    fc.constantFrom(
      'authorization',
      'localhost:8080',
      'Bearer x',
      'same-origin',
      'http://localhost:8080',
    ),
  );
  const method = fc.constantFrom('GET', 'POST', 'CONNECT', 'TRACE', 'OPTIONS');
  fc.assert(
    fc.property(
      method,
      fc.oneof(
        text,
        text.map((rest) => `/${rest}`),
      ),
      fc.array(fc.tuple(name, value), { maxLength: 5 }),
      fc.boolean(),
      fc.boolean(),
      (verb, target, fields, named, upgrade) => {
        const headers: readonly HeaderField[] = named ? [HOST, ...fields] : fields;
        const outcome = admit({ method: verb, target, headers, upgrade });
        if (outcome instanceof Promise) throw new Error('it waits');
        if (!('origin' in outcome)) {
          expect(outcome.status).toBe(403);
          return;
        }
        expect(outcome.origin).toBe('https://up.test');
        expect(outcome.target).toMatch(/^\/(?![/\\])/);
        expect(new URL(outcome.target, outcome.origin).origin).toBe('https://up.test');
        expect(outcome.headers.filter(([field]) => /^authorization$/i.test(field))).toEqual([
          ['authorization', `Bearer ${TOKEN}`],
        ]);
        expect(outcome.headers.filter(([field]) => /^host$/i.test(field))).toEqual([
          ['host', 'up.test'],
        ]);
      },
    ),
    { numRuns: 1000 },
  );
  expect(log.text()).not.toContain(TOKEN);
});
