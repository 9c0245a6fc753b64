import { isAlgorithm } from '@drawbridge/core';
import type { onRequestHookHandler } from 'fastify';
import { importJWK, type JWK } from 'jose';
import { fastJwt } from '../verify/verifiers.ts';

/** Whose tokens the hook takes. */
export interface FastJwtHookOptions {
  readonly issuer: string;
  readonly audience: string;
  /** How many tokens are remembered. */
  readonly remembered: number;
}

const SCHEME = 'Bearer ';

/** The least that a bearer token costs with fast-jwt in Fastify, told to check what a guard checks as far as it can. */
export async function fastJwtHook(options: FastJwtHookOptions): Promise<onRequestHookHandler> {
  const verify = await fastJwt({ ...options, ...(await firstKey(options.issuer)) });
  return ({ headers: { authorization = '' } }, reply, done) => {
    try {
      if (!authorization.startsWith(SCHEME)) throw new Error('there is no bearer token');
      verify(authorization.slice(SCHEME.length));
    } catch {
      void reply.code(401).send();
      return;
    }
    done();
  };
}

async function firstKey(issuer: string) {
  const discovery = await fetchObject(`${issuer}/.well-known/openid-configuration`);
  const { keys = [] } = (await fetchObject(String(discovery['jwks_uri']))) as { keys?: JWK[] };
  const [jwk] = keys;
  if (jwk === undefined || !isAlgorithm(jwk.alg)) {
    throw new Error(`${issuer} publishes no key with an algorithm`);
  }
  const key = await importJWK({ ...jwk, ext: true });
  if (key instanceof Uint8Array) throw new Error(`${issuer} publishes a secret`);
  return { alg: jwk.alg, key };
}

async function fetchObject(url: string): Promise<Readonly<Record<string, unknown>>> {
  return (await (await fetch(url)).json()) as Readonly<Record<string, unknown>>;
}
