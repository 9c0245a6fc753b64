import { createMemoryStore, type Call, DrawbridgeError, type Store } from '@drawbridge/core';
import { compileRules } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  replyJson,
  testCall,
} from '@drawbridge/testing';
import { describe, expect, it, vi } from 'vitest';
import { createExchange } from '../../create-exchange.ts';
import type { RateLimits } from './rate-limits.ts';

interface Setting {
  readonly proxies?: readonly string[];
  readonly store?: (store: Store) => Store | undefined;
}

async function setUp(rateLimits: RateLimits, { proxies, store: wrap = (s) => s }: Setting = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['ES256'] });
  const log = createLogRecorder();
  const store = wrap(createMemoryStore(clock));
  const verifier = createTestVerifier(issuer);
  const verify = vi.spyOn(verifier, 'verify');
  const service = createExchange({
    issuer: 'https://public.test',
    verifier,
    rules: await compileRules([
      { name: 'r', match: { issuer: issuer.issuer }, grant: { audience: 'aws' } },
    ]),
    keyRing: await createTestKeyRing({ clock, algorithms: ['ES256'] }),
    clock,
    log,
    rateLimits,
    ...(store !== undefined && { store }),
    ...(proxies !== undefined && { trustedProxies: { proxies } }),
  });
  const post = async (body: string, address = '192.0.2.1', headers: Call['headers'] = []) => {
    const reply = await service.handle(
      testCall({
        method: 'POST',
        target: '/token',
        headers: [['content-type', 'application/jwt'], ...headers],
        body,
        address,
      }),
    );
    return reply.status === 200 ? 'ok' : (replyJson(reply) as { code: string }).code;
  };
  return { clock, issuer, log, service, post, verify };
}

const TWO = { requests: 2, seconds: 60 };
const behind = (address: string) => [['x-forwarded-for', address]] as const;

describe('a limit by address', () => {
  it('counts every call of /token and no other, before anything of it is read', async () => {
    const { issuer, log, service, post, verify } = await setUp({ perAddress: TWO });
    const token = await issuer.issue();
    await service.handle(testCall({ target: '/.well-known/jwks.json' }));
    expect(await post('x')).toBe('token_malformed');
    expect(await post(token)).toBe('ok');
    expect(await post(token)).toBe('rate_limited');
    expect(await post('')).toBe('rate_limited');
    expect(verify).toHaveBeenCalledTimes(2);
    expect(await post(token, '192.0.2.2')).toBe('ok');
    // One line of those over the limit.
    const limited = log.entries.filter(({ fields }) => fields['code'] === 'rate_limited');
    expect(limited.map(({ level }) => level)).toEqual(['info', 'debug']);
    expect(limited[0]?.fields).toMatchObject({ client: '192.0.2.1', status: 429 });
  });

  it('says when to come back', async () => {
    const { clock, service, post } = await setUp({ perAddress: { requests: 1, seconds: 100 } });
    clock.advance(100 - (clock.seconds() % 100) + 30);
    await post('x');
    const reply = await service.handle(testCall({ method: 'POST', target: '/token' }));
    expect(reply.status).toBe(429);
    expect(reply.headers).toContainEqual(['retry-after', '70']);
    clock.advance(70);
    expect(await post('x')).toBe('token_malformed');
  });

  it('counts a /64 of IPv6 as one, and IPv4 in any spelling', async () => {
    const { post } = await setUp({ perAddress: TWO });
    expect(await post('x', '2001:db8:0:1::1')).toBe('token_malformed');
    expect(await post('x', '2001:db8:0:1:ffff::2')).toBe('token_malformed');
    expect(await post('x', '2001:db8:0:1::3')).toBe('rate_limited');
    expect(await post('x', '2001:db8:0:2::1')).toBe('token_malformed');
    await post('x', '192.0.2.9');
    await post('x', '::ffff:192.0.2.9');
    expect(await post('x', '::ffff:c000:209')).toBe('rate_limited');
  });

  it('is not escaped by a header that nobody trusts', async () => {
    const { post } = await setUp({ perAddress: TWO });
    const calls = ['6.0.0.1', '6.0.0.2', '6.0.0.3'].map((spoofed) =>
      post('x', undefined, behind(spoofed)),
    );
    expect((await Promise.all(calls)).filter((code) => code === 'rate_limited')).toHaveLength(1);
  });

  it('counts who stands behind a trusted proxy, and not whom they name before themselves', async () => {
    const { log, post } = await setUp({ perAddress: TWO }, { proxies: ['10.0.0.0/8'] });
    const from = (forwarded: string) => post('x', '10.0.0.1', behind(forwarded));
    expect(await from('6.0.0.1, 192.0.2.1')).toBe('token_malformed');
    expect(await from('6.0.0.2, 192.0.2.1')).toBe('token_malformed');
    expect(await from('6.0.0.3, 192.0.2.1')).toBe('rate_limited');
    expect(await from('192.0.2.2')).toBe('token_malformed');
    expect(log.entries.map(({ fields }) => fields['client'])).toEqual([
      '192.0.2.1',
      '192.0.2.1',
      '192.0.2.1',
      '192.0.2.2',
    ]);
  });
});

describe('limits by subject and issuer', () => {
  it('count verified tokens alone: nobody uses up what another may ask for', async () => {
    const { issuer, post } = await setUp({ perSubject: TWO, perIssuer: TWO });
    const token = await issuer.issue();
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`;
    for (const _ of [1, 2, 3]) expect(await post(forged)).toBe('signature_invalid');
    expect([await post(token), await post(token), await post(token)]).toEqual([
      'ok',
      'ok',
      'rate_limited',
    ]);
  });

  it('keep a subject over its limit from using up that of its issuer', async () => {
    const { issuer, post } = await setUp({
      perSubject: TWO,
      perIssuer: { requests: 3, seconds: 60 },
    });
    const loud = await issuer.issue({ sub: 'loud' });
    for (const code of ['ok', 'ok', 'rate_limited', 'rate_limited']) {
      expect(await post(loud)).toBe(code);
    }
    expect(await post(await issuer.issue({ sub: 'quiet' }))).toBe('ok');
    expect(await post(await issuer.issue({ sub: 'third' }))).toBe('rate_limited');
  });

  it('tell the log whose tokens there were too many of', async () => {
    const { issuer, log, post } = await setUp({ perSubject: { requests: 1, seconds: 60 } });
    await post(await issuer.issue({ sub: 'loud' }));
    await post(await issuer.issue({ sub: 'loud' }));
    expect(log.entries[1]).toMatchObject({
      level: 'info',
      event: 'call refused',
      fields: {
        detail:
          'there were more than 1 requests in 60 seconds with tokens of https://issuer.test for "loud"',
      },
    });
  });
});

describe('with a store that does not answer', () => {
  it.each<[string, RateLimits]>([
    ['by address', { perAddress: TWO }],
    ['by issuer', { perIssuer: TWO }],
    ['by subject', { perSubject: TWO }],
  ])('a limit %s lets nobody through', async (_, limits) => {
    const add = () => Promise.reject(new DrawbridgeError('store_unavailable'));
    const { issuer, post } = await setUp(limits, { store: (store) => ({ ...store, add }) });
    expect(await post(await issuer.issue())).toBe('store_unavailable');
  });
});

describe('createExchange refuses', () => {
  it.each<[string, RateLimits]>([
    ['no requests', { perAddress: { requests: 0, seconds: 1 } }],
    ['half a second', { perIssuer: { requests: 1, seconds: 0.5 } }],
    ['a limit that is no number', { perSubject: { requests: Number.NaN, seconds: 1 } }],
  ])('%s', async (_, limits) => {
    await expect(setUp(limits)).rejects.toThrow(TypeError);
  });

  it('a limit without a store', async () => {
    await expect(setUp({ perIssuer: TWO }, { store: () => undefined })).rejects.toThrow(
      new TypeError('there is a rate limit, and no store to count in'),
    );
  });
});
