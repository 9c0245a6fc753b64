import { createPrivateKey } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { generateKey, type PublicJwk } from '@drawbridge/core';
import { type Provider, startProvider } from '@drawbridge/dev';
import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import type { Stage } from './stage.ts';

/** A real OpenID provider in this process, which can be made to misuse its own key. */
export interface TestProvider extends Provider {
  readonly publicJwk: PublicJwk;
  /** Signs, with the provider's key, a token of its job in which some claims and the `kid` may differ. */
  forge(claims: JWTPayload, kid?: string): Promise<string>;
}

/** Starts a provider with a key that nobody else has. */
export async function startTestProvider(stage: Stage, audience: string): Promise<TestProvider> {
  const key = await generateKey('RS256');
  const provider = await startProvider({ port: 0, audience, key });
  stage.later(() => provider.close());
  const { kid, alg, publicJwk } = key;
  return {
    ...provider,
    publicJwk,
    async forge(claims, name = kid) {
      return new SignJWT({ ...decodeJwt(await provider.issueToken()), ...claims })
        .setProtectedHeader({ alg, kid: name })
        .sign(createPrivateKey(key.pkcs8));
    },
  };
}

/** Counts the requests that servers of this process receive, until the stage is cleared. */
export function countRequests(stage: Stage): (issuer: string, path: string) => number {
  const counts = new Map<string, number>();
  const count = (message: unknown) => {
    const { request } = message as { readonly request: IncomingMessage };
    const url = `http://${request.headers.host ?? ''}${request.url ?? ''}`;
    counts.set(url, (counts.get(url) ?? 0) + 1);
  };
  subscribe('http.server.request.start', count);
  stage.later(() => Promise.resolve(unsubscribe('http.server.request.start', count)));
  return (issuer, path) => counts.get(issuer + path) ?? 0;
}
