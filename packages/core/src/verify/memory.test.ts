import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import {
  createTestClock,
  createTestIssuer,
  createTestVerifier,
  forgeHostileTokens,
  trust,
} from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { createKeySet } from '../jwks/key-set.ts';
import type { KeySource } from '../jwks/key-source.ts';
import type { UpstreamIssuer } from './upstream-issuer.ts';
import { VerifiedToken } from './verified-token.ts';
import { createVerifier, type Verifier } from './verifier.ts';

const nodeEngine = createDefaultEngine();
/** As on a runtime where nothing is hashed or verified at once. */
const slowEngine: Engine = {
  ...nodeEngine,
  verify: async (key, data, signature) => nodeEngine.verify(key, data, signature),
  sha256: async (data) => nodeEngine.sha256(data),
  sha256Text: async (text) => nodeEngine.sha256Text(text),
};

interface SetUp {
  readonly engine?: Engine;
  readonly changes?: Partial<UpstreamIssuer>;
  readonly maxTokens?: number;
  readonly maxAge?: number;
}

async function setUp({ engine = nodeEngine, changes, maxTokens = 100, maxAge = 300 }: SetUp = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['ES256'], keyName: 'remembered' });
  const verify = vi.fn(engine.verify);
  const verifier = createVerifier({
    issuers: [trust(issuer, changes)],
    engine: { ...engine, verify },
    clock,
    cache: { maxTokens, maxAge },
  });
  return { clock, issuer, verifier, judged: () => verify.mock.calls.length };
}

/** What a verifier comes to: a code, or what the token says. */
async function outcome(verifier: Verifier, token: string): Promise<string> {
  return verifier.verify(token).then(
    (verified) => JSON.stringify([verified.header, verified.claims, verified.fingerprint]),
    (error: { code?: string; token?: string; message: string }) =>
      `${error.code} ${error.token} ${error.message}`,
  );
}

describe.each([
  ['that answers at once', nodeEngine],
  ['that answers by promise', slowEngine],
])('a verifier that remembers, on an engine %s,', (_, engine) => {
  it('judges a token once', async () => {
    const { issuer, verifier, judged } = await setUp({ engine });
    const text = await issuer.issue();
    const token = await verifier.verify(text);
    expect(await verifier.verify(text)).toBe(token);
    expect(judged()).toBe(1);
    expect(token.fingerprint).toBe(createHash('sha256').update(text).digest('hex').slice(0, 12));
    await verifier.verify(await issuer.issue());
    expect(judged()).toBe(2);
  });

  it('judges as one that does not, before and after a good token was remembered', async () => {
    const { issuer, verifier } = await setUp({ engine });
    const plain = createTestVerifier(issuer);
    const good = await issuer.issue();
    const hostile = await forgeHostileTokens(issuer);
    for (let round = 0; round < 2; round++) {
      for (const { name, token } of hostile) {
        const found = await outcome(verifier, token);
        expect(found, name).toBe(await outcome(plain, token));
      }
      expect(await outcome(verifier, good)).toBe(await outcome(plain, good));
    }
  });

  it('remembers a token that is whole, and none that is changed (property)', async () => {
    const { issuer, verifier } = await setUp({ engine });
    const plain = createTestVerifier(issuer);
    const good = await issuer.issue();
    const added = fc.oneof(
      fc.constantFrom(' ', '=', '\n', '\0', '\ud800', '\ufffd'),
      fc.string({ unit: anyCharacter, maxLength: 3 }),
    );
    await verifier.verify(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length), fc.nat(3), added, async (at, cut, more) => {
        const token = good.slice(0, at) + more + good.slice(at + cut);
        fc.pre(token !== good);
        expect(await outcome(verifier, token)).toBe(await outcome(plain, token));
      }),
      { numRuns: 300 },
    );
  });

  it('judges as one that does not while clock and keys do as they like (property)', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('advance' as const), by: fc.nat(200) }),
      fc.record({ kind: fc.constant('step' as const), by: fc.integer({ min: -400, max: 400 }) }),
      fc.record({ kind: fc.constant('issue' as const), by: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ kind: fc.constant('rotate' as const), by: fc.nat(1) }),
      fc.record({ kind: fc.constant('ask' as const), by: fc.nat(5) }),
    );
    const options = { maxTokenAge: 250, leeway: 20 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const { clock, issuer } = await setUp({ engine });
        // Not loaded behind: both must find the same keys at each step.
        const keysNow = () => createKeySet(issuer.jwks().keys, 'here', engine);
        let current = keysNow();
        const keys: KeySource = { find: (alg, kid) => current.find(alg, kid) };
        const shared = trust(issuer, { ...options, keys });
        const plain = createVerifier({ issuers: [shared], engine, clock });
        const cache = { maxTokens: 3, maxAge: 100 };
        const verifier = createVerifier({ issuers: [shared], engine, clock, cache });
        const tokens: string[] = [await issuer.issue()];
        for (const { kind, by } of steps) {
          if (kind === 'advance') clock.advance(by);
          else if (kind === 'step') clock.step(by);
          else if (kind === 'rotate') {
            await issuer.rotate(by === 1);
            current = keysNow();
          } else if (kind === 'issue') {
            tokens.push(await issuer.issue({ exp: clock.seconds() + by, nbf: clock.seconds() }));
          }
          for (const token of tokens.slice(-4)) {
            expect(await outcome(verifier, token)).toBe(await outcome(plain, token));
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 30_000);

  it.each([
    ['its exp and the leeway are over', {}, 100, 129, 'token_expired'],
    ['it is too old', { maxTokenAge: 60 }, 300, 89, 'token_too_old'],
  ])('remembers a token until %s', async (_title, changes, lifetime, last, code) => {
    const { clock, issuer, verifier, judged } = await setUp({ engine, changes });
    const text = await issuer.issue({ exp: clock.seconds() + lifetime });
    await verifier.verify(text);
    clock.advance(last);
    await verifier.verify(text);
    expect(judged()).toBe(1);
    clock.advance(1);
    await expect(verifier.verify(text)).rejects.toMatchObject({ code });
  });

  it('judges anew after the time that it is told, and when the clock was set back', async () => {
    const { clock, issuer, verifier, judged } = await setUp({ engine, maxAge: 60 });
    const text = await issuer.issue({ nbf: clock.seconds() });
    await verifier.verify(text);
    clock.advance(60);
    await verifier.verify(text);
    expect(judged()).toBe(2);
    clock.step(-61);
    await verifier.verify(text);
    expect(judged()).toBe(3);
    clock.step(-30);
    await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'token_not_yet_valid' });
  });

  it('goes by the moment at which a token was judged, whatever the clock did until it was remembered', async () => {
    const { clock, issuer, verifier } = await setUp({
      engine,
      changes: {
        check() {
          clock.step(-60);
          return undefined;
        },
      },
    });
    const text = await issuer.issue({ nbf: clock.seconds() });
    await verifier.verify(text);
    await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'token_not_yet_valid' });
  });

  it('remembers nothing of a key that is gone', async () => {
    const { clock, issuer, verifier } = await setUp({ engine });
    const text = await issuer.issue({ exp: clock.seconds() + 86_400 });
    await verifier.verify(text);
    await issuer.rotate(false);
    // Another token makes the new keys known.
    clock.advance(30);
    await verifier.verify(await issuer.issue());
    await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'key_unknown' });
  });

  it('has keys renewed although every token is remembered', async () => {
    const { clock, issuer, verifier } = await setUp({ engine, maxAge: 86_400 });
    const text = await issuer.issue({ exp: clock.seconds() + 86_400 });
    await verifier.verify(text);
    expect(issuer.requests.jwks).toBe(1);
    clock.advance(600);
    await verifier.verify(text);
    await vi.waitFor(() => expect(issuer.requests.jwks).toBe(2));
  });

  it('asks the check of its issuer once, and after everything else', async () => {
    const asked = vi.fn();
    const { issuer, verifier } = await setUp({ engine, changes: { check: asked } });
    const text = await issuer.issue();
    for (const { token, name } of await forgeHostileTokens(issuer)) {
      await expect(verifier.verify(token), name).rejects.toThrow();
    }
    expect(asked).not.toHaveBeenCalled();
    const token = await verifier.verify(text);
    expect(await verifier.verify(text)).toBe(token);
    expect(asked.mock.calls).toEqual([[token]]);
  });

  it('does not remember what the check of its issuer refuses, and names it', async () => {
    const check = () => {
      throw new DrawbridgeError('client_not_allowed', { detail: 'not this one', hint: 'none' });
    };
    const { issuer, verifier, judged } = await setUp({ engine, changes: { check } });
    const text = await issuer.issue();
    for (let round = 1; round <= 2; round++) {
      await expect(verifier.verify(text)).rejects.toMatchObject({
        code: 'client_not_allowed',
        message: 'not this one',
        hint: 'none',
        issuer: issuer.issuer,
        token: createHash('sha256').update(text).digest('hex').slice(0, 12),
      });
      expect(judged()).toBe(round);
    }
  });

  it('lets nobody change what the next one sees', async () => {
    const { issuer, verifier } = await setUp({ engine });
    const text = await issuer.issue({ groups: ['a'], realm: { roles: ['b'] } });
    for (let round = 0; round < 2; round++) {
      const token = await verifier.verify(text);
      const groups = token.claim('groups') as string[];
      const { roles } = token.claim('realm') as { roles: string[] };
      expect(() => groups.push('admin')).toThrow(TypeError);
      expect(() => roles.push('admin')).toThrow(TypeError);
      expect(() => Object.assign(token.claims, { sub: 'mallory' })).toThrow(TypeError);
      expect(() => Object.assign(token.header, { kid: 'other' })).toThrow(TypeError);
      expect(() => Object.assign(token, { issuer: 'https://other.test' })).toThrow(TypeError);
    }
  });

  it('judges at most once each of many that come at once, and answers all', async () => {
    const { issuer, verifier, judged } = await setUp({ engine });
    const [one, two] = [await issuer.issue({ sub: 'one' }), await issuer.issue({ sub: 'two' })];
    const texts = Array.from({ length: 40 }, (_none, index) => (index % 2 === 0 ? one : two));
    const tokens = await Promise.all(texts.map((text) => verifier.verify(text)));
    expect(tokens.map((token) => token.claim('sub'))).toEqual(
      texts.map((text) => (text === one ? 'one' : 'two')),
    );
    expect(judged()).toBeLessThanOrEqual(40);
  });

  it('keeps no text of a token', async () => {
    const { issuer, verifier } = await setUp({ engine });
    const token = await verifier.verify(await issuer.issue());
    expect(inspect(token, { depth: null, showHidden: true, maxStringLength: null })).not.toMatch(
      /eyJ[\w-]*\./,
    );
    await expect(verifier.verify('x'.repeat(20_001))).rejects.toMatchObject({
      code: 'token_too_large',
    });
  });

  it('forgets the oldest when there are too many', async () => {
    const { issuer, verifier, judged } = await setUp({ engine, maxTokens: 2 });
    const texts = [await issuer.issue(), await issuer.issue(), await issuer.issue()] as const;
    for (const text of texts) await verifier.verify(text);
    await verifier.verify(texts[1]);
    await verifier.verify(texts[2]);
    expect(judged()).toBe(3);
    await verifier.verify(texts[0]);
    expect(judged()).toBe(4);
  });
});

describe('a verifier', () => {
  const { verify } = nodeEngine;

  async function withKeys(find: (real: KeySource) => KeySource['find']) {
    const clock = createTestClock();
    const issuer = await createTestIssuer({ clock, algorithms: ['ES256'] });
    const trusted = trust(issuer);
    const keys = { find: find(trusted.keys) };
    const verifier = createVerifier({
      issuers: [{ ...trusted, keys }],
      engine: { ...nodeEngine, verify },
      clock,
      cache: { maxTokens: 10, maxAge: 60 },
    });
    const text = await issuer.issue();
    return { clock, issuer, verifier, text };
  }

  it.each([
    ['that remembers', { maxTokens: 10, maxAge: 60 }],
    ['that does not', undefined],
  ])('%s answers at once where nothing is to be waited for', async (_, cache) => {
    const issuer = await createTestIssuer({ algorithms: ['ES256'] });
    const keys = createKeySet(issuer.jwks().keys, 'here', nodeEngine);
    const issuers = [trust(issuer, { keys })];
    const verifier = createVerifier({
      issuers,
      engine: nodeEngine,
      ...(cache !== undefined && { cache }),
    });
    // The key is imported for the first.
    await verifier.verify(await issuer.issue());
    const text = await issuer.issue();
    const unseen = verifier.verifySoon(text);
    expect(unseen).toBeInstanceOf(VerifiedToken);
    const seen = verifier.verifySoon(text);
    expect(seen === unseen).toBe(cache !== undefined);
    expect(Object.isFrozen((seen as VerifiedToken).claims)).toBe(cache !== undefined);
  });

  it.each([
    ['on an engine that answers at once', nodeEngine],
    ['on an engine that answers by promise', slowEngine],
  ])('never throws at once, %s', async (_, engine) => {
    const { issuer, verifier } = await setUp({ engine });
    for (const { name, token, code } of await forgeHostileTokens(issuer)) {
      const verdict = verifier.verifySoon(token);
      expect(verdict, name).toBeInstanceOf(Promise);
      await expect(verdict, name).rejects.toMatchObject({ code });
    }
  });

  it('waits for keys that come by promise, and remembers all the same', async () => {
    const { verifier, text } = await withKeys((real) => async (alg, kid) => real.find(alg, kid));
    const token = await verifier.verify(text);
    const again = verifier.verifySoon(text);
    expect(again).toBeInstanceOf(Promise);
    expect(await again).toBe(token);
  });

  it.each([
    ['throws', false],
    ['rejects', true],
  ])('tells of a remembered token that the source of its keys %s', async (_, later) => {
    let down = false;
    const fault = new Error('down');
    const { verifier, text } = await withKeys((real) => (alg, kid) => {
      if (!down) return real.find(alg, kid);
      if (later) return Promise.reject(fault);
      throw fault;
    });
    await verifier.verify(text);
    down = true;
    await expect(verifier.verify(text)).rejects.toBe(fault);
  });

  it.each(['at once', 'by promise'])(
    'names the token and its issuer in a fault of its keys, %s',
    async (when) => {
      let down = false;
      const fault = new DrawbridgeError('upstream_unreachable', { detail: 'down' });
      const { issuer, verifier, text } = await withKeys((real) => (alg, kid) => {
        if (!down) return real.find(alg, kid);
        if (when === 'by promise') return Promise.reject(fault);
        throw fault;
      });
      const token = await verifier.verify(text);
      down = true;
      await expect(verifier.verify(text)).rejects.toMatchObject({
        code: 'upstream_unreachable',
        issuer: issuer.issuer,
        token: token.fingerprint,
      });
    },
  );

  it.each([
    ['that is gone', 0, 'key_unknown'],
    ['whose name another has', 1, 'signature_invalid'],
  ])('takes no token of a key %s, where keys come at once', async (_, count, code) => {
    const now: { keys?: KeySource } = {};
    const { issuer, verifier, text } = await withKeys(
      (real) => (alg, kid) => (now.keys ?? real).find(alg, kid),
    );
    await verifier.verify(text);
    const other = await createTestIssuer({ algorithms: ['ES256'], keyName: 'another' });
    const { kid } = issuer.key();
    const jwks = other.jwks().keys.slice(0, count);
    const changed = createKeySet(
      jwks.map((jwk) => ({ ...jwk, kid })),
      'here',
      nodeEngine,
    );
    // The key is imported for the first.
    await changed.find('ES256', kid);
    now.keys = changed;
    await expect(verifier.verify(text)).rejects.toMatchObject({ code });
  });

  it('does not answer with a token whose time ended while its keys were awaited', async () => {
    let late = 0;
    const { clock, verifier, text } = await withKeys((real) => async (alg, kid) => {
      clock.advance(late);
      return real.find(alg, kid);
    });
    await verifier.verify(text);
    late = 330;
    await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('takes keys that look the same for others', async () => {
    const { verifier, text } = await withKeys((real) => async (alg, kid) => [
      ...(await real.find(alg, kid)),
    ]);
    const token = await verifier.verify(text);
    const again = await verifier.verify(text);
    expect(again).not.toBe(token);
    expect(again.claims).toEqual(token.claims);
  });
});
