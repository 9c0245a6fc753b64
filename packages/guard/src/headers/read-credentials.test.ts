import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import type { HeaderProfile } from './header-profile.ts';
import { createCredentialReader } from './read-credentials.ts';
import { isBearerToken } from './token-characters.ts';

const PROFILE: HeaderProfile = {
  name: 'test',
  access: [{ name: 'X-Access-Token' }, { name: 'Authorization', scheme: 'Bearer' }],
  id: { name: 'X-Raw-ID-Token' },
  idClaims: { name: 'X-ID-Token' },
  userinfo: { name: 'X-Userinfo' },
  refresh: { name: 'X-Refresh-Token' },
  source: 'this test',
};
const BEARER_ONLY: HeaderProfile = {
  name: 'bearer',
  access: [{ name: 'Authorization', scheme: 'Bearer' }],
  source: 'this test',
};
const NOTHING = {
  access: undefined,
  id: undefined,
  idClaims: undefined,
  userinfo: undefined,
  refresh: undefined,
};

const { read, fields } = createCredentialReader(PROFILE);
const bearer = createCredentialReader(BEARER_ONLY);
const fromAuthorization = (value: string) => bearer.read([['authorization', value]]).access;

function faultOf(act: () => unknown): DrawbridgeError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
const codeOf = (headers: readonly HeaderField[]) => faultOf(() => read(headers)).code;

describe('createCredentialReader, doubled fields', () => {
  it.each([
    [
      'two fields',
      [
        ['X-ID-Token', 'YQ'],
        ['x-id-token', 'YQ'],
      ],
    ],
    [
      'two equal tokens',
      [
        ['authorization', 'Bearer a'],
        ['Authorization', 'Bearer a'],
      ],
    ],
    [
      'an empty field beside another',
      [
        ['X-Access-Token', ''],
        ['X-Access-Token', 'a'],
      ],
    ],
    [
      'one of another scheme beside a bearer token',
      [
        ['Authorization', 'Basic YQ'],
        ['Authorization', 'Bearer a'],
      ],
    ],
    ['two that were joined', [['X-Access-Token', 'a, b']]],
    ['two that were joined without a space', [['X-Access-Token', 'a,b']]],
    ['an empty one joined to another', [['X-Access-Token', ', b']]],
    ['two bearer fields that were joined', [['Authorization', 'Bearer a, Bearer b']]],
    ['a bearer field without a token, joined to another', [['Authorization', 'Bearer, Bearer b']]],
    ['a space in a token', [['X-Access-Token', 'Bearer a']]],
    ['a space in an ID token', [['X-Raw-ID-Token', 'a b']]],
    ['claims that were joined', [['X-ID-Token', 'YQ, YQ']]],
    ['a space in claims', [['X-Userinfo', 'YQ YQ']]],
    ['refresh tokens that were joined', [['X-Refresh-Token', 'a, b']]],
    ['an underscore for each hyphen', [['X_ID_Token', 'YQ']]],
    ['an underscore for one hyphen', [['x-id_token', 'YQ']]],
    ['an empty field with underscores', [['X_ACCESS_TOKEN', '']]],
    [
      'two different access tokens',
      [
        ['X-Access-Token', 'a'],
        ['Authorization', 'Bearer b'],
      ],
    ],
  ] as [string, HeaderField[]][])('refuses %s', (_, headers) => {
    expect(codeOf(headers)).toBe('credentials_ambiguous');
    expect(codeOf(headers.toReversed())).toBe('credentials_ambiguous');
    expect(faultOf(() => read(headers)).status).toBe(400);
  });

  it('tells what to do about underscores', () => {
    expect(faultOf(() => read([['X_ID_Token', 'YQ']])).hint).toContain('CGI');
    expect(faultOf(() => read([['X-Access-Token', 'Bearer a']])).hint).toContain(
      'Bearer is before',
    );
  });

  it('tells what to do about two tokens', () => {
    const { hint } = faultOf(() =>
      read([
        ['Authorization', 'Bearer b'],
        ['X-Access-Token', 'a'],
      ]),
    );
    expect(hint).toContain("caller's own Authorization");
  });
});

describe('createCredentialReader, malformed fields', () => {
  it.each([
    ['no token', 'Bearer'],
    ['spaces for a token', 'Bearer   '],
    ['a tab before the token', 'Bearer\ta'],
    ['two tokens', 'Bearer a b'],
    ['a space after the token', 'Bearer a '],
    ['a letter beyond ASCII after the scheme', 'Bearer\u00e9'],
  ])('refuses a bearer field with %s', (_, value) => {
    const fault = faultOf(() => fromAuthorization(value));
    expect([fault.code, fault.status, fault.error]).toEqual([
      'credentials_malformed',
      400,
      'invalid_request',
    ]);
  });

  it.each([
    ['X-ID-Token', 'A'.repeat(32_769)],
    ['X-Userinfo', 'A'.repeat(65_536)],
  ])('refuses %s of too many characters', (name, value) => {
    expect(codeOf([[name, value]])).toBe('credentials_malformed');
  });

  it('has no value of a field in a message', () => {
    const secret = 'secretsecretsecret';
    const refused: HeaderField[][] = [
      [['X_ID_Token', secret]],
      [['X-ID-Token', secret.repeat(4000)]],
      [['Authorization', `Bearer ${secret}, Bearer ${secret}`]],
      [
        ['Authorization', `Bearer ${secret}`],
        ['X-Access-Token', `${secret}a`],
      ],
    ];
    for (const { name } of fieldsOf(PROFILE)) {
      refused.push(
        [[name, `Bearer ${secret} a`]],
        [
          [name, secret],
          [name, secret],
        ],
      );
      if (name === 'Authorization') continue;
      refused.push([[name, `${secret} ${secret}`]], [[name, `${secret},`]]);
    }
    for (const headers of refused) {
      const fault = faultOf(() => read(headers));
      expect(JSON.stringify([fault, String(fault), fault.hint])).not.toContain(secret);
    }
  });

  it('looks at no character of 64 KB twice, whatever is in them', () => {
    const look = vi.spyOn(String.prototype, 'charCodeAt');
    for (const part of ['a', ' ', ',', '\u00e9', 'Bearer ', '=']) {
      for (const { name } of fieldsOf(PROFILE)) {
        const value = part.repeat(65_536 / part.length);
        for (const whole of [value, `Bearer ${value}`]) {
          look.mockClear();
          try {
            read([[name, whole]]);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(DrawbridgeError);
          }
          // Beside it the scheme, and names of fields.
          expect(look.mock.calls.length).toBeLessThan(whole.length + 1000);
        }
      }
    }
  });
});

const fieldsOf = (profile: HeaderProfile) => [
  ...profile.access,
  ...[profile.id, profile.idClaims, profile.userinfo, profile.refresh].filter(
    (one) => one !== undefined,
  ),
];

describe('createCredentialReader, what counts as absent', () => {
  it.each([
    ['no field at all', []],
    [
      "fields that are not the profile's",
      [
        ['accept', '*/*'],
        ['x-access-tokens', 'a'],
        ['authorizatiom', 'b'],
      ],
    ],
    ['another scheme', [['Authorization', 'Basic YTpi']]],
    ['another scheme whose parameters have commas', [['Authorization', 'Digest a="b", c="d"']]],
    ['a scheme that begins as Bearer does', [['Authorization', 'BearerX a']]],
    ['a scheme that begins as Bearer does, with a hyphen', [['Authorization', 'Bearer-X a']]],
    ['the beginning of the scheme', [['Authorization', 'Beare']]],
    [
      'empty fields, which proxies send',
      fieldsOf(PROFILE).map(({ name }): HeaderField => [name, '']),
    ],
  ] as [string, HeaderField[]][])('is so for %s', (_, headers) => {
    expect(read(headers)).toEqual(NOTHING);
  });
});

describe('createCredentialReader, what it reads', () => {
  it('takes every field of the profile, whatever the case of its name', () => {
    const expected = {
      access: 'a.b.c',
      id: 'd.e.f',
      idClaims: 'e30=',
      userinfo: 'e30',
      refresh: 'r!*$',
    };
    const headers: HeaderField[] = [
      ['host', 'api.test'],
      ['x-access-token', 'a.b.c'],
      ['X-RAW-ID-TOKEN', 'd.e.f'],
      ['X-ID-Token', 'e30='],
      ['x-UserInfo', 'e30'],
      ['X-Refresh-Token', 'r!*$'],
    ];
    expect(read(headers)).toEqual(expected);
    expect(read(headers.toReversed())).toEqual(expected);
  });

  it.each([
    ['Bearer a.b-c_d~e+f/g==', 'a.b-c_d~e+f/g=='],
    ['bearer a', 'a'],
    ['BEARER a', 'a'],
    ['bEaReR    a', 'a'],
    // RFC 6750 section 2.1 has it at the end alone, and an AWS load balancer pads each part.
    ['Bearer a=.b==.c', 'a=.b==.c'],
  ])('reads %j', (value, token) => {
    expect(fromAuthorization(value)).toBe(token);
  });

  it('leaves it to whoever uses a token to judge its other characters', () => {
    const headers: HeaderField[] = [
      ['Authorization', 'Bearer "a"'],
      ['X-Raw-ID-Token', '\u00e9'],
      ['X-Refresh-Token', 'a\t'],
    ];
    expect(read(headers)).toEqual({ ...NOTHING, access: '"a"', id: '\u00e9', refresh: 'a\t' });
  });

  it('takes one token that is in two fields', () => {
    expect(
      read([
        ['Authorization', 'Bearer a'],
        ['X-Access-Token', 'a'],
      ]).access,
    ).toBe('a');
  });

  it('takes the field that has a token, where the other has none', () => {
    expect(
      read([
        ['Authorization', 'Basic YQ'],
        ['X-Access-Token', 'a'],
      ]).access,
    ).toBe('a');
    expect(
      read([
        ['Authorization', 'Bearer a'],
        ['X-Access-Token', ''],
      ]).access,
    ).toBe('a');
  });

  it('remembers nothing of the request before', () => {
    read([
      ['X-Access-Token', 'a'],
      ['X-ID-Token', 'YQ'],
    ]);
    expect(read([])).toEqual(NOTHING);
  });

  it('names its fields in lower case', () => {
    expect([...fields].toSorted()).toEqual([
      'authorization',
      'x-access-token',
      'x-id-token',
      'x-raw-id-token',
      'x-refresh-token',
      'x-userinfo',
    ]);
  });
});

describe('createCredentialReader, of any header', () => {
  const name = fc.oneof(
    fc.constantFrom(
      ...fieldsOf(PROFILE).flatMap(({ name: one }) => [
        one,
        one.toUpperCase(),
        one.replaceAll('-', '_'),
      ]),
    ),
    fc.string({ maxLength: 16 }),
  );
  const value = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: anyCharacter, maxLength: 12 }),
    fc.stringMatching(/^(?:Bearer |bearer)?[a-c., ]{0,4}$/),
  );

  it('answers, or throws one of two faults', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 4 }), (headers) => {
        try {
          read(headers);
        } catch (thrown) {
          expect((thrown as DrawbridgeError).code).toMatch(/^credentials_(?:ambiguous|malformed)$/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('reads exactly the bearer tokens that RFC 6750 has, together with a look at their characters', () => {
    fc.assert(
      fc.property(value, (text) => {
        const [, token] = /^bearer +([\w.~+/-]+=*)$/i.exec(text) ?? [];
        let answer: string | undefined;
        try {
          answer = fromAuthorization(text);
          if (answer !== undefined && !isBearerToken(answer)) answer = undefined;
        } catch {
          answer = undefined;
        }
        expect(answer).toBe(token);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('createCredentialReader, wrong profiles', () => {
  it.each([
    ['no access token', { access: [] }, /where the access token is/],
    ['a name that is none', { access: [{ name: 'X Token' }] }, /no name of a header field/],
    ['an empty name', { access: [{ name: '' }] }, /no name of a header field/],
    ['a name beyond ASCII', { access: [{ name: 'X-\u212aey' }] }, /no name of a header field/],
    ['one field twice', { access: [{ name: 'A' }], id: { name: 'a' } }, /cannot be told apart/],
    [
      'two that look alike',
      { access: [{ name: 'a-b' }], id: { name: 'a_b' } },
      /cannot be told apart/,
    ],
    [
      'a scheme for claims',
      { access: [{ name: 'a' }], idClaims: { name: 'b', scheme: 'Bearer' } },
      /only access and ID tokens/,
    ],
    [
      'seventeen fields',
      { access: Array.from({ length: 17 }, (__, index) => ({ name: `a${index}` })) },
      /more than 16/,
    ],
  ] as [string, Partial<HeaderProfile>, RegExp][])('refuses %s', (_, part, message) => {
    const profile = { name: 'mine', access: [], source: 'this test', ...part };
    expect(() => createCredentialReader(profile)).toThrow(TypeError);
    expect(() => createCredentialReader(profile)).toThrow(message);
  });

  it('refuses a scheme that it does not know', () => {
    const profile = JSON.parse(
      '{"name":"mine","access":[{"name":"a","scheme":"Basic"}],"source":""}',
    );
    expect(() => createCredentialReader(profile as HeaderProfile)).toThrow(/not 'Bearer'/);
  });
});
