import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOOK_ALIKE, matchName, OTHER, SAME } from './match-name.ts';

describe('matchName', () => {
  it.each([
    ['x-id-token', 'x-id-token'],
    ['X-ID-Token', 'x-id-token'],
    ['X-ID-TOKEN', 'x-id-token'],
    ['AUTHORIZATION', 'authorization'],
    ['X_Token', 'x_token'],
    ['a!1|~', 'a!1|~'],
  ])('takes %s for %s', (sent, wanted) => {
    expect(matchName(sent, wanted)).toBe(SAME);
  });

  it.each([
    ['X_ID_Token', 'x-id-token'],
    ['x-id_token', 'x-id-token'],
    ['x_id-token', 'x-id-token'],
    ['X-Token', 'x_token'],
  ])('sees that %s looks like %s', (sent, wanted) => {
    expect(matchName(sent, wanted)).toBe(LOOK_ALIKE);
  });

  it.each([
    ['', 'x-id-token'],
    ['x-id-tokens', 'x-id-token'],
    ['x-id-toke', 'x-id-token'],
    ['x-id-token ', 'x-id-token'],
    ['xXidXtoken', 'x-id-token'],
    ['x.id.token', 'x-id-token'],
    ['x-id-to\u212aen', 'x-id-token'],
    ['authori\u017aation', 'authorization'],
    ['X_ID_Tokem', 'x-id-token'],
    // These are 0x20 apart, as letters of both cases are, and are none.
    ['a@', 'a`'],
    ['a^', 'a~'],
  ])('passes %j over, which is not %s', (sent, wanted) => {
    expect(matchName(sent, wanted)).toBe(OTHER);
  });

  it('is the comparison of lower case, once every underscore is a hyphen', () => {
    const character = fc.constantFrom(...'abKkZz-_019@[`{~');
    const name = fc.string({ unit: character, maxLength: 6 });
    const unjoined = (text: string) => text.toLowerCase().replaceAll('_', '-');
    fc.assert(
      fc.property(name, name, fc.boolean(), (one, two, alike) => {
        const wanted = two.toLowerCase();
        const sent = alike ? two.toUpperCase() : one;
        const same = sent.toLowerCase() === wanted;
        const similar = unjoined(sent) === unjoined(wanted);
        expect(matchName(sent, wanted)).toBe(same ? SAME : similar ? LOOK_ALIKE : OTHER);
      }),
      { numRuns: 2000 },
    );
  });
});
