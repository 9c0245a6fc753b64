import { describe, expect, it } from 'vitest';
import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { viewRing } from './ring-view.ts';

const NOW = 1_767_225_600;
const never = () => false;

const key = (kid: string, changes: Partial<KeyEntry> = {}): KeyEntry => ({
  kid,
  purpose: 'sign',
  alg: 'RS256',
  material: { file: kid },
  publicJwk: { kty: 'RSA', kid },
  publishedAt: NOW - 100,
  signsFrom: NOW - 100,
  signsUntil: null,
  removeAfter: null,
  ...changes,
});
const ring = (...keys: readonly KeyEntry[]): KeyRingManifest => ({ version: 1, keys });

/** Who signs, and who is published, by their kids. */
function see(
  manifest: KeyRingManifest,
  now: number,
  isEarly: (entry: KeyEntry) => boolean = never,
) {
  const { signers, publicKeys } = viewRing(manifest, now, isEarly);
  return {
    signs: Object.fromEntries([...signers].map(([alg, { kid }]) => [alg, kid])),
    published: publicKeys.map(({ kid }) => kid),
  };
}

const old = key('old', { signsUntil: NOW, removeAfter: NOW + 50 });
const successor = key('new', { publishedAt: NOW - 60, signsFrom: NOW });
const handover = ring(old, successor);

describe('viewRing', () => {
  it('of an empty ring sees nothing, for ever', () => {
    const { signers, publicKeys, from, until } = viewRing(ring(), NOW, never);
    expect([signers.size, publicKeys, from, until]).toEqual([0, [], -Infinity, Infinity]);
  });

  it.each([
    ['before the handover', NOW - 1, 'old', ['old', 'new']],
    ['at the handover', NOW, 'new', ['old', 'new']],
    ['until the old one goes', NOW + 49, 'new', ['old', 'new']],
    ['from then on', NOW + 50, 'new', ['new']],
  ])('%s', (_, now, signer, published) => {
    expect(see(handover, now)).toEqual({ signs: { RS256: signer }, published });
  });

  it('has a signer for each algorithm', () => {
    const both = ring(key('e', { alg: 'ES256' }), key('r'));
    expect(see(both, NOW)).toEqual({ signs: { RS256: 'r', ES256: 'e' }, published: ['e', 'r'] });
  });

  it('judges a clock before all keys by the first of them', () => {
    expect(see(handover, NOW - 5000).signs).toEqual({ RS256: 'old' });
  });

  it('signs on with the key before, and publishes it, while its successor is early', () => {
    const isEarly = ({ kid }: KeyEntry) => kid === 'new';
    expect(see(handover, NOW + 10, isEarly).signs).toEqual({ RS256: 'old' });
    expect(see(handover, NOW + 99, isEarly)).toEqual({
      signs: { RS256: 'old' },
      published: ['old', 'new'],
    });
  });

  it('never goes back to a key that signed elsewhere alone', () => {
    const foreign = key('foreign', {
      signsFrom: NOW - 90,
      signsUntil: NOW - 90,
      removeAfter: NOW + 50,
    });
    const isEarly = ({ kid }: KeyEntry) => kid === 'new';
    expect(see(ring(foreign, successor), NOW, isEarly).signs).toEqual({});
  });

  it.each([
    ['before all', NOW - 200, -Infinity, NOW - 100],
    ['between', NOW - 1, NOW - 100, NOW],
    ['at a change', NOW, NOW, NOW + 50],
    ['after all', NOW + 50, NOW + 50, Infinity],
  ])('holds until the next change: %s', (_, now, from, until) => {
    expect(viewRing(handover, now, never)).toMatchObject({ from, until });
  });
});
