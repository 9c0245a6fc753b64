import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jwtOf, URL_OF_IT } from './endpoint.fixture.ts';
import { type Held, requireSamePerson } from './same-person.ts';

const ALICE = { iss: 'https://issuer.test', sub: 'alice', aud: 'app' };

/** What is the matter; `undefined` when nothing is. */
function matter(held: Held, given: Held): unknown {
  try {
    requireSamePerson(held, given, URL_OF_IT);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

const idToken = (claims: object): Held => ({ accessToken: 'opaque', idToken: jwtOf(claims) });
const accessToken = (claims: object): Held => ({ accessToken: jwtOf(claims) });

describe('the tokens of somebody else', () => {
  it.each([
    ['sub', { ...ALICE, sub: 'bob' }],
    ['sub', { ...ALICE, sub: 'Alice' }],
    ['sub', { ...ALICE, sub: undefined }],
    ['sub', { ...ALICE, sub: 1 }],
    ['iss', { ...ALICE, iss: 'https://issuer.test/' }],
    ['iss', { sub: 'alice', aud: 'app' }],
    ['aud', { ...ALICE, aud: 'other' }],
    ['aud', { ...ALICE, aud: ['app', 'other'] }],
    ['aud', { ...ALICE, aud: [] }],
  ])('are known by the %s of an ID token: %j', (name, claims) => {
    expect(matter(idToken(ALICE), idToken(claims))).toMatchObject({
      code: 'sign_in_needed',
      message: `${URL_OF_IT} answered the refresh with the tokens of somebody else (the ${name} of the ID token is another one): they were thrown away`,
    });
  });

  it.each([
    ['sub', { ...ALICE, sub: 'bob' }],
    ['sub', { iss: ALICE.iss }],
    ['iss', { ...ALICE, iss: 'https://other.test' }],
  ])('are known by the %s of an access token: %j', (name, claims) => {
    expect(matter(accessToken(ALICE), accessToken(claims))).toMatchObject({
      code: 'sign_in_needed',
      message: expect.stringContaining(`the ${name} of the access token`),
    });
  });

  it('are known by the access token beside an ID token that is right', () => {
    const held = { accessToken: jwtOf(ALICE), idToken: jwtOf(ALICE) };
    const given = { ...held, accessToken: jwtOf({ ...ALICE, sub: 'bob' }) };
    expect(matter(held, given)).toMatchObject({ code: 'sign_in_needed' });
  });

  it('are not told by their names', () => {
    const fault = matter(accessToken(ALICE), accessToken({ ...ALICE, sub: 'mallory' })) as Error;
    expect(fault.message).not.toMatch(/alice|mallory/);
  });
});

describe('the tokens of the same person', () => {
  it.each([
    [
      'an ID token with the audience in a list',
      idToken(ALICE),
      idToken({ ...ALICE, aud: ['app'] }),
    ],
    [
      'audiences in another order',
      idToken({ ...ALICE, aud: ['a', 'b'] }),
      idToken({ ...ALICE, aud: ['b', 'a', 'b'] }),
    ],
    ['an access token for somebody else', accessToken(ALICE), accessToken({ ...ALICE, aud: 'x' })],
    ['no ID token this time', { ...accessToken(ALICE), idToken: jwtOf(ALICE) }, accessToken(ALICE)],
    ['names in the access token, this time', accessToken({}), accessToken(ALICE)],
    ['an opaque one', accessToken(ALICE), { accessToken: 'opaque' }],
    ['an encrypted ID token', idToken(ALICE), { accessToken: 'opaque', idToken: 'e30.a.b.c.d' }],
    [
      'another name in the access token than in the ID token',
      { accessToken: jwtOf({ ...ALICE, sub: 'x' }), idToken: jwtOf(ALICE) },
      { accessToken: jwtOf({ ...ALICE, sub: 'x' }), idToken: jwtOf(ALICE) },
    ],
  ])('pass: %s', (_, held, given) => {
    expect(matter(held, given)).toBeUndefined();
  });

  it('never are those of another sub, whatever it is', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('alice', 'ALICE', ' alice', 'alice\u0000'));
    fc.assert(
      fc.property(name, name, fc.boolean(), (before, after, isId) => {
        const of = isId ? idToken : accessToken;
        const passes =
          matter(of({ ...ALICE, sub: before }), of({ ...ALICE, sub: after })) === undefined;
        expect(passes).toBe(before === after);
      }),
    );
  });
});
