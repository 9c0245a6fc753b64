import { printable, quoteForShell } from '@drawbridge/core';
import type { Step } from './inspection.ts';

/** base64url without padding, as JWTs have it, to bytes: any POSIX shell's tools know base64 with padding alone. */
const FROM_BASE64URL = `tr -d '\\n=' | tr -- '-_' '+/' | awk '{ while (length($0) % 4) $0 = $0 "="; printf "%s", $0 }' | base64 -d`;

/** What RFC 6265 section 4.1.1 has in names, without what a shell or grep would take for something else. */
const PLAIN_NAME = /^[\w.-]+$/;

/** Takes a value out of a Cookie field, and joins its parts. @param of - how many parts; 1: it is whole */
export function cookieSteps(name: string, of: number): readonly Step[] {
  if (!PLAIN_NAME.test(name)) return [];
  const pattern = name.replaceAll('.', '[.]');
  const pick = of === 1 ? `${pattern}=` : `${pattern}_[1-${of}]of${of}=`;
  return [
    {
      does: of === 1 ? 'Take the value out of the field' : `Put the ${of} parts together, in order`,
      input: 'the line with the cookies',
      line: `sed 's/^[Cc]ookie: *//' | tr ';' '\\n' | sed 's/^ *//' | grep '^${pick}' | LC_ALL=C sort | sed 's/^[^=]*=//' | tr -d '\\n'`,
    },
  ];
}

/** @param input - what goes in, in words */
export function base64Step(input: string): Step {
  return { does: 'Decode base64url', input, line: FROM_BASE64URL };
}

export function gunzipStep(input: string): Step {
  return { does: 'Decompress', input, line: 'gzip -dc' };
}

/** Header and claims of a JWT. */
export function jwtSteps(input: string): readonly Step[] {
  return [
    { does: 'Read the header', input, line: `cut -d. -f1 | ${FROM_BASE64URL}` },
    { does: 'Read the claims', input, line: `cut -d. -f2 | ${FROM_BASE64URL}` },
  ];
}

/**
 * Takes a claim out of claims.
 *
 * @param path - of members, from the outside in
 * @returns none for a name that cannot be copied from what shows it
 */
export function claimSteps(path: readonly string[], input: string): readonly Step[] {
  if (path.some((name) => name.includes('\n') || printable(name) !== name)) return [];
  return [
    {
      does: `Take ${path.at(-1)} out of the claims`,
      input,
      line: `python3 -c 'import json, sys, functools; print(functools.reduce(lambda v, k: v[int(k)] if isinstance(v, list) else v[k], sys.argv[1:], json.load(sys.stdin)), end="")' ${path.map(quoteForShell).join(' ')}`,
    },
  ];
}

export function base32Step(input: string): Step {
  return {
    does: 'Decode base32',
    input,
    line: `tr -d '\\n=' | awk '{ while (length($0) % 8) $0 = $0 "="; printf "%s", $0 }' | base32 -d`,
  };
}

const HASHES: Readonly<Record<string, string>> = { 256: 'sha256', 384: 'sha384', 512: 'sha512' };

/**
 * Checks a signature. Keys are read from files, never from the command line, where others on the machine could see them:
 * `secret.txt`, of which a line end is no part, or `public.pem`.
 *
 * @param algorithm - of the header
 * @returns none for one that has no such command here
 */
export function signatureSteps(algorithm: string, input: string): readonly Step[] {
  const [, family = '', bits = ''] = /^(HS|RS|ES)(256|384|512)$/.exec(algorithm) ?? [];
  const hash = HASHES[bits];
  if (hash === undefined) return [];
  if (family === 'HS') {
    return [
      {
        does: `Make the signature anew with the secret, and compare (${algorithm})`,
        input,
        line: `python3 -c 'import base64, hashlib, hmac, sys; key = open("secret.txt", "rb").read().rstrip(b"\\r\\n"); text, _, given = sys.stdin.read().strip().rpartition("."); made = base64.urlsafe_b64encode(hmac.new(key, text.encode(), hashlib.${hash}).digest()).rstrip(b"=").decode(); print("verified" if hmac.compare_digest(made, given.rstrip("=")) else "forged")'`,
      },
    ];
  }
  const verify = {
    does: `Check it with the public key (${algorithm})`,
    input,
    line: `cut -d. -f1,2 | tr -d '\\n' | openssl dgst -${hash} -verify public.pem -signature signature.bin`,
  };
  const keep = { does: 'Keep the signature in a file', input };
  if (family === 'RS') {
    return [{ ...keep, line: `cut -d. -f3 | ${FROM_BASE64URL} > signature.bin` }, verify];
  }
  // RFC 7518 section 3.4 has both numbers side by side, openssl wants them in DER.
  const toDer =
    'import sys; s = sys.stdin.buffer.read(); n = len(s) // 2; size = lambda b: bytes([len(b)]) if len(b) < 128 else bytes([129, len(b)]); number = lambda b: b"\\x02" + size(b) + b; pack = lambda b: number((v := int.from_bytes(b, "big")).to_bytes(v.bit_length() // 8 + 1, "big")); both = pack(s[:n]) + pack(s[n:]); sys.stdout.buffer.write(b"\\x30" + size(both) + both)';
  return [
    { ...keep, line: `cut -d. -f3 | ${FROM_BASE64URL} | python3 -c '${toDer}' > signature.bin` },
    verify,
  ];
}
