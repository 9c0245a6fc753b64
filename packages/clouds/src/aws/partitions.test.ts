import { partition as sdkPartition } from '@aws-sdk/core/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPartition, partitionOfRegion, PARTITIONS } from './partitions.ts';

describe('PARTITIONS', () => {
  it.each([
    ['us-east-1', 'aws'],
    ['mx-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-west-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['us-east', undefined],
    ['us-east-1\n', undefined],
    ['us-east-1.evil.example', undefined],
    ['aws-global', undefined],
  ])('finds the partition of %j: %s', (region, name) => {
    expect(partitionOfRegion(region)?.name).toBe(name);
  });

  it('has of each what the SDK of AWS has', () => {
    for (const { name, suffix, defaultRegion } of PARTITIONS) {
      const theirs = sdkPartition(defaultRegion);
      expect(theirs).toMatchObject({
        name,
        dnsSuffix: suffix,
        implicitGlobalRegion: defaultRegion,
      });
    }
  });

  it('says of a region that is not listed what the SDK says', () => {
    const prefixes = ['us', 'eu', 'mx', 'cn', 'eusc-de', 'us-gov', 'us-iso', 'us-isob', 'eu-isoe'];
    const areas = fc.constantFrom(...prefixes, 'us-isof', 'xx', 'eusc-fr');
    const region = fc
      .tuple(areas, fc.constantFrom('west', 'north_east', 'x-y', ''), fc.nat(99))
      .map((parts) => parts.join('-'));
    fc.assert(
      fc.property(region, (text) => {
        const ours = partitionOfRegion(text)?.name;
        // What is in none, the SDK takes for one of the largest.
        expect([ours, ours ?? 'aws']).toEqual([ours, sdkPartition(text).name]);
      }),
    );
  });

  it('has the default region of each in it, and no region in two', () => {
    for (const { name, defaultRegion } of PARTITIONS) {
      const those = PARTITIONS.filter(({ regions }) => regions.test(defaultRegion));
      expect(those.map((partition) => partition.name)).toEqual([name]);
    }
  });

  it('finds no partition of another spelling', () => {
    expect(findPartition('AWS')).toBeUndefined();
    expect(findPartition('__proto__')).toBeUndefined();
  });
});
