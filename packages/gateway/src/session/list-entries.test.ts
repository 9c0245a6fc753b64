import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEntries, parseEntries } from './list-entries.ts';

describe('parseEntries', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"v":1}',
    '{"v":2,"sessions":[]}',
    '{"v":1,"sessions":{}}',
    '{"v":1,"sessions":[],"more":1}',
    '{"v":1,"sessions":[["h",1,2]]}',
    '{"v":1,"sessions":[["h",1,2,"p","s",1]]}',
    '{"v":1,"sessions":[["",1,2,"p"]]}',
    '{"v":1,"sessions":[["h","1",2,"p"]]}',
    '{"v":1,"sessions":[["h",1,-2,"p"]]}',
    '{"v":1,"sessions":[["h",1,2,null]]}',
    '{"v":1,"sessions":[["h",1,2,"p",null]]}',
    '{"v":1,"sessions":[["h",1,2,"p"],null]}',
    '{"v":1,"sessions":[["h",1,2,"p",null,"revoked/vouch/x"]]}',
    '{"v":1,"sessions":[["h",1,2,"p",null,"session/x",3]]}',
    '{"v":1,"sessions":[["h",1,2,"p",null,"revoked/vouch/x",null]]}',
    '{"v":1,"sessions":[["h",1,2,"p","","revoked/vouch/x",3]]}',
    '{"v":1,"sessions":[["h",1,2,"p","s","revoked/vouch/x",3,4]]}',
  ])('refuses %j', (text) => {
    expect(parseEntries(text)).toBeUndefined();
  });

  it('takes no JSON that is no list, and reads each that was written (property)', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseEntries(json)).toBeUndefined();
      }),
    );
    const name = fc.string({ minLength: 1 });
    const entry = fc
      .tuple(
        fc.record({ handle: name, createdAt: fc.nat(), endsAt: fc.nat(), provider: name }),
        fc.record(
          {
            sid: name,
            madeOf: fc.record({ key: fc.constant('revoked/vouch/x'), endsAt: fc.nat() }),
          },
          { requiredKeys: [] },
        ),
      )
      .map(([must, may]) => ({ ...must, ...may }));
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        expect(parseEntries(formatEntries(entries))).toEqual(entries);
      }),
    );
  });
});
