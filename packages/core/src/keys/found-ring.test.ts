import { newKey, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { foundRing, type FoundingKey } from './found-ring.ts';
import { parseManifest } from './manifest.ts';
import { keyState, RETIRED_FOR } from './schedule.ts';

const NOW = 1_000_000;
const [rsa, ec, ec2] = await Promise.all([
  testKey('RS256'),
  testKey('ES256'),
  testKey('ES256', 'second'),
]);
const active = (key: typeof rsa): FoundingKey => ({ ...newKey(key), state: 'active' });
const retired = (key: typeof rsa): FoundingKey => ({ ...newKey(key), state: 'retired' });

describe('foundRing', () => {
  it('has known keys sign at once, and publishes old ones for a day', () => {
    const manifest = foundRing([active(rsa), active(ec), retired(ec2)], NOW);
    const states = (now: number) => manifest.keys.map((entry) => keyState(entry, now));
    expect(states(NOW)).toEqual(['active', 'active', 'retired']);
    expect(states(NOW + RETIRED_FOR - 1)).toEqual(['active', 'active', 'retired']);
    expect(states(NOW + RETIRED_FOR)).toEqual(['active', 'active', 'removed']);
  });

  it('makes a manifest that can be read back', () => {
    const manifest = foundRing([active(rsa), retired(ec)], NOW);
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it('refuses two keys of one kid', () => {
    expect(() => foundRing([active(ec), retired(ec)], NOW)).toThrow('two keys share a kid');
  });

  it('refuses two keys that would sign with one algorithm', () => {
    expect(() => foundRing([active(ec), active(ec2)], NOW)).toThrow(
      'two active keys share an algorithm',
    );
  });
});
