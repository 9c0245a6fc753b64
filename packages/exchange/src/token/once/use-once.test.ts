import {
  type Audit,
  type Call,
  createDefaultEngine,
  createMemoryStore,
  decodeToken,
  DrawbridgeError,
  headerValues,
  type Reply,
  type Store,
} from '@drawbridge/core';
import { compileRules, type RuleGrant } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  replyJson,
  replyText,
  testCall,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createExchange } from '../../create-exchange.ts';
import type { Compatibility } from '../../exchange-options.ts';
import { createUseOnce } from './use-once.ts';

interface Setting {
  readonly grant?: Partial<RuleGrant>;
  readonly compatibility?: Compatibility;
  /** Puts something before the store. */
  readonly wrap?: (store: Store) => Store;
  readonly audit?: Audit;
}

async function setUp({ grant = {}, compatibility, wrap = (store) => store, audit }: Setting = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['ES256'] });
  const log = createLogRecorder();
  const memory = createMemoryStore(clock);
  const puts: { key: string; value: string; expiresAt: number }[] = [];
  const store = wrap({
    ...memory,
    put(key, value, options) {
      puts.push({ key, value, expiresAt: options.expiresAt });
      return memory.put(key, value, options);
    },
  });
  const keyRing = await createTestKeyRing({ clock, algorithms: ['ES256'] });
  const rules = await compileRules([
    {
      name: 'often',
      match: { issuer: issuer.issuer, claims: { often: true } },
      grant: { audience: 'aws' },
    },
    {
      name: 'ci',
      match: { issuer: issuer.issuer },
      grant: { audience: ['aws', 'vault'], once: true, ...grant },
    },
  ]);
  const service = createExchange({
    issuer: 'https://public.test',
    verifier: createTestVerifier(issuer),
    rules,
    keyRing,
    clock,
    log,
    store,
    ...(compatibility !== undefined && { compatibility }),
    ...(audit !== undefined && { audit }),
  });
  const post = (body: object, headers: Call['headers'] = [['accept', 'application/json']]) =>
    service.handle(
      testCall({
        method: 'POST',
        target: '/token',
        headers: [['content-type', 'application/json'], ...headers],
        body: JSON.stringify(body),
      }),
    );
  const postBare = (token: string, ...headers: Call['headers']) =>
    service.handle(
      testCall({
        method: 'POST',
        target: '/token',
        headers: [['content-type', 'application/jwt'], ...headers],
        body: token,
      }),
    );
  return { clock, issuer, log, puts, memory, post, postBare, rules, keyRing };
}

const codeOf = (reply: Reply) => (replyJson(reply) as { code: string }).code;
const handleOf = (reply: Reply) => (replyJson(reply) as { renewal_handle: string }).renewal_handle;
const headerOf = ({ headers }: Reply) => headerValues(testCall({ headers }), 'renewal-handle');
const FORM = /^dbr_[\w-]{43}$/;

describe('a token that may be used once is refused', () => {
  it('the second time, whatever is asked for, and in another spelling of its signature too', async () => {
    const { issuer, post, postBare } = await setUp();
    const claims = { jti: 'one' };
    const token = await issuer.issue(claims);
    expect((await post({ token })).status).toBe(200);
    // Another signature under the same claims: ECDSA is different each time.
    for (const again of [
      token,
      await issuer.issue(claims),
      await issuer.issue({ ...claims, x: 1 }),
    ]) {
      for (const reply of [
        await post({ token: again, audience: 'vault' }),
        await postBare(again),
      ]) {
        expect(reply.status).toBe(400);
        expect(codeOf(reply)).toBe('token_used');
      }
    }
  });

  it('when it has no jti that is a text', async () => {
    const { issuer, post, puts } = await setUp();
    for (const jti of [undefined, '', 7]) {
      expect(codeOf(await post({ token: await issuer.issue({ jti }) }))).toBe('claim_missing');
    }
    expect(puts).toEqual([]);
  });

  it('to all but one of those who use it at the same time', async () => {
    const { issuer, post } = await setUp();
    const token = await issuer.issue();
    const replies = await Promise.all(Array.from({ length: 50 }, () => post({ token })));
    const codes = replies.map((reply) => (reply.status === 200 ? 'ok' : codeOf(reply)));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'token_used')).toHaveLength(49);
  });

  it('when the store does not answer, and nothing of what was minted gets out', async () => {
    const down = () =>
      Promise.reject(new DrawbridgeError('store_unavailable', { detail: 'it is down' }));
    for (const broken of [{ get: down }, { put: down }]) {
      const { issuer, log, post } = await setUp({ wrap: (store) => ({ ...store, ...broken }) });
      const reply = await post({ token: await issuer.issue() });
      expect(reply.status).toBe(503);
      expect(reply.headers).toContainEqual(['retry-after', '5']);
      expect(replyText(reply)).not.toContain('eyJ');
      expect(log.entries.map(({ event }) => event)).toEqual(['call not served']);
    }
  });

  it('until the store has it: the answer waits', async () => {
    let written: () => void = () => {};
    const disk = new Promise<void>((done) => (written = done));
    let asked: () => void = () => {};
    const put = new Promise<void>((done) => (asked = done));
    const { issuer, log, post } = await setUp({
      wrap: (store) => ({
        ...store,
        async put(...given) {
          asked();
          await disk;
          return store.put(...given);
        },
      }),
    });
    let answered = false;
    const reply = post({ token: await issuer.issue() }).finally(() => (answered = true));
    await put;
    await new Promise((done) => setImmediate(done));
    expect([answered, log.entries.length]).toEqual([false, 0]);
    written();
    expect((await reply).status).toBe(200);
  });
});

describe('a token is not used up', () => {
  it('by a request that is refused after it was verified', async () => {
    const { issuer, post, puts } = await setUp();
    const token = await issuer.issue();
    expect(codeOf(await post({ token, alg: 'RS256' }))).toBe('algorithm_unavailable');
    expect(codeOf(await post({ token, audience: 'else' }))).toBe('target_denied');
    expect(codeOf(await post({ token, renewal_handle: `dbr_${'A'.repeat(43)}` }))).toBe(
      'renewal_invalid',
    );
    expect(puts).toEqual([]);
    expect((await post({ token })).status).toBe(200);
  });

  it('by another jti of the same issuer', async () => {
    const { issuer, post, puts } = await setUp();
    for (const jti of ['a', 'b', '["a"]', 'x'.repeat(9000)]) {
      expect((await post({ token: await issuer.issue({ jti }) })).status).toBe(200);
    }
    expect(new Set(puts.map(({ key }) => key)).size).toBe(4);
  });

  it('by another issuer that gives the same jti', async () => {
    const clock = createTestClock();
    const engine = createDefaultEngine();
    const useOnce = createUseOnce({ store: createMemoryStore(clock), engine });
    const use = async (address: string, jti: string) => {
      const issuer = await createTestIssuer({ clock, issuer: address, algorithms: ['ES256'] });
      const token = await issuer.issue({ jti });
      const upstream = await createTestVerifier(issuer).verify(token);
      const request = { token, named: false, audiences: [], issuedTokenType: '', credentials: {} };
      const grant = { rule: 'r', audiences: ['a'], claims: new Map(), lifetime: 1, once: { jti } };
      return (await useOnce(request, upstream, grant))();
    };
    expect((await use('https://a.test', 'j')).renewalHandle).toMatch(FORM);
    expect((await use('https://b.test', 'j')).renewalHandle).toMatch(FORM);
    await expect(use('https://a.test', 'j')).rejects.toMatchObject({ code: 'token_used' });
  });

  it('by a rule that does not ask for that', async () => {
    const { issuer, post, puts } = await setUp();
    const token = await issuer.issue({ often: true, jti: undefined });
    for (const time of [1, 2]) {
      const reply = await post({ token });
      expect([time, reply.status]).toEqual([time, 200]);
      expect(replyJson(reply)).not.toHaveProperty('renewal_handle');
    }
    expect(puts).toEqual([]);
  });
});

describe('a renewal handle', () => {
  it('lets the same job exchange again and again, until its token ends', async () => {
    const { clock, issuer, post } = await setUp();
    const token = await issuer.issue({ exp: clock.seconds() + 100 });
    const first = await post({ token });
    const renewal_handle = handleOf(first);
    expect(renewal_handle).toMatch(FORM);
    clock.advance(99);
    const jtis = new Set<unknown>();
    for (const audience of ['aws', 'vault']) {
      const reply = await post({ token, renewal_handle, audience });
      expect(reply.status).toBe(200);
      // It is told once: whoever renews has it.
      expect(replyText(reply)).not.toContain('dbr_');
      expect(headerOf(reply)).toEqual([]);
      const { access_token } = replyJson(reply) as { access_token: string };
      const { claims } = decodeToken(access_token);
      expect(claims['aud']).toBe(audience);
      jtis.add(claims['jti']);
    }
    expect(jtis.size).toBe(2);
    clock.advance(1);
    expect(codeOf(await post({ token, renewal_handle }))).toBe('token_expired');
  });

  it('is a header where the answer, or the request, is a bare token', async () => {
    const { issuer, postBare } = await setUp();
    const token = await issuer.issue();
    const first = await postBare(token);
    expect(first.headers).toContainEqual(['content-type', 'application/jwt']);
    const [handle = ''] = headerOf(first);
    expect(handle).toMatch(FORM);
    const again = await postBare(token, ['Renewal-Handle', handle]);
    expect(again.status).toBe(200);
    expect(headerOf(again)).toEqual([]);
  });

  it('is no good with the token of another job, used or not, and uses neither up', async () => {
    const { issuer, post, puts } = await setUp();
    const mine = await issuer.issue({ sub: 'mine' });
    const renewal_handle = handleOf(await post({ token: mine }));
    const unused = await issuer.issue({ sub: 'unused' });
    const used = await issuer.issue({ sub: 'used' });
    expect((await post({ token: used })).status).toBe(200);
    for (const token of [unused, used]) {
      expect(codeOf(await post({ token, renewal_handle }))).toBe('renewal_invalid');
    }
    expect(puts).toHaveLength(2);
    expect((await post({ token: unused })).status).toBe(200);
    expect((await post({ token: mine, renewal_handle })).status).toBe(200);
  });

  it('is no good with other claims under the same jti', async () => {
    const { clock, issuer, post } = await setUp();
    const jti = 'same';
    const renewal_handle = handleOf(await post({ token: await issuer.issue({ jti }) }));
    for (const claims of [{ sub: 'else' }, { exp: clock.seconds() + 3000 }, { x: 1 }]) {
      const token = await issuer.issue({ jti, ...claims });
      expect(codeOf(await post({ token, renewal_handle }))).toBe('renewal_invalid');
    }
    // The same claims, signed anew, are the same job's.
    const token = await issuer.issue({ jti });
    expect((await post({ token, renewal_handle })).status).toBe(200);
  });

  it('is no good with a letter changed', async () => {
    const { issuer, post } = await setUp();
    const token = await issuer.issue();
    const handle = handleOf(await post({ token }));
    const other = handle.slice(0, 10) + (handle[10] === 'A' ? 'B' : 'A') + handle.slice(11);
    expect(codeOf(await post({ token, renewal_handle: other }))).toBe('renewal_invalid');
  });

  it('is not passed over where nothing is to be renewed', async () => {
    const { issuer, log, post } = await setUp();
    const token = await issuer.issue({ often: true });
    const handle = `dbr_${'A'.repeat(43)}`;
    expect(codeOf(await post({ token, renewal_handle: handle }))).toBe('renewal_invalid');
    expect(log.text()).toContain('the rule often does not take tokens once');
  });

  it('is no good where another release wrote what is kept of it', async () => {
    const { issuer, memory, post, puts } = await setUp();
    const token = await issuer.issue();
    const renewal_handle = handleOf(await post({ token }));
    const { key = '', expiresAt = 0 } = puts.at(0) ?? {};
    await memory.put(key, '{"v":2}', { expiresAt });
    expect(codeOf(await post({ token, renewal_handle }))).toBe('renewal_invalid');
    expect(codeOf(await post({ token }))).toBe('token_used');
  });
});

describe('a token whose record cannot be kept', () => {
  /** An audit with a disk that is full for as long as it is told so. */
  function fullDisk() {
    const disk = { isFull: true };
    const audit: Audit = {
      write: () =>
        disk.isFull ? Promise.reject(new DrawbridgeError('audit_unavailable')) : Promise.resolve(),
      check: () => Promise.resolve(),
    };
    return { disk, audit };
  }

  it('is not used by that: it is exchanged once when there is room again', async () => {
    const { disk, audit } = fullDisk();
    const { issuer, post } = await setUp({ audit });
    const token = await issuer.issue();
    const failed = await post({ token });
    expect([failed.status, codeOf(failed)]).toEqual([503, 'audit_unavailable']);
    expect(replyText(failed)).not.toContain('dbr_');
    disk.isFull = false;
    expect((await post({ token })).status).toBe(200);
    expect(codeOf(await post({ token }))).toBe('token_used');
  });

  it('is still used, and still renews, when it is the renewal that has no record', async () => {
    const { disk, audit } = fullDisk();
    const { issuer, post } = await setUp({ audit });
    const token = await issuer.issue();
    disk.isFull = false;
    const renewal_handle = handleOf(await post({ token }));
    disk.isFull = true;
    expect(codeOf(await post({ token, renewal_handle }))).toBe('audit_unavailable');
    disk.isFull = false;
    expect(codeOf(await post({ token }))).toBe('token_used');
    expect((await post({ token, renewal_handle })).status).toBe(200);
  });

  it('takes back its own mark alone, and is answered with the fault of the audit when it cannot', async () => {
    const { disk, audit } = fullDisk();
    const conditions: unknown[] = [];
    const { issuer, post } = await setUp({
      audit,
      wrap: (store) => ({
        ...store,
        delete(_key, options) {
          conditions.push(options?.if);
          return Promise.reject(new DrawbridgeError('store_unavailable'));
        },
      }),
    });
    const token = await issuer.issue();
    expect(codeOf(await post({ token }))).toBe('audit_unavailable');
    expect(conditions).toEqual([{ version: expect.any(String) as string }]);
    disk.isFull = false;
    expect(codeOf(await post({ token }))).toBe('token_used');
  });
});

describe('what is kept', () => {
  it('is hashes, under a key that a store takes, beyond the end of the token', async () => {
    const { clock, issuer, puts, post } = await setUp();
    const jti = 'PLANTED/ ä';
    const token = await issuer.issue({ jti, sub: 'PLANTED', exp: clock.seconds() + 60 });
    const handle = handleOf(await post({ token }));
    expect(puts).toEqual([
      {
        key: expect.stringMatching(/^once\/[\w-]{43}$/),
        value: expect.stringMatching(/^\{"v":1,"handle":"[\w-]{43}","claims":"[\w-]{43}"\}$/),
        // A leeway is 300 seconds at most.
        expiresAt: clock.seconds() + 360,
      },
    ]);
    const kept = JSON.stringify(puts);
    expect(kept).not.toContain('PLANTED');
    expect(kept).not.toContain(handle.slice(4));
  });

  it('has no handle in the log, whatever becomes of it', async () => {
    const { issuer, log, post } = await setUp();
    const token = await issuer.issue();
    const handle = handleOf(await post({ token }));
    const other = await issuer.issue();
    await post({ token, renewal_handle: handle });
    await post({ token: other, renewal_handle: handle });
    await post({ token, renewal_handle: `${handle}x` });
    await post({ token, renewal_handle: [handle] });
    expect(log.entries).toHaveLength(5);
    expect(log.text()).not.toContain(handle.slice(4, 20));
  });
});

describe('as oidc-token-proxy', () => {
  it('a token is used once too, and the handle is a header or a member', async () => {
    const { issuer, post, postBare } = await setUp({ compatibility: 'oidc-token-proxy' });
    const token = await issuer.issue();
    const [handle = ''] = headerOf(await post({ token }));
    expect(handle).toMatch(FORM);
    const used = await post({ token });
    expect([used.status, codeOf(used)]).toEqual([403, 'token_used']);
    expect((await post({ token, renewal_handle: handle })).status).toBe(200);
    expect((await post({ token }, [['renewal-handle', handle]])).status).toBe(200);
    expect((await postBare(token, ['renewal-handle', handle])).status).toBe(200);
    const wrong = await post({ token: await issuer.issue(), renewal_handle: handle });
    expect([wrong.status, codeOf(wrong)]).toEqual([403, 'renewal_invalid']);
  });
});

describe('createExchange', () => {
  it('refuses a rule that takes tokens once without a store', async () => {
    const { clock, issuer, keyRing, log, rules } = await setUp();
    const options = { issuer: 'https://public.test', rules, keyRing, clock, log };
    expect(() => createExchange({ ...options, verifier: createTestVerifier(issuer) })).toThrow(
      new TypeError('a rule takes a token once, and there is no store to remember it'),
    );
  });
});
