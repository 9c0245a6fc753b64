import { encodeBase64Url } from '@drawbridge/core';
import { exportSPKI } from 'jose';
import { type Anvil, encodePart } from './anvil.ts';
import type { HostileToken } from './hostile-token.ts';

const encoder = new TextEncoder();

/** Confusion about the algorithm (RFC 8725 sections 2.1 and 3.1). */
export async function forgeAlgorithm(anvil: Anvil): Promise<readonly HostileToken[]> {
  const tokens: HostileToken[] = [];
  for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '']) {
    const input = `${encodePart(anvil.header({ alg }))}.${encodePart(anvil.claims())}`;
    tokens.push({
      name: `alg "${alg}" without a signature`,
      token: `${input}.`,
      code: 'algorithm_not_allowed',
    });
    tokens.push({
      name: `alg "${alg}" with a signature`,
      token: await anvil.sign(anvil.header({ alg }), anvil.claims()),
      code: 'algorithm_not_allowed',
    });
  }
  for (const alg of [undefined, null, ['RS256'], { toString: 'RS256' }, 'constructor', 'rs256']) {
    tokens.push({
      name: `alg ${JSON.stringify(alg) ?? 'left out'}`,
      token: await anvil.sign(anvil.header({ alg }), anvil.claims()),
      code: 'algorithm_not_allowed',
    });
  }
  for (const [form, secret] of Object.entries(await publicKeyTexts(anvil))) {
    for (const bits of [256, 384, 512]) {
      tokens.push({
        name: `HS${bits} keyed with the issuer's public key as ${form}`,
        token: await signHmac(anvil, `HS${bits}`, `SHA-${bits}`, secret),
        code: 'algorithm_not_allowed',
      });
    }
  }
  return tokens;
}

/** The spellings of a public key that a confused verifier would take for a secret. */
async function publicKeyTexts({ key }: Anvil): Promise<Readonly<Record<string, string>>> {
  const pem = await exportSPKI(key.publicKey);
  return {
    PEM: pem,
    'PEM with a line feed': `${pem.trimEnd()}\n`,
    'PEM without a line feed': pem.trimEnd(),
    JWK: JSON.stringify(key.publicJwk),
  };
}

async function signHmac(anvil: Anvil, alg: string, hash: string, secret: string): Promise<string> {
  const input = `${encodePart(anvil.header({ alg }))}.${encodePart(anvil.claims())}`;
  const parameters = { name: 'HMAC', hash };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), parameters, false, [
    'sign',
  ]);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(input));
  return `${input}.${encodeBase64Url(new Uint8Array(signature))}`;
}
