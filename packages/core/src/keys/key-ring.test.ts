import { createTestClock, manifestOf, type TestKey, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { retireKey } from './end-key.ts';
import { createKeyRing } from './key-ring.ts';
import { EMPTY_MANIFEST, type KeyEntry, type KeyRingManifest } from './manifest.ts';
import { PUBLISH_DELAY, RETIRED_FOR } from './schedule.ts';

const [rsa, ec, ec2] = await Promise.all([
  testKey('RS256'),
  testKey('ES256'),
  testKey('ES256', 'second'),
]);

function ringOf(manifest: KeyRingManifest, keys: readonly TestKey[] = [rsa, ec, ec2]) {
  const clock = createTestClock(1000);
  const signers = new Map(
    keys.map(({ kid }) => [kid, () => encodeUtf8(`signed by ${kid}`)] as const),
  );
  return { clock, ring: createKeyRing(manifest, signers, clock) };
}

const kids = (keys: readonly { readonly kid?: string }[]) => keys.map((key) => key.kid);

describe('createKeyRing', () => {
  it('signs with the algorithm asked for, and with the first when none is', async () => {
    const { clock, ring } = ringOf(
      manifestOf([
        [rsa, 1000],
        [ec, 1000],
      ]),
    );
    clock.advance(PUBLISH_DELAY);
    expect(ring.algorithms()).toEqual(['RS256', 'ES256']);
    expect(ring.signingKey()).toMatchObject({ kid: rsa.kid, alg: 'RS256' });
    expect(ring.signingKey('ES256')).toMatchObject({ kid: ec.kid, alg: 'ES256' });
  });

  it('follows the clock through a rotation, with nobody’s help', async () => {
    const { clock, ring } = ringOf(
      manifestOf([
        [ec, 1000],
        [ec2, 1000],
      ]),
    );
    expect(ring.signingKey().kid).toBe(ec.kid);
    expect(kids(ring.publicKeys())).toEqual([ec.kid, ec2.kid]);
    clock.advance(PUBLISH_DELAY - 1);
    expect(ring.signingKey().kid).toBe(ec.kid);
    clock.advance(1);
    expect(ring.signingKey().kid).toBe(ec2.kid);
    expect(kids(ring.publicKeys())).toEqual([ec.kid, ec2.kid]);
    clock.advance(RETIRED_FOR - 1);
    expect(kids(ring.publicKeys())).toEqual([ec.kid, ec2.kid]);
    clock.advance(1);
    expect(kids(ring.publicKeys())).toEqual([ec2.kid]);
    expect(ring.algorithms()).toEqual(['ES256']);
  });

  it('goes by the clock that nobody can set, where a first key waits and the other clock is set back', async () => {
    const [entry] = manifestOf([[ec, 1000]]).keys as [KeyEntry];
    const waiting = { ...entry, readBackAt: 1000, signsFrom: 1300 };
    const clock = createTestClock(1000);
    const ring = createKeyRing(
      { version: 1, readBack: true, keys: [waiting] },
      new Map([[ec.kid, () => encodeUtf8('')]]),
      clock,
      { seen: new Map([[ec.kid, clock.monotonic()]]) },
    );
    clock.step(-36_000);
    expect(ring.algorithms()).toEqual([]);
    clock.advance(299);
    expect(ring.algorithms()).toEqual([]);
    clock.advance(1);
    expect(ring.signingKey().kid).toBe(ec.kid);
  });

  it('publishes one list while a key is held back', async () => {
    const clock = createTestClock(1000);
    const manifest = manifestOf([
      [ec, 1000],
      [ec2, 1000],
    ]);
    const ring = createKeyRing(manifest, new Map([[ec.kid, () => encodeUtf8('')]]), clock, {
      seen: new Map([[ec2.kid, clock.monotonic()]]),
    });
    clock.step(2 * PUBLISH_DELAY);
    expect(ring.signingKey().kid).toBe(ec.kid);
    const shown = ring.publicKeys();
    expect(ring.publicKeys()).toBe(shown);
    // Who publishes puts the key that signs first.
    clock.advance(PUBLISH_DELAY);
    expect(ring.publicKeys()).not.toBe(shown);
    expect(ring.publicKeys()).toEqual(shown);
  });

  it('signs with the key that it names', async () => {
    const { ring } = ringOf(manifestOf([[ec, 1000]]));
    const { kid, sign } = ring.signingKey();
    expect(await sign(new Uint8Array())).toEqual(encodeUtf8(`signed by ${kid}`));
  });

  it('keeps its default algorithm through a rotation', async () => {
    const rsa2 = await testKey('RS256', 'second');
    const { clock, ring } = ringOf(
      manifestOf([
        [ec, 1000],
        [rsa, 1000],
        [rsa2, 1000],
      ]),
      [ec, rsa, rsa2],
    );
    clock.advance(PUBLISH_DELAY);
    expect(ring.signingKey()).toMatchObject({ kid: rsa2.kid, alg: 'RS256' });
    expect(ring.algorithms()).toEqual(['RS256', 'ES256']);
  });

  it('says which algorithms there are when another is asked for', async () => {
    const { ring } = ringOf(manifestOf([[ec, 1000]]));
    expect(() => ring.signingKey('RS256')).toThrow(
      expect.objectContaining({
        code: 'algorithm_unavailable',
        message: 'the key ring has no active RS256 key',
        hint: 'Ask for one of ES256.',
      }),
    );
  });

  it('does not sign with a key that is published and not active yet', async () => {
    const { ring } = ringOf(
      manifestOf([
        [rsa, 1000],
        [ec, 1000],
      ]),
    );
    expect(() => ring.signingKey('ES256')).toThrow(
      expect.objectContaining({ code: 'algorithm_unavailable' }),
    );
    expect(ring.algorithms()).toEqual(['RS256']);
  });

  it('is unusable while no key is active', async () => {
    const ended = retireKey(manifestOf([[ec, 900]]), ec.kid, 1000);
    for (const manifest of [EMPTY_MANIFEST, ended]) {
      const { ring } = ringOf(manifest);
      for (const alg of [undefined, 'ES256'] as const) {
        expect(() => ring.signingKey(alg)).toThrow(
          expect.objectContaining({ code: 'key_ring_unusable', hint: expect.any(String) }),
        );
      }
    }
  });

  it('prefers the newest, should two keys of an algorithm be active', async () => {
    const [entry] = manifestOf([[ec, 1000]]).keys as [KeyEntry];
    const twin: KeyEntry = { ...entry, kid: ec2.kid, publicJwk: ec2.publicJwk };
    const { ring } = ringOf({ version: 1, keys: [entry, twin] });
    expect(ring.signingKey().kid).toBe(ec2.kid);
  });

  it('does not sign when the private key is not at hand', async () => {
    const { ring } = ringOf(manifestOf([[ec, 1000]]), [rsa]);
    expect(() => ring.signingKey()).toThrow(expect.objectContaining({ code: 'key_ring_unusable' }));
  });
});
