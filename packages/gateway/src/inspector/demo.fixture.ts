import { readFile } from 'node:fs/promises';
import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import { createTestClock, createTestIssuer, testCall } from '@drawbridge/testing';
import type { HeaderField } from '@drawbridge/core';
import { createInspector } from './create-inspector.ts';
import { createIdTokenVerifier } from './id-tokens/create-id-token-verifier.ts';
import type { InspectorOptions } from './inspector-options.ts';

/** The cookie of the demo's examples. */
export const COOKIE = 'fabric-service-alpha';
export const SECRET = 'the-secret-of-the-demo-which-is-44-characters';

const person = {
  aud: 'cilogon:/client_id/617cecdd74e32be4d818ca1151531dff',
  email: 'ada@example.edu',
  family_name: 'Example',
  given_name: 'Ada',
  iss: 'https://cilogon.org',
  name: 'Ada Example',
  sub: 'http://cilogon.org/serverA/users/242181',
};

/** An inspector with the demo's cookie, a minute after its sign-in. */
export async function createDemo(changes: Partial<InspectorOptions> = {}) {
  const clock = createTestClock(1_647_474_700);
  const issuer = await createTestIssuer({ issuer: 'https://cilogon.org', clock });
  const codec = createVouchCodec({ keys: [{ secret: SECRET }], clock });
  const idToken = await issuer.issue({
    ...person,
    auth_time: 1_647_474_607,
    exp: 1_647_475_542,
    iat: 1_647_474_642,
    jti: 'https://cilogon.org/oauth2/idToken/171a64b19f06e12add09d8b4577df7ce/1647474642423',
  });
  const session: VouchSession = {
    username: 'ada@example.edu',
    customClaims: person,
    accessToken: 'NB2HI4DTHIXS6Y3JNRXWO33...FORUW2ZJ5HEYDAMBQGA',
    idToken,
    refreshToken: 'NB2HI4DTHIXS6Y3JNRXWO33...XI2LNMU6TQNRUGAYDAMBQ',
    audience: '127.0.0.1',
    expiresAt: 1_647_489_043,
    issuer: 'Vouch',
  };
  const verifier = createIdTokenVerifier({
    issuers: [{ issuer: 'https://cilogon.org', jwksUri: 'https://cilogon.org/jwks.json' }],
    fetchDocument: issuer.fetch,
    clock,
  });
  const inspector = createInspector({
    cookieName: COOKIE,
    codec,
    serverUrl: 'https://127.0.0.1:8443',
    indent: 2,
    verifier,
    clock,
    ...changes,
  });
  /** Asks with these Cookie fields. */
  const ask = (
    target: string,
    cookies: readonly string[] = [],
    headers: readonly HeaderField[] = [],
  ) => {
    const fields = cookies.map((text): HeaderField => ['cookie', text]);
    return inspector.handle(testCall({ target, headers: [...fields, ...headers] }));
  };
  return {
    inspector,
    clock,
    issuer,
    codec,
    session,
    value: await codec.encode(session),
    ask,
    /** Asks with the cookie of a session that differs so. */
    askAs: async (target: string, different: Partial<VouchSession>) =>
      ask(target, [`${COOKIE}=${await codec.encode({ ...session, ...different })}`]),
  };
}

/** A file that Python wrote, as the demo would. */
export function readGolden(name: string): Promise<string> {
  return readFile(new URL(`golden/${name}.txt`, import.meta.url), 'utf8');
}
