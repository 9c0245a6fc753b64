import { expect, it } from 'vitest';
import { describeAccess, sampleAccess } from './sample-access.ts';

it('says in words who is let in', () => {
  expect(sampleAccess(['a:1', 'b:2']).map(describeAccess)).toEqual([
    'when  hosts = "a:1" or "b:2"\nand   paths = "/status"\nthen  let in anybody',
    'when  hosts = "a:1" or "b:2"\nand   groups = "engineering"\nthen  let in who fits',
  ]);
});
