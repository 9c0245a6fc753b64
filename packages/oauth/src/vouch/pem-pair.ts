import { type PublicJwk, readPem } from '@drawbridge/core';
import { nodeModule } from './node-module.ts';
import { publicJwkFromSpki } from './public-jwk-from-spki.ts';
import type { VouchKey } from './vouch-codec.ts';

/** A pair that was read, for an engine to import. */
export interface PairMaterial {
  readonly jwk: PublicJwk;
  /** `undefined` where no private key was given. */
  readonly pkcs8: string | undefined;
}

/** The functions of node:crypto that are used, typed here because no `node:` module is imported. */
interface NodeKeys {
  createPublicKey(key: string): { export(options: { format: 'pem'; type: 'spki' }): string };
  createPrivateKey(key: string): { export(options: { format: 'pem'; type: 'pkcs8' }): string };
}

/**
 * Reads a pair from PEM: SubjectPublicKeyInfo and PKCS #8. On Node in every form that Vouch Proxy reads, so a certificate, PKCS #1
 * and SEC 1 too, and it is found out that both are of one pair.
 *
 * @param name - of the option, for the message
 * @throws {TypeError} never with a value of the key
 */
export function readPemPair(
  { publicKey, privateKey }: Extract<VouchKey, { publicKey: string }>,
  name: string,
): PairMaterial {
  const node = nodeModule('node:crypto') as NodeKeys | undefined;
  const jwk = readPublicKey(publicKey, node);
  if (jwk === undefined) {
    throw new TypeError(
      `${name}.publicKey must be a public key in PEM, of RSA or of EC on P-256, P-384 or P-521`,
    );
  }
  if (privateKey === undefined) return { jwk, pkcs8: undefined };
  const pkcs8 = readPrivateKey(privateKey, node);
  if (pkcs8 === undefined) {
    throw new TypeError(`${name}.privateKey must be a private key in PEM, unencrypted`);
  }
  if (node !== undefined && JSON.stringify(readPublicKey(pkcs8, node)) !== JSON.stringify(jwk)) {
    throw new TypeError(`${name}.privateKey does not belong to ${name}.publicKey`);
  }
  return { jwk, pkcs8 };
}

function readPublicKey(pem: unknown, node: NodeKeys | undefined): PublicJwk | undefined {
  const text = rewritten(pem, (given) =>
    node?.createPublicKey(given).export({ format: 'pem', type: 'spki' }),
  );
  const spki = text === undefined ? undefined : readPem(text, 'PUBLIC KEY');
  return spki && publicJwkFromSpki(spki);
}

function readPrivateKey(pem: unknown, node: NodeKeys | undefined): string | undefined {
  return rewritten(pem, (given) =>
    node?.createPrivateKey(given).export({ format: 'pem', type: 'pkcs8' }),
  );
}

/** In the one form that is read everywhere; as it is where nothing can rewrite it. What is thrown may quote its input, and is left out. */
function rewritten(pem: unknown, by: (text: string) => string | undefined): string | undefined {
  if (typeof pem !== 'string') return undefined;
  try {
    return by(pem) ?? pem;
  } catch {
    return undefined;
  }
}
