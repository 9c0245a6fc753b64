import { decodeBase64Url, encodeBase64Url } from '@drawbridge/core';
import { type Anvil, encodePart, partsOf } from './anvil.ts';
import { p1363ToDer } from './der.ts';
import type { HostileToken } from './hostile-token.ts';

/** Signatures that are not the issuer's over this very header and payload. */
export async function forgeSignature(anvil: Anvil): Promise<readonly HostileToken[]> {
  const good = await anvil.sign(anvil.header(), anvil.claims());
  const other = await anvil.sign(anvil.header(), anvil.claims({ sub: 'mallory' }));
  const [header, payload, signature] = partsOf(good);
  const bytes = decodeBase64Url(signature) as Uint8Array;
  const half = bytes.length / 2;
  const zeros = new Uint8Array(bytes.length);
  const withSignature = (value: Uint8Array) => `${header}.${payload}.${encodeBase64Url(value)}`;

  const tokens: Record<string, string> = {
    'the signature stripped': `${header}.${payload}.`,
    'the signature of another token': `${header}.${payload}.${partsOf(other)[2]}`,
    'the claims of another token': `${header}.${partsOf(other)[1]}.${signature}`,
    'claims changed after signing': `${header}.${encodePart(anvil.claims({ sub: 'root' }))}.${signature}`,
    'a header changed after signing': `${encodePart(anvil.header({ x: 1 }))}.${payload}.${signature}`,
    'the first bit of the signature flipped': withSignature(flip(bytes, 0, 0x80)),
    'the last bit of the signature flipped': withSignature(flip(bytes, bytes.length - 1, 0x01)),
    'the signature cut by a byte': withSignature(bytes.subarray(0, -1)),
    'the signature cut to a byte': withSignature(bytes.subarray(0, 1)),
    'a zero byte after the signature': withSignature(new Uint8Array([...bytes, 0])),
    'a zero byte before the signature': withSignature(new Uint8Array([0, ...bytes])),
    'the signature twice': withSignature(new Uint8Array([...bytes, ...bytes])),
    'a signature of zeros alone': withSignature(zeros),
    'a signature of ones alone': withSignature(zeros.slice().fill(0xff)),
    'another key than the issuer’s': await anvil.sign(
      anvil.header(),
      anvil.claims(),
      anvil.attacker,
    ),
  };
  if (anvil.key.alg.startsWith('ES')) {
    const half1 = bytes.subarray(0, half);
    const half2 = bytes.subarray(half);
    const none = new Uint8Array(half);
    tokens['an ECDSA signature in DER'] = withSignature(p1363ToDer(bytes));
    tokens['an ECDSA signature with r = 0'] = withSignature(new Uint8Array([...none, ...half2]));
    tokens['an ECDSA signature with s = 0'] = withSignature(new Uint8Array([...half1, ...none]));
    tokens['an ECDSA signature with r and s swapped'] = withSignature(
      new Uint8Array([...half2, ...half1]),
    );
    tokens['a DER ECDSA signature with r = s = 0'] = withSignature(p1363ToDer(zeros));
  }
  return Object.entries(tokens).map(
    ([name, token]): HostileToken => ({ name, token, code: 'signature_invalid' }),
  );
}

function flip(bytes: Uint8Array, index: number, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[index] = (flipped[index] as number) ^ bit;
  return flipped;
}
