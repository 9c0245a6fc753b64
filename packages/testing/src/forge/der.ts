/**
 * An ECDSA signature r || s as the DER SEQUENCE of two INTEGERs that X.509 and
 * TLS use (RFC 3279 section 2.2.3), and JWS does not (RFC 7518 section 3.4).
 */
export function p1363ToDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  const body = [...integer(signature.subarray(0, half)), ...integer(signature.subarray(half))];
  const length = body.length < 0x80 ? [body.length] : [0x81, body.length];
  return new Uint8Array([0x30, ...length, ...body]);
}

function integer(bytes: Uint8Array): readonly number[] {
  const digits = [...bytes];
  while (digits.length > 1 && digits[0] === 0) digits.shift();
  // The first bit is the sign.
  if ((digits[0] as number) >= 0x80) digits.unshift(0);
  return [0x02, digits.length, ...digits];
}
