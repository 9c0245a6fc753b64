import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { listenHere } from '../serve-here.ts';
import type { Stage } from '../stage.ts';

/** An issuer on this machine, whose tokens say what a test wants. */
export interface StubIssuer {
  readonly issuer: string;
  /** @param claims - beside `iss`, `iat`, and an `exp` in five minutes; they may replace these */
  sign(claims: JWTPayload): Promise<string>;
}

/** Starts an issuer of two documents, as AWS wants them, over plain HTTP. It ends with the stage. */
export async function startStubIssuer(stage: Stage): Promise<StubIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: '1', use: 'sig', alg: 'ES256' };
  const documents = new Map<string, unknown>([['/jwks/keys', { keys: [jwk] }]]);
  const server = createServer(({ url = '' }, response) => {
    const document = documents.get(url);
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  const issuer = `http://127.0.0.1:${await listenHere(stage, server)}`;
  documents.set('/.well-known/openid-configuration', {
    issuer,
    jwks_uri: `${issuer}/jwks/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'sub'],
  });
  return {
    issuer,
    sign: (claims) =>
      new SignJWT({ iss: issuer, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: '1', typ: 'JWT' })
        .setIssuedAt(claims.iat)
        .setExpirationTime(claims.exp ?? '5m')
        .sign(privateKey),
  };
}
