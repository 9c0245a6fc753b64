import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relyingParty as aws } from '../aws/doctor/index.ts';
import { relyingParty as azure } from '../azure/doctor/index.ts';
import type { RelyingParty } from './relying-party.ts';
import { arbitraryScene } from './scene.fixture.ts';

// The requirements of each relying party and the rules that look at them are one list.

const PARTIES: readonly Pick<RelyingParty<never>, 'name' | 'requirements' | 'rules'>[] = [
  aws,
  azure,
];

describe.each(PARTIES)('$name', ({ requirements, rules }) => {
  const ids = rules.map(({ id }) => id);
  const looked = new Set(rules.flatMap(({ of }) => of));

  it('has a rule for each thing that is asked for', () => {
    expect(Object.keys(requirements).filter((name) => !looked.has(name))).toEqual([]);
  });

  it('has no rule for what nobody asks for, and none twice', () => {
    expect([...looked].filter((name) => !Object.hasOwn(requirements, name))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it.each(Object.entries(requirements))('says where %s is from', (_, { says, sources }) => {
    expect(says).toMatch(/^[A-Z].*\.$/);
    for (const { title, place, read } of sources) {
      expect(title).not.toBe('');
      expect(read).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
      if (place !== undefined) expect(place).toMatch(/^[a-z0-9.-]+\.[a-z]+\/\S+$/);
    }
  });

  it('judges whatever it meets, in words', () => {
    fc.assert(
      fc.property(arbitraryScene, (scene) => {
        for (const { id, wanted, judge } of rules) {
          const outcome = judge({ ...scene, trust: undefined });
          expect(outcome.seen, id).toMatch(/\S/);
          expect(outcome.seen.length, id).toBeLessThan(1500);
          if (outcome.state !== 'passed') expect(outcome.fix, id).toMatch(/^[A-Z"].*[.?]$/s);
          expect(wanted, id).toMatch(/\S/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
