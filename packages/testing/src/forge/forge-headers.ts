import { decodeToken, type ErrorCode } from '@drawbridge/core';
import { type ApisixTokens, toApisixHeaders, toBase64 } from '../apisix/apisix-headers.ts';
import type { TestIssuer } from '../issuer/test-issuer.ts';
import { testKey } from '../issuer/test-key.ts';

/** The header of a request that no API behind APISIX may serve. */
export interface HostileHeaders {
  /** What is wrong with it; a test's title. */
  readonly name: string;
  /** As `fetch` and `new Headers` take them. Some are there twice, which `Object.fromEntries` loses. */
  readonly headers: [name: string, value: string][];
  /** The fault that a guard finds first. */
  readonly code: ErrorCode;
}

type Field = HostileHeaders['headers'][number];

type Row = readonly [name: string, code: ErrorCode, changes: Partial<ApisixTokens>];

const ALL = { set_raw_id_token_header: true, set_refresh_token_header: true };

/**
 * What somebody sends who reaches a service past its proxy, or through one that leaves its caller's fields in: their own
 * good access token beside what makes them another person, and fields that two readers read differently. The guard
 * under test reads APISIX's fields, and accepts the issuer, its audience and its first client.
 */
export async function forgeHostileHeaders(issuer: TestIssuer): Promise<readonly HostileHeaders[]> {
  const [mine, theirs] = [await signIn(issuer, 'mallory'), await signIn(issuer, 'alice')];
  const rows: Row[] = [...unsigned(mine, theirs), ...(await signed(issuer, mine, theirs))];
  const pairs = rows.map(([name, code, changes]): HostileHeaders => {
    const { idToken: _, idClaims: __, userinfo: ___, ...alone } = mine;
    return { name, code, headers: Object.entries(toApisixHeaders({ ...alone, ...changes }, ALL)) };
  });
  return [...pairs, ...spelled(mine, theirs)];
}

type SignedIn = Required<ApisixTokens>;

async function signIn(issuer: TestIssuer, sub: string): Promise<SignedIn> {
  const { accessToken, idToken = '', refreshToken = '' } = await issuer.grant({ sub });
  const idClaims = decodeToken(idToken).claims;
  return { accessToken, idToken, refreshToken, idClaims, userinfo: { sub } };
}

/** X-ID-Token and X-Userinfo, which anybody can write. */
function unsigned({ idClaims: mine }: SignedIn, { idClaims: theirs }: SignedIn): readonly Row[] {
  const claims = (name: string, idClaims: object): Row => [name, 'token_mismatch', { idClaims }];
  return [
    claims('the ID claims of another person', theirs),
    claims('ID claims with another sub alone', { ...mine, sub: 'alice' }),
    claims('ID claims without a sub', { ...mine, sub: undefined }),
    claims('ID claims whose sub is a list', { ...mine, sub: ['mallory'] }),
    claims('ID claims of another issuer', { ...mine, iss: 'https://attacker.test' }),
    claims('ID claims without an issuer', { ...mine, iss: undefined }),
    claims('ID claims with a wrong at_hash', { ...mine, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    claims('ID claims with an empty at_hash', { ...mine, at_hash: '' }),
    claims('ID claims whose at_hash is no text', { ...mine, at_hash: 1 }),
    claims('ID claims of another session', { ...mine, sid: 'another' }),
    ['userinfo of another person', 'token_mismatch', { userinfo: { sub: 'alice' } }],
    ['userinfo of nobody', 'token_mismatch', { userinfo: { name: 'Alice' } }],
  ];
}

/** X-Raw-ID-Token. */
async function signed(issuer: TestIssuer, mine: SignedIn, theirs: SignedIn) {
  const attacker = await testKey(issuer.key().alg, 'attacker');
  const claims = mine.idClaims as Readonly<Record<string, unknown>>;
  const issue = async (name: string, code: ErrorCode, changes: object): Promise<Row> => [
    name,
    code,
    { idToken: await issuer.issue({ ...claims, ...changes }) },
  ];
  const forged = await issuer.issue(claims, { key: { ...attacker, kid: issuer.key().kid } });
  return [
    ['the ID token of another person', 'token_mismatch', { idToken: theirs.idToken }],
    ['an ID token that the attacker signed', 'signature_invalid', { idToken: forged }],
    await issue('an ID token that is over', 'token_expired', { exp: 1 }),
    await issue('an ID token for another client', 'token_mismatch', {
      aud: 'another',
      azp: 'another',
    }),
    await issue('an ID token with a wrong at_hash', 'token_mismatch', {
      at_hash: 'AAAAAAAAAAAAAAAAAAAAAA',
    }),
  ] satisfies readonly Row[];
}

/** Fields that two readers read differently. */
function spelled(mine: SignedIn, theirs: SignedIn): readonly HostileHeaders[] {
  const access: Field = ['X-Access-Token', mine.accessToken];
  const forgedId = toBase64(theirs.idClaims);
  const row = (name: string, code: ErrorCode, ...more: readonly Field[]): HostileHeaders => ({
    name,
    code,
    headers: [access, ...more],
  });
  return [
    row('two access tokens', 'credentials_ambiguous', ['X-Access-Token', theirs.accessToken]),
    row('the same access token twice', 'credentials_ambiguous', ['x-access-token', access[1]]),
    row('a name with underscores', 'credentials_ambiguous', ['X_ID_Token', forgedId]),
    row(
      'ID claims twice',
      'credentials_ambiguous',
      ['X-ID-Token', forgedId],
      ['X-ID-Token', toBase64(mine.idClaims)],
    ),
    {
      name: 'two access tokens, joined',
      code: 'credentials_ambiguous',
      headers: [['X-Access-Token', `${mine.accessToken}, ${theirs.accessToken}`]],
    },
    row('ID claims that are no base64', 'credentials_malformed', ['X-ID-Token', '%7B%7D']),
    row('ID claims that are no JSON', 'credentials_malformed', ['X-ID-Token', btoa('alice')]),
    row('ID claims in a list', 'credentials_malformed', ['X-ID-Token', toBase64([mine.idClaims])]),
    row('a sub twice', 'credentials_malformed', [
      'X-ID-Token',
      btoa('{"sub":"mallory","sub":"alice"}'),
    ]),
    row('64 KiB of ID claims', 'credentials_malformed', ['X-ID-Token', 'A'.repeat(65_536)]),
    { name: 'no token', code: 'credentials_missing', headers: [] },
    {
      name: 'ID claims and no access token',
      code: 'credentials_missing',
      headers: [['X-ID-Token', forgedId]],
    },
  ];
}
