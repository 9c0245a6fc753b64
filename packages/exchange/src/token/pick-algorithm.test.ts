import type { Algorithm, DrawbridgeError } from '@drawbridge/core';
import { createTestKeyRing } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { SigningPreference } from '../exchange-options.ts';
import { pickAlgorithm } from './pick-algorithm.ts';

const keyRing = await createTestKeyRing({ algorithms: ['RS256', 'ES256', 'EdDSA'] });

type Wishes = [asked: Algorithm | undefined, rule: Algorithm | undefined, upstream: Algorithm];

function pick([asked, rule, upstream]: Wishes, preference: SigningPreference = {}) {
  return pickAlgorithm({ asked, rule, upstream }, preference, keyRing);
}

describe('pickAlgorithm', () => {
  const both = { default: 'EdDSA', followUpstream: true } as const;

  it.each<[string, Wishes, SigningPreference, Algorithm | undefined]>([
    ['the rule before all others', [undefined, 'ES256', 'RS256'], both, 'ES256'],
    ['the rule when the caller agrees', ['ES256', 'ES256', 'RS256'], both, 'ES256'],
    ['the caller before the upstream', ['ES256', undefined, 'RS256'], both, 'ES256'],
    ['the upstream where that is wanted', [undefined, undefined, 'ES256'], both, 'ES256'],
    ['the default where the upstream has no key', [undefined, undefined, 'PS512'], both, 'EdDSA'],
    [
      'the default where the upstream is not followed',
      [undefined, undefined, 'ES256'],
      { default: 'EdDSA' },
      'EdDSA',
    ],
    [
      'the default, told not to follow',
      [undefined, undefined, 'ES256'],
      { ...both, followUpstream: false },
      'EdDSA',
    ],
    ["the ring's own without a default", [undefined, undefined, 'ES256'], {}, undefined],
    [
      "the ring's own, following in vain",
      [undefined, undefined, 'PS512'],
      { followUpstream: true },
      undefined,
    ],
    // Whether there is a key for what the caller asked for is the ring's to say.
    ['what the caller asks for, key or not', ['PS512', undefined, 'RS256'], both, 'PS512'],
  ])('takes %s', (_, wishes, preference, expected) => {
    expect(pick(wishes, preference)).toBe(expected);
  });

  it('refuses what the caller asks for against the rule, as its fault', () => {
    expect(() => pick(['RS256', 'ES256', 'RS256'])).toThrow(
      expect.objectContaining({ code: 'algorithm_unavailable', status: 400 }),
    );
  });

  it.each<[string, Wishes, SigningPreference]>([
    ['the rule', [undefined, 'PS256', 'RS256'], {}],
    ['the rule and the caller', ['PS256', 'PS256', 'RS256'], {}],
    ['the setting', [undefined, undefined, 'RS256'], { default: 'PS256' }],
  ])('does not blame the caller when there is no key for what %s says', (_, wishes, preference) => {
    try {
      pick(wishes, preference);
      expect.unreachable();
    } catch (error) {
      const { code, status, message, hint } = error as DrawbridgeError;
      expect([code, status]).toEqual(['key_ring_unusable', 500]);
      expect(message).toContain('no active PS256 key');
      expect(hint).toContain('keys generate --alg PS256');
    }
  });
});
