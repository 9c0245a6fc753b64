import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, MET, person, UNKNOWN, UNMET } from './access.fixture.ts';
import type { AccessPerson } from './access.ts';
import { parseEmail } from './email.ts';

const emailed = (email: string) => person({ email, user: email });

describe('domains', () => {
  const match = { domains: ['company.test', '*.corp.test'] };

  it.each([
    'attacker@evil.test',
    'attacker@evil-company.test',
    'attacker@evilcompany.test',
    'attacker@company.test.evil.test',
    'attacker@company.tes',
    'attacker@test',
    'attacker@sub.company.test',
    'attacker@corp.test',
    'attacker@evilcorp.test',
    'attacker@xn--cmpany-dua.test',
    'company.test@evil.test',
  ])('do not hold of %j', async (email) => {
    expect(await holds(match, emailed(email))).toEqual(UNMET);
  });

  it.each([
    'attacker@evil.test@company.test',
    'attacker@company.test@evil.test',
    '"attacker@evil.test"@company.test',
    '"a b"@company.test',
    'attacker@evil.test,alice@company.test',
    'attacker@evil.test;alice@company.test',
    'attacker@evil.test>alice@company.test',
    'attacker@evil.test alice@company.test',
    'alice@company.test.',
    'alice@company..test',
    'alice@.company.test',
    'alice@',
    '@company.test',
    'alice',
    '',
    ' alice@company.test',
    'alice@company.test ',
    'alice@company.test\n',
    'alice\0@company.test',
    'alice\u200b@company.test',
    'alice@\u212aompany.test',
    'alice@cömpany.test',
    'alice@ｃompany.test',
    'alice@company。test',
    'alice@[192.0.2.1]',
    `${'a'.repeat(65)}@company.test`,
    `alice@${'a.'.repeat(120)}company.test`,
  ])('are not known of %j', async (email) => {
    expect(await holds(match, emailed(email))).toEqual(UNKNOWN);
  });

  it('are not known where no email is', async () => {
    expect(await holds(match, person({ email: undefined }))).toEqual(UNKNOWN);
  });

  it.each(['alice@company.test', 'ALICE@COMPANY.TEST', 'a+b@a.corp.test', 'ä@A.b.Corp.test'])(
    'hold of %j',
    async (email) => {
      expect(await holds(match, emailed(email))).toEqual(MET);
    },
  );

  it('hold of nothing whose last part is another (property)', async () => {
    const part = fc.constantFrom('company.test', 'evil.test', '@', '.', 'a', '-', ' ', '"', ',');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 7 }), async (parts) => {
        const email = parts.join('');
        const { allows } = await holds({ domains: 'company.test' }, emailed(email));
        expect(allows).toBe(
          /^[^\s",@]+@company\.test$/.test(email) && parseEmail(email) !== undefined,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('users', () => {
  it.each([
    ['another', { users: 'bob@company.test' }],
    ['another local part', { users: 'xalice@company.test' }],
    ['a subject of another case', { users: '00U1' }],
    ['the beginning of a subject', { users: '00u' }],
  ])('do not hold of %s', async (_, match) => {
    expect(await holds(match)).toEqual(UNMET);
  });

  it('do not take a subject for an email, or a name for a subject', async () => {
    const odd = person({ subject: 'bob@company.test', user: 'bob@company.test', email: undefined });
    expect(await holds({ users: 'bob@company.test' }, odd)).toEqual(UNKNOWN);
    const named = person({ claims: { preferred_username: '7', name: '7', email: '7' } });
    expect(await holds({ users: '7' }, named)).toEqual(UNMET);
  });

  it.each([
    ['an email', { users: ['bob@company.test', 'alice@company.test'] }],
    ['an email in capitals', { users: 'ALICE@Company.TEST' }],
    ['a subject', { users: ['42', '00u1'] }],
  ])('hold of %s', async (_, match) => {
    expect(await holds(match)).toEqual(MET);
  });

  it('take the user for the subject where nobody tells it, and it is no email', async () => {
    const untold = { subject: undefined, email: undefined };
    expect(await holds({ users: '00u1' }, person({ ...untold, user: '00u1' }))).toEqual(MET);
    expect(await holds({ users: '00u1' }, person({ ...untold, user: 'a@b.test' }))).toEqual(
      UNKNOWN,
    );
  });

  it('hold of one of both, though the other is not known', async () => {
    const users = ['00u1', 'alice@company.test'];
    expect(await holds({ users }, person({ email: undefined }))).toEqual(MET);
    expect(await holds({ users: ['1', users[1] ?? ''] }, person({ email: undefined }))).toEqual(
      UNKNOWN,
    );
  });
});

describe('groups', () => {
  it('are compared letter by letter', async () => {
    const mine = person({ groups: ['Staff', 'team-a'] });
    expect(await holds({ groups: 'staff' }, mine)).toEqual(UNMET);
    expect(await holds({ groups: ['x', 'Staff'] }, mine)).toEqual(MET);
    expect(await holds({ groups: { glob: 'team-*' } }, mine)).toEqual(MET);
    expect(await holds({ groups: { regex: 'team-[b-z]|Staf' } }, mine)).toEqual(UNMET);
    expect(await holds({ groups: 'toString' }, mine)).toEqual(UNMET);
  });

  it('are unknown, and never none', async () => {
    expect(await holds({ groups: 'staff' }, person({ groups: 'too many' }))).toEqual(UNKNOWN);
    expect(await holds({ groups: 'staff' }, person({ groups: [] }))).toEqual(UNMET);
  });

  it('are unknown where a pattern would have to look at a name that is too long', async () => {
    const long = `team-${'x'.repeat(5000)}`;
    expect(await holds({ groups: { glob: 'team-*' } }, person({ groups: [long] }))).toEqual(
      UNKNOWN,
    );
    expect(
      await holds({ groups: { glob: 'team-*' } }, person({ groups: [long, 'team-a'] })),
    ).toEqual(MET);
    expect(await holds({ groups: 'team-a' }, person({ groups: [long] }))).toEqual(UNMET);
  });
});

describe('claims', () => {
  const match = { claims: { hd: 'company.test', 'realm_access.roles': { has: 'admin' } } };

  it.each([
    [{}, UNMET],
    [{ hd: 'company.test' }, UNMET],
    [{ hd: ['company.test'], realm_access: { roles: ['admin'] } }, UNMET],
    [{ hd: 'company.test', realm_access: { roles: 'admin' } }, UNMET],
    [{ hd: 'company.test', realm_access: { roles: ['a', 'admin'] } }, MET],
    [{ hd: 'company.test', _claim_names: { realm_access: 'src1' } }, UNKNOWN],
    [{ hd: 'other', _claim_names: { realm_access: 'src1' } }, UNMET],
  ])('of %j', async (claims, expected) => {
    expect(await holds(match, person({ claims }))).toEqual(expected);
  });
});

describe('the claim sub', () => {
  it('is the subject, whatever the claims have', async () => {
    const odd = person({ subject: 'a@b.test', claims: { sub: 'other' } });
    expect(await holds({ claims: { sub: 'a@b.test' } }, odd)).toEqual(MET);
    expect(await holds({ claims: { sub: 'other' } }, odd)).toEqual(UNMET);
    expect(await holds({ claims: { sub: 'a@b.test' } }, person({ subject: undefined }))).toEqual(
      UNKNOWN,
    );
  });
});

describe('providers', () => {
  it('are compared letter by letter, with all else', async () => {
    expect(await holds({ providers: 'okta' })).toEqual(MET);
    expect(await holds({ providers: ['Okta', 'okt'] })).toEqual(UNMET);
    expect(await holds({ providers: 'gitlab', users: 'alice@company.test' })).toEqual(UNMET);
    expect(await holds({ providers: 'okta', users: 'alice@company.test' })).toEqual(MET);
  });
});

describe('a person whose object is used again', () => {
  it('is who it is now, and not who it was', async () => {
    const who: { -readonly [Key in keyof AccessPerson]: AccessPerson[Key] } = person({
      groups: ['admins'],
    });
    const standing = () =>
      Promise.all([
        holds({ groups: 'admins' }, who),
        holds({ domains: 'company.test' }, who),
        holds({ users: '00u1' }, who),
        holds({ providers: 'okta' }, who),
        holds({ claims: { role: 'a' } }, who),
      ]);
    who.claims = { role: 'a' };
    expect(await standing()).toEqual([MET, MET, MET, MET, MET]);
    Object.assign(who, person({ email: 'a@evil.test', subject: '00u2', provider: 'x' }));
    who.claims = { role: 'b' };
    expect(await standing()).toEqual([UNMET, UNMET, UNMET, UNMET, UNMET]);
  });
});
