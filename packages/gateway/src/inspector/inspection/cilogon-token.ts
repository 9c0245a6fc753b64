import { decodeUtf8, parseUrl } from '@drawbridge/core';

/**
 * A token of CILogon that looks opaque: an address in base32 (RFC 4648 section 6) without padding. That `ts` is when it was
 * issued, and that both are milliseconds, is from the source of OA4MP, which CILogon runs (`TokenImpl.java` of ncsa/oa4mp, read on
 * 2026-11-27).
 */
export interface CilogonToken {
  readonly url: URL;
  /** `type` of its query: `accessToken`, `refreshToken`. */
  readonly type: string | undefined;
  /** `ts` of its query, when it was issued: milliseconds since the epoch. */
  readonly issuedAt: number | undefined;
  /** What its query ends with: milliseconds. */
  readonly lifetime: number | undefined;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE32 = /^[A-Z2-7]{32,4096}=*$/;
/** Longer numbers are no times. */
const DIGITS = /^\d{1,15}$/;

/**
 * Reads such a token. **Nothing in it is to be trusted**: it is signed by nobody, and the issuer alone knows whether it
 * opens anything.
 *
 * @returns `undefined` for any other text
 */
export function readCilogonToken(text: string): CilogonToken | undefined {
  if (!BASE32.test(text)) return undefined;
  const decoded = decodeUtf8(decodeBase32(text.replace(/=+$/, '')));
  // White space in front is passed over by what reads addresses.
  if (decoded === undefined || !/^https?:\/\//.test(decoded)) return undefined;
  const url = parseUrl(decoded);
  if (url === undefined) return undefined;
  const number = (name: string) => {
    const value = url.searchParams.get(name) ?? '';
    return DIGITS.test(value) ? Number(value) : undefined;
  };
  return {
    url,
    type: url.searchParams.get('type') ?? undefined,
    issuedAt: number('ts'),
    lifetime: number('lifetime'),
  };
}

/** Bits that are left over at the end are passed over. */
function decodeBase32(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let [held, bits, at] = [0, 0, 0];
  for (const character of text) {
    held = ((held << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
