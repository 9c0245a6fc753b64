import { describe, expect, it } from 'vitest';
import { keysSchema } from '../section/keys-schema.ts';
import { keysFaults } from './keys-faults.ts';

const DAY = 86_400;

function faultsOf(keys: Parameters<typeof keysFaults>[0]['keys'], lifetime?: number) {
  const grant = { audience: 'aws', ...(lifetime !== undefined && { lifetime }) };
  const rule = { name: 'r', match: { issuer: 'https://ci.test' }, grant };
  return keysFaults({ keys, upstreams: [], rules: [rule, undefined] }).map(({ path }) => path);
}

describe('keysFaults', () => {
  it.each([
    ['keys gone before their tokens', { retiredFor: 3599 }, 3600, 'retiredFor'],
    [
      'keys gone before tokens of the default lifetime',
      { retiredFor: 599 },
      undefined,
      'retiredFor',
    ],
    ['a rotation faster than publishing', { rotateEvery: 7199 }, undefined, 'rotateEvery'],
    [
      'more keys than are read',
      { rotateEvery: 7200, retiredFor: 30 * DAY, algorithms: ['RS256', 'ES256'] as const },
      undefined,
      'rotateEvery',
    ],
  ])('finds %s', (_, keys, lifetime, name) => {
    expect(faultsOf(keys, lifetime)).toEqual([`exchange.keys.${name}`]);
  });

  it.each([
    [undefined, 43_200],
    [{}, 43_200],
    [{ retiredFor: 3600 }, 3600],
    [{ rotateEvery: 7200 }, 600],
    [{ rotateEvery: 90 * DAY, algorithms: ['RS256', 'ES256', 'EdDSA'] as const }, 600],
  ])('has nothing against %j', (keys, lifetime) => {
    expect(faultsOf(keys, lifetime)).toEqual([]);
  });
});

describe('keysSchema', () => {
  it.each([
    { publishDelay: 599 },
    { publishDelay: 3600.5 },
    { retiredFor: 299 },
    { rotateEvery: 1199 },
    { rotateEvery: '90d' },
    { rotateEvery: 1e12 },
    { algorithms: [] },
    { algorithms: ['HS256'] },
    { rotate: true },
  ])('refuses %j', (keys) => {
    expect(keysSchema.safeParse(keys).success).toBe(false);
  });
});
