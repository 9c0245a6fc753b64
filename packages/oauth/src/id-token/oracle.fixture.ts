import { DrawbridgeError } from '@drawbridge/core';
import type { TestIssuer } from '@drawbridge/testing';
import * as oauth from 'oauth4webapi';
import { json } from '../endpoint.fixture.ts';
import { createIdTokenCheck, type IdTokenWanted } from './id-token-check.ts';

/** Whether an ID token is taken. */
type Judge = (idToken: string, wanted?: IdTokenWanted) => Promise<boolean>;

/** For whom the tokens are. */
export const CLIENT = 'app';
/** The access token that came with each: that of OpenID Connect Core 1.0 appendix A.3. */
export const ACCESS = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y';
/** Its `at_hash` there, and by the other hash functions; all are what `openssl dgst -sha256 -binary | head -c 16 | basenc --base64url` makes of it (24 of SHA-384, 32 of SHA-512). */
export const HASHES = {
  sha256: '77QmUPtjPfzWtF2AnpK9RQ',
  sha384: 'jtAeDp945y1dDqU3nkIVGNZP1HjH_MFs',
  sha512: 'q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM',
};

/** What oauth4webapi takes in an answer to a code. This package asks servers by it, and judges no ID token by it. */
export function oracleOf(issuer: TestIssuer): Judge {
  const server = {
    issuer: issuer.issuer,
    jwks_uri: `${issuer.issuer}/jwks.json`,
    id_token_signing_alg_values_supported: [...issuer.algorithms],
  };
  const client = { client_id: CLIENT, [oauth.clockTolerance]: 30 };
  const keys = { [oauth.customFetch]: async () => json(issuer.jwks()) };
  return (idToken, { nonce, maxAge, code } = {}) =>
    settles(async () => {
      if (code !== undefined) {
        const given = new URLSearchParams({ code, id_token: idToken });
        const state = undefined;
        await oauth.validateCodeIdTokenResponse(
          server,
          client,
          given,
          nonce ?? '',
          state,
          maxAge,
          keys,
        );
        return;
      }
      const answer = json({ access_token: ACCESS, token_type: 'Bearer', id_token: idToken });
      await oauth.processAuthorizationCodeResponse(server, client, answer, {
        requireIdToken: true,
        ...(nonce !== undefined && { expectedNonce: nonce }),
        ...(maxAge !== undefined && { maxAge }),
      });
      await oauth.validateApplicationLevelSignature(server, answer, keys);
    });
}

/** What our check takes. */
export function oursOf(issuer: TestIssuer): Judge {
  const provider = { issuer: issuer.issuer, jwksUri: `${issuer.issuer}/jwks.json` };
  const check = createIdTokenCheck({
    provider,
    clientId: CLIENT,
    clock: issuer.clock,
    fetchDocument: issuer.fetch,
  });
  return (idToken, wanted = {}) =>
    settles(() => check.check(idToken, { ...wanted, accessToken: ACCESS }));
}

async function settles(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    return false;
  }
}

function isRefusal(thrown: unknown): boolean {
  if (thrown instanceof DrawbridgeError) return thrown.kind === 'token';
  const { OperationProcessingError, UnsupportedOperationError } = oauth;
  if (thrown instanceof OperationProcessingError || thrown instanceof UnsupportedOperationError) {
    return true;
  }
  // A text that is no base64url.
  return thrown instanceof TypeError && 'code' in thrown;
}
