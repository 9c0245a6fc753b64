import {
  type Algorithm,
  algorithmOfJwk,
  type Engine,
  importJwk,
  type SigningKey,
  toPublicJwk,
} from '@drawbridge/core';
import { type ParsedKey, parseKeys } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { ClientAuthentication } from '@drawbridge/oauth';
import type { ClientSection } from './section/client-schema.ts';

/** A client, ready to ask. */
export interface BuiltClient {
  readonly authentication: ClientAuthentication;
  /** Whether the issuer decides between `client_secret_basic` and `client_secret_post`: nobody said. */
  readonly isOpen: boolean;
  /** What it shows in the TLS handshake (PEM). */
  readonly certificate?: { readonly certificate: string; readonly key: string };
}

/** The client of a section, with what it refers to read. Faults are told to `reader`. */
export async function buildClient(
  section: ClientSection,
  at: string,
  engine: Engine,
  reader: SettingReader,
): Promise<BuiltClient> {
  const { id: clientId, secret, method, keyFile, certificateFile } = section;
  const built = (authentication: ClientAuthentication): BuiltClient => ({
    authentication,
    isOpen: false,
  });
  if (secret !== undefined) {
    const clientSecret = await reader.secret(secret, `${at}.secret`);
    const own = method === 'client_secret_post' ? method : 'client_secret_basic';
    return { ...built({ method: own, clientId, clientSecret }), isOpen: method === undefined };
  }
  if (keyFile === undefined) return built({ method: 'none', clientId });
  const key = await reader.file(keyFile, `${at}.keyFile`);
  if (certificateFile !== undefined) {
    const certificate = await reader.file(certificateFile, `${at}.certificateFile`);
    const own = method === 'self_signed_tls_client_auth' ? method : ('tls_client_auth' as const);
    return { ...built({ method: own, clientId }), certificate: { certificate, key } };
  }
  const signer = await signingKey(key, keyFile, `${at}.keyFile`, engine, reader);
  return built(
    signer === undefined
      ? { method: 'none', clientId }
      : { method: 'private_key_jwt', clientId, key: signer },
  );
}

async function signingKey(
  text: string,
  path: string,
  at: string,
  engine: Engine,
  reader: SettingReader,
): Promise<SigningKey | undefined> {
  if (text === '') return undefined;
  try {
    const [key, ...more] = parseKeys(text);
    if (key === undefined || more.length > 0) throw new TypeError('it has more than one key');
    const alg = algorithmOf(key);
    if (alg === undefined) throw new TypeError('it is of no type that can sign');
    const { kid, pkcs8 } = await importJwk(key.jwk, alg, engine);
    const handle = await engine.importKey(alg, { pkcs8 });
    return { kid, alg, sign: (data) => engine.sign(handle, data) };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    reader.fault(at, `is the file ${path}, which has no key to sign with: ${thrown.message}`);
    return undefined;
  }
}

function algorithmOf({ jwk }: ParsedKey): Algorithm | undefined {
  const key = toPublicJwk(jwk);
  return key === undefined ? undefined : algorithmOfJwk(key);
}
