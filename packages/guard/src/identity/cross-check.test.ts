import { createHash } from 'node:crypto';
import { ALGORITHM_NAMES, type Algorithm, DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import type { AccessToken } from '../caller/access-token.ts';
import type { Credentials } from '../headers/credentials.ts';
import { type CrossCheckOptions, createCrossCheck, type IdTokenIssuer } from './cross-check.ts';

const ISSUER = 'https://issuer.test';
const RAW = 'access.token.raw';
const NONE: Credentials = {
  access: RAW,
  id: undefined,
  idClaims: undefined,
  userinfo: undefined,
  refresh: undefined,
};
type Members = Record<string, unknown>;
const ALICE = { iss: ISSUER, sub: 'alice' };

const encode = (claims: unknown) => Buffer.from(JSON.stringify(claims)).toString('base64');

function accessToken(claims: Members = {}, alg: Algorithm | 'none' = 'RS256'): AccessToken {
  const all: Members = { ...ALICE, azp: 'proxy', sid: 's1', ...claims };
  return {
    issuer: ISSUER,
    claims: all,
    expiresAt: 2_000_000_000,
    kind: alg === 'none' ? 'introspected' : 'jwt',
    alg: alg === 'none' ? undefined : alg,
    fingerprint: 'abcdefabcdef',
    raw: RAW,
    claim: (name) => all[name],
  };
}

const HASHES: Readonly<Record<string, string>> = {
  '256': 'sha256',
  '384': 'sha384',
  '512': 'sha512',
};

/** As OpenID Connect Core has it, by another way than ours. */
function atHash(alg: string, text: string): string {
  const digest = createHash(HASHES[alg.slice(2)] ?? 'sha512')
    .update(text)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

const crossCheck = (policy: CrossCheckOptions['atHash'] = 'ifPresent') =>
  createCrossCheck({
    profile: { idClaims: { name: 'X-ID-Token' }, userinfo: { name: 'X-Userinfo' } },
    atHash: policy,
    halfHash: atHash,
  });

const issuerOf = (
  claims: Members,
  alg: Algorithm = 'RS256',
  clients?: string[],
): IdTokenIssuer => ({
  idTokenAudience: clients,
  verifyIdToken: async () => ({ alg, claims }),
});
const NO_ID = issuerOf({});

async function faultOf(answer: unknown): Promise<DrawbridgeError> {
  try {
    await answer;
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

/** Checks unsigned claims. */
const unsigned = async (claims: unknown, access = accessToken(), check = crossCheck()) =>
  check(access, { ...NONE, idClaims: encode(claims) }, NO_ID);

/** Checks the claims of a signed token. */
const signed = async (
  claims: Members,
  access = accessToken(),
  check = crossCheck(),
  clients?: string[],
) => check(access, { ...NONE, id: 'a.b.c' }, issuerOf(claims, 'RS256', clients));

const HOSTILE: readonly (readonly [string, Members])[] = [
  ['another user', { ...ALICE, sub: 'mallory' }],
  ['another issuer', { ...ALICE, iss: 'https://other.test' }],
  ['an issuer with a slash more', { ...ALICE, iss: `${ISSUER}/` }],
  ['a user in another case', { ...ALICE, sub: 'Alice' }],
  ['no sub', { iss: ISSUER }],
  ['no iss', { sub: 'alice' }],
  ['a list for sub', { ...ALICE, sub: ['alice'] }],
  ['a list for iss', { ...ALICE, iss: [ISSUER] }],
  ['null for sub', { ...ALICE, sub: null }],
  ['an object for sub', { ...ALICE, sub: { toString: 'alice' } }],
  [
    'iss and sub in __proto__',
    JSON.parse(`{"__proto__":{"iss":"${ISSUER}","sub":"alice"}}`) as Members,
  ],
  ['another session', { ...ALICE, sid: 's2' }],
  ['a list for sid', { ...ALICE, sid: ['s1'] }],
  ['null for sid', { ...ALICE, sid: null }],
];

describe('createCrossCheck, whatever is beside the access token', () => {
  it.each(HOSTILE)('refuses unsigned claims of %s', async (_, claims) => {
    const fault = await faultOf(unsigned(claims));
    expect([fault.code, fault.status, fault.token]).toEqual([
      'token_mismatch',
      401,
      'abcdefabcdef',
    ]);
  });

  it.each(HOSTILE)(
    'refuses a signed ID token of %s beside a valid access token',
    async (_, claims) => {
      const claimed = { aud: 'proxy', ...claims };
      expect((await faultOf(signed(claimed))).code).toBe('token_mismatch');
    },
  );

  it.each(HOSTILE)(
    'refuses unsigned claims of %s beside a good signed ID token',
    async (_, claims) => {
      const credentials = { ...NONE, id: 'a.b.c', idClaims: encode(claims) };
      const answer = crossCheck()(accessToken(), credentials, issuerOf({ ...ALICE, aud: 'proxy' }));
      expect((await faultOf(answer)).code).toBe('token_mismatch');
    },
  );

  it.each([
    ['another user', { sub: 'mallory' }],
    ['nobody', {}],
    ['a list', { sub: ['alice'] }],
    ['a prototype', JSON.parse('{"__proto__":{"sub":"alice"}}') as Members],
    ['the same sub of another issuer', { iss: 'https://b.test', sub: 'alice' }],
    ['the same sub of a list of issuers', { iss: ['https://issuer.test'], sub: 'alice' }],
    ['the same sub of no issuer', { iss: null, sub: 'alice' }],
  ])('refuses userinfo of %s', async (_, claims) => {
    const answer = crossCheck()(accessToken(), { ...NONE, userinfo: encode(claims) }, NO_ID);
    expect((await faultOf(answer)).code).toBe('token_mismatch');
  });

  it.each([undefined, '', 7, ['alice']])(
    'refuses all of it when the access token has %j for a sub',
    async (sub) => {
      const access = accessToken({ sub });
      const claims = { iss: ISSUER, sub };
      const userinfo = crossCheck()(access, { ...NONE, userinfo: encode(claims) }, NO_ID);
      for (const answer of [
        unsigned(claims, access),
        signed({ ...claims, aud: 'proxy' }, access),
        userinfo,
      ]) {
        expect((await faultOf(answer)).code).toBe('token_mismatch');
      }
    },
  );

  it.each(['idClaims', 'userinfo'] as const)('refuses broken base64 in %s', async (name) => {
    const answer = crossCheck()(accessToken(), { ...NONE, [name]: '%%%' }, NO_ID);
    expect((await faultOf(answer)).code).toBe('credentials_malformed');
  });

  it('refuses broken base64 beside a signed ID token', async () => {
    const credentials = { ...NONE, id: 'a.b.c', idClaims: 'e3' };
    const answer = crossCheck()(accessToken(), credentials, issuerOf({ ...ALICE, aud: 'proxy' }));
    expect((await faultOf(answer)).code).toBe('credentials_malformed');
  });

  it('passes on why a signed ID token is not good', async () => {
    const verifyIdToken = async () => {
      throw new DrawbridgeError('signature_invalid');
    };
    const answer = crossCheck()(accessToken(), { ...NONE, id: 'a.b.c' }, { verifyIdToken });
    expect((await faultOf(answer)).code).toBe('signature_invalid');
  });

  it('refuses a signed ID token that nobody can verify', async () => {
    const answer = crossCheck()(
      accessToken(),
      { ...NONE, id: 'a.b.c' },
      { verifyIdToken: undefined },
    );
    expect((await faultOf(answer)).code).toBe('token_mismatch');
  });
});

describe('createCrossCheck, the audience of a signed ID token', () => {
  it.each([
    ['another client', { aud: 'other' }],
    ['no aud', {}],
    ['an empty list', { aud: [] }],
    ['a list in a list', { aud: [['proxy']] }],
    ['an azp that is another client', { aud: ['proxy', 'other'], azp: 'other' }],
    ['an azp that is a list', { aud: 'proxy', azp: ['proxy'] }],
    ['an azp of null', { aud: 'proxy', azp: null }],
  ])('refuses %s', async (_, claims) => {
    expect((await faultOf(signed({ ...ALICE, ...claims }))).code).toBe('token_mismatch');
  });

  it('needs a setting when the access token names no client', async () => {
    const fault = await faultOf(
      signed({ ...ALICE, aud: 'proxy' }, accessToken({ azp: undefined })),
    );
    expect([fault.code, fault.hint]).toEqual([
      'token_mismatch',
      expect.stringContaining('idTokenAudience'),
    ]);
  });

  it('goes by the setting alone where there is one', async () => {
    const access = accessToken();
    expect(
      (await faultOf(signed({ ...ALICE, aud: 'proxy' }, access, crossCheck(), ['web']))).code,
    ).toBe('token_mismatch');
    const { id } = await signed({ ...ALICE, aud: ['web', 'x'], azp: 'web' }, access, crossCheck(), [
      'app',
      'web',
    ]);
    expect(id?.signed).toBe(true);
  });

  it.each([{ azp: 'proxy' }, { azp: undefined, client_id: 'proxy' }])(
    'takes the client of %j',
    async (claims) => {
      const { id } = await signed({ ...ALICE, aud: ['proxy'], azp: 'proxy' }, accessToken(claims));
      expect([id?.signed, id?.raw, id?.claim('sub')]).toEqual([true, 'a.b.c', 'alice']);
    },
  );
});

describe('createCrossCheck, at_hash', () => {
  for (const alg of ALGORITHM_NAMES) {
    it(`goes by ${alg}, the ID token's own algorithm, when it is signed`, async () => {
      const claims = { ...ALICE, aud: 'proxy', at_hash: atHash(alg, RAW) };
      const access = accessToken({}, alg === 'RS384' ? 'RS256' : 'RS384');
      const check = crossCheck('require');
      const { id } = await check(access, { ...NONE, id: 'a.b.c' }, issuerOf(claims, alg));
      expect(id?.signed).toBe(true);
      const wrong = { ...claims, at_hash: atHash(alg, 'another') };
      const answer = check(access, { ...NONE, id: 'a.b.c' }, issuerOf(wrong, alg));
      expect((await faultOf(answer)).code).toBe('token_mismatch');
    });

    it(`goes by ${alg}, the access token's, for unsigned claims`, async () => {
      const access = accessToken({}, alg);
      const claims = { ...ALICE, at_hash: atHash(alg, RAW) };
      expect((await unsigned(claims, access, crossCheck('require'))).id?.signed).toBe(false);
      const wrong = { ...ALICE, at_hash: atHash(alg, 'another') };
      expect((await faultOf(unsigned(wrong, access))).code).toBe('token_mismatch');
    });
  }

  it.each([null, '', 7, [atHash('RS256', RAW)], `${atHash('RS256', RAW)}=`])(
    'refuses %j',
    async (value) => {
      expect((await faultOf(unsigned({ ...ALICE, at_hash: value }))).code).toBe('token_mismatch');
    },
  );

  it('may be missing by ifPresent and off, and not by require', async () => {
    expect((await unsigned(ALICE)).id?.signed).toBe(false);
    expect((await unsigned(ALICE, accessToken(), crossCheck('off'))).id?.signed).toBe(false);
    const fault = await faultOf(unsigned(ALICE, accessToken(), crossCheck('require')));
    expect([fault.code, fault.hint]).toEqual([
      'token_mismatch',
      expect.stringContaining('ifPresent'),
    ]);
  });

  it('may be wrong when it is off', async () => {
    const claims = { ...ALICE, at_hash: 'wrong' };
    expect((await unsigned(claims, accessToken(), crossCheck('off'))).id?.claim('sub')).toBe(
      'alice',
    );
  });

  it('cannot be judged beside a token that was introspected: then require refuses', async () => {
    const access = accessToken({}, 'none');
    const claims = { ...ALICE, at_hash: 'whatever' };
    expect((await unsigned(claims, access)).id?.signed).toBe(false);
    expect((await faultOf(unsigned(claims, access, crossCheck('require')))).code).toBe(
      'token_mismatch',
    );
  });
});

describe('createCrossCheck, what belongs together', () => {
  it('answers without a promise when there is nothing beside the access token', () => {
    const answer = crossCheck('require')(accessToken(), NONE, NO_ID);
    expect(answer).toEqual({ id: undefined, userinfo: undefined });
  });

  it('takes unsigned claims for what they are, also when the ID token has expired', async () => {
    const claims = { ...ALICE, sid: 's1', exp: 1, preferred_username: 'al' };
    const { id, userinfo } = await unsigned(claims);
    expect([id?.signed, id?.claims, id?.raw, userinfo]).toEqual([
      false,
      claims,
      encode(claims),
      undefined,
    ]);
  });

  it('prefers what is signed', async () => {
    const credentials = { ...NONE, id: 'a.b.c', idClaims: encode({ ...ALICE, name: 'forged' }) };
    const issuer = issuerOf({ ...ALICE, aud: 'proxy', name: 'Alice' });
    const { id } = await crossCheck()(accessToken(), credentials, issuer);
    expect([id?.signed, id?.claim('name')]).toEqual([true, 'Alice']);
  });

  it('hands out userinfo, frozen', async () => {
    const credentials = { ...NONE, userinfo: encode({ sub: 'alice', name: 'Alice' }) };
    const { id, userinfo } = await crossCheck()(accessToken(), credentials, NO_ID);
    expect([id, userinfo, Object.isFrozen(userinfo)]).toEqual([
      undefined,
      { sub: 'alice', name: 'Alice' },
      true,
    ]);
  });
});
