import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import { createTestClock, createTestIssuer, createTestVerifier } from '@drawbridge/testing';

/** What signs the cookies of the tests. */
export const SECRET = 'kmDDgMLGThapDV1QnhWPJd0oARzjLa5Zy3bQ8WfKXYk=';

export const clock = createTestClock();
const issuer = await createTestIssuer({
  issuer: 'https://cilogon.test',
  audience: 'cilogon:/client_id/617cecdd',
  clock,
});
export const verifier = createTestVerifier(issuer);

/** As CILogon writes them: base32 of an address. */
function opaqueToken(type: 'accessToken' | 'refreshToken', lifetime: number): string {
  const address = `https://cilogon.test/oauth2/8f3a1c2b77de40f19a?type=${type}&ts=${clock.now() - 60_000}&version=v2.0&lifetime=${lifetime}`;
  const bits = [...Buffer.from(address)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g)?.map((five) => Number.parseInt(five.padEnd(5, '0'), 2));
  return letters?.map((at) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[at]).join('') ?? '';
}

const now = clock.seconds();
export const idToken = await issuer.issue({
  sub: 'http://cilogon.test/serverA/users/242181',
  email: 'ada@example.edu',
  given_name: 'Ada',
  idp_name: 'Example University',
  auth_time: now - 3_700,
  iat: now - 3_600,
  exp: now - 2_700,
});
export const accessToken = opaqueToken('accessToken', 900_000);
export const refreshToken = opaqueToken('refreshToken', 86_400_000);

/** Ada's session, as FABRIC's Vouch Proxy keeps it. */
export const ADA: VouchSession = {
  username: 'ada@example.edu',
  customClaims: { email: 'ada@example.edu', email_verified: false, name: 'Ada Example' },
  accessToken,
  idToken,
  refreshToken,
  audience: 'lab.example.edu,example.org',
  expiresAt: now + 11_520,
  issuer: 'Vouch',
};

/** The value of a cookie. */
export async function cookieOf(
  session: VouchSession = ADA,
  { secret = SECRET, compress = true } = {},
): Promise<string> {
  return createVouchCodec({ keys: [{ secret }], compress, clock }).encode(session);
}

/** Cuts a value into cookies, as Vouch Proxy names them. */
export function inParts(value: string, of: number, name = 'VouchCookie'): readonly string[] {
  const size = Math.ceil(value.length / of);
  return Array.from({ length: of }, (_, at) => {
    return `${name}_${at + 1}of${of}=${value.slice(at * size, (at + 1) * size)}`;
  });
}
