import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { formatRecord, parseRecord, type SessionRecord } from './session-record.ts';

const record: SessionRecord = {
  user: {
    provider: 'main',
    issuer: 'https://issuer.test',
    subject: 'alice',
    groups: { kind: 'known', groups: ['a'], claim: 'groups' },
    claims: {},
  },
  createdAt: 1,
  endsAt: 3,
  idleEndsAt: 2,
};
const wire = JSON.parse(formatRecord(record)) as Record<string, unknown>;
const user = wire['user'] as Record<string, unknown>;
const groups = user['groups'] as Record<string, unknown>;

/** Without one of its members. */
function without(from: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([found]) => found !== name));
}

describe('parseRecord refuses', () => {
  it.each(['', 'null', '[]', '1', '"x"', '{}', '{"v":1}', 'x', '{"v":1,'])('%j', (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });

  const wrongs: readonly (readonly [string, unknown])[] = [
    ...Object.keys(wire).map((name) => [`no ${name}`, without(wire, name)] as const),
    ...Object.keys(user).map(
      (name) => [`no ${name}`, { ...wire, user: without(user, name) }] as const,
    ),
    ...Object.keys(groups).map(
      (name) =>
        [`no ${name}`, { ...wire, user: { ...user, groups: without(groups, name) } }] as const,
    ),
    ['another version', { ...wire, v: 2 }],
    ['a version as text', { ...wire, v: '1' }],
    ['a member that it does not know', { ...wire, admin: true }],
    ['the same of the user', { ...wire, user: { ...user, admin: true } }],
    ['the same of the groups', { ...wire, user: { ...user, groups: { ...groups, more: [] } } }],
    ['a name of every object', { ...wire, constructor: 'x' }],
    ['a time as text', { ...wire, createdAt: '1' }],
    ['a time before all', { ...wire, endsAt: -1 }],
    ['no time', { ...wire, idleEndsAt: null }],
    ['an empty id', { ...wire, id: '' }],
    ['an id that is no text', { ...wire, id: 5 }],
    ['an end by nothing', { ...wire, madeOf: null }],
    ['an end by what is no mark', { ...wire, madeOf: { key: 'session/x', endsAt: 1 } }],
    ['an end by a mark without an end', { ...wire, madeOf: { key: 'revoked/vouch/x' } }],
    ['no person', { ...wire, user: null }],
    ['an empty subject', { ...wire, user: { ...user, subject: '' } }],
    ['an e-mail address that is no text', { ...wire, user: { ...user, email: ['a@b.example'] } }],
    ['groups that are no list', { ...wire, user: { ...user, groups: { ...groups, groups: 'a' } } }],
    ['a group that is no text', { ...wire, user: { ...user, groups: { ...groups, groups: [1] } } }],
    ['groups of another kind', { ...wire, user: { ...user, groups: { kind: 'x', reason: 'y' } } }],
    [
      'unknown groups with some',
      { ...wire, user: { ...user, groups: { ...groups, kind: 'unknown' } } },
    ],
    ['claims that are none', { ...wire, user: { ...user, claims: [] } }],
  ];

  it.each(wrongs)('%s', (_, value) => {
    expect(parseRecord(JSON.stringify(value))).toBeUndefined();
  });

  it('what is near to a record, and never throws (property)', () => {
    const text = formatRecord(record);
    const change = fc.record({
      at: fc.nat(),
      drop: fc.nat(3),
      put: fc.string({ unit: anyCharacter, maxLength: 3 }),
    });
    fc.assert(
      fc.property(change, ({ at, drop, put }) => {
        const from = at % text.length;
        const near = text.slice(0, from) + put + text.slice(from + drop);
        const parsed = parseRecord(near);
        // What is taken is a record: written again, it reads the same.
        if (parsed !== undefined) expect(parseRecord(formatRecord(parsed))).toEqual(parsed);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseRecord(json)).toBeUndefined();
      }),
    );
  });
});

it('parseRecord reads what was written, whatever it is of (property)', () => {
  const text = fc.string({ unit: anyCharacter, maxLength: 10 });
  const name = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 10 });
  const time = fc.nat();
  const may = { requiredKeys: [] };
  const person = fc
    .tuple(
      fc.record({
        provider: name,
        issuer: name,
        subject: name,
        claims: fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), {
          noNullPrototype: true,
          maxKeys: 4,
        }),
        groups: fc.oneof(
          fc.record({ kind: fc.constant('known'), groups: fc.array(text), claim: text }),
          fc.record({ kind: fc.constant('unknown'), reason: text }),
        ),
      }),
      fc.record({ email: text, preferredUsername: text, name: text }, may),
    )
    .map(([must, more]) => ({ ...must, ...more }));
  const whole = fc
    .tuple(
      fc.record({ user: person, createdAt: time, endsAt: time, idleEndsAt: time }),
      fc.record(
        {
          id: name,
          authTime: time,
          sid: name,
          madeOf: fc.record({ key: fc.constant('revoked/vouch/x'), endsAt: time }),
          idToken: name,
          tokensEndAt: time,
        },
        may,
      ),
    )
    .map(([must, more]) => ({ ...must, ...more }));
  fc.assert(
    fc.property(whole, (given) => {
      // As JSON has it: it knows no -0.
      expect(parseRecord(formatRecord(given))).toEqual(JSON.parse(JSON.stringify(given)));
    }),
  );
});
