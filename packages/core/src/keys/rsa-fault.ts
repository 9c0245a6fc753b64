import { decodeBase64Url } from '../encoding/base64url.ts';
import { type JsonObject, member } from '../encoding/json.ts';

const MALFORMED = 'its private part is not well-formed';

/**
 * Says what is wrong with the private part of an RSA key (RFC 7518 section 6.3.2). OpenSSL signs by the primes, and falls
 * back to the exponent where that goes wrong, or the other way round: a key of which half is wrong would sign here, and
 * not where it is taken next.
 *
 * @returns the sentence; `undefined` for nothing
 */
export function rsaFault(jwk: JsonObject): string | undefined {
  if (member(jwk, 'oth') !== undefined) return 'it has more than two primes';
  const longest = String(member(jwk, 'n')).length;
  const numbers = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].map((name) => {
    const text = member(jwk, name);
    return typeof text === 'string' && text.length <= longest ? numberOf(text) : undefined;
  });
  const [n, e, d, p, q, dp, dq, qi] = numbers;
  if (n === undefined || e === undefined || d === undefined) return MALFORMED;
  if (p === undefined || q === undefined || p < 3n || q < 3n) return MALFORMED;
  if (dp === undefined || dq === undefined || qi === undefined) return MALFORMED;
  const fits =
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    dp === d % (p - 1n) &&
    dq === d % (q - 1n) &&
    (qi * q) % p === 1n;
  return fits ? undefined : 'its private part does not belong to its public part';
}

function numberOf(text: string): bigint | undefined {
  const bytes = decodeBase64Url(text);
  if (bytes === undefined || bytes.length === 0) return undefined;
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
}
