import {
  ANY_AUDIENCE,
  aboutToken,
  type ClaimPolicy,
  createDefaultEngine,
  createFetchDocument,
  deepFreeze,
  DrawbridgeError,
  epochSeconds,
  fingerprintOfName,
  systemClock,
  UPSTREAM_DEFAULTS,
  discoveryUrlOf,
} from '@drawbridge/core';
import { forIssuer, introspect } from '@drawbridge/oauth';
import type { AccessToken } from '../caller/access-token.ts';
import { isBearerToken } from '../headers/token-characters.ts';
import type { TokenIntrospection } from '../judge/judge.ts';
import { checkOptions } from './check-options.ts';
import { createEndpointFinder } from './find-endpoint.ts';
import { IntrospectedToken } from './introspected-token.ts';
import { type AnswerPolicy, judgeAnswer } from './judge-answer.ts';
import type { IntrospectionOptions } from './options.ts';
import { createTokenCache } from './token-cache.ts';

/**
 * Judges the tokens of an issuer by asking it (RFC 7662), for a guard's `issuers`. An active token is remembered for a
 * while; requests with one token share one question.
 *
 * What it throws about a token is of kind `token`; `introspection_unavailable` when the issuer gives no answer that can
 * be used, `overloaded` when too many questions are open.
 *
 * @throws {TypeError} for an option that cannot be meant
 */
export function introspection(options: IntrospectionOptions): TokenIntrospection {
  checkOptions(options);
  const { issuer, opaque = true, maxInFlight = 100, timeout = 5000 } = options;
  const client = options.client && forIssuer(options.client, issuer);
  const { clock = systemClock, engine = createDefaultEngine() } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;
  const { maxTokenLength = UPSTREAM_DEFAULTS.tokenLength } = options;
  const { maxTokens = 10_000, maxAge = 60 } = options.cache ?? {};
  const policy: AnswerPolicy = {
    issuer,
    audiences: audiencesOf(options.audience),
    parties: options.authorizedParties && new Set(options.authorizedParties),
    mayBeBound: options.senderConstrained === 'checked-by-proxy',
    leeway: options.leeway ?? UPSTREAM_DEFAULTS.leeway,
    maxAge,
  };
  const cache = createTokenCache(maxTokens, maxAge, clock);
  const inFlight = new Map<string, Promise<AccessToken>>();
  const endpoint =
    options.endpoint === undefined
      ? createEndpointFinder({
          issuer,
          openIdConnectUrl: options.openIdConnectUrl,
          fetchDocument: options.fetchDocument ?? createFetchDocument(),
          isMutual: client?.method.endsWith('tls_client_auth') ?? false,
          clock,
        })
      : options.endpoint;
  const urlOf = () => (typeof endpoint === 'string' ? endpoint : endpoint.find());

  /** @param key - the SHA-256 of the token */
  function judgeHashed(token: string, key: string): AccessToken | Promise<AccessToken> {
    const known = cache.get(key) ?? inFlight.get(key);
    if (known !== undefined) return known;
    if (!isBearerToken(token)) {
      throw new DrawbridgeError('token_malformed', {
        detail: 'the token has a character that no bearer token has (RFC 6750 section 2.1)',
      });
    }
    if (inFlight.size >= maxInFlight) {
      throw new DrawbridgeError('overloaded', {
        detail: `${maxInFlight} questions to the introspection endpoint of ${issuer} are open already`,
        issuer,
      });
    }
    const asked = ask(token, key, fingerprintOfName(key));
    inFlight.set(key, asked);
    return asked;
  }

  async function judgeLater(token: string, key: Promise<string>): Promise<AccessToken> {
    return judgeHashed(token, await key);
  }

  async function ask(token: string, key: string, fingerprint: string): Promise<AccessToken> {
    try {
      const judged = await judgeByIssuer(token, fingerprint);
      cache.set(key, judged);
      return judged;
    } catch (thrown) {
      throw aboutToken(thrown, fingerprint, issuer);
    } finally {
      inFlight.delete(key);
    }
  }

  async function judgeByIssuer(token: string, fingerprint: string): Promise<AccessToken> {
    const url = await urlOf();
    const asked = { url, fetch, timeout, ...(client !== undefined && { client }) };
    const answer = await introspect(asked, token, { clock }).catch((thrown: unknown) => {
      if (typeof endpoint !== 'string' && isElsewhere(thrown)) endpoint.forget();
      throw thrown;
    });
    const { claims } = answer;
    if (!deepFreeze(claims)) {
      throw new DrawbridgeError('introspection_unavailable', {
        detail: `${url} gave an answer that is nested too deeply`,
        hint: 'Ask whoever runs the introspection endpoint.',
      });
    }
    const expiresAt = judgeAnswer(answer, policy, epochSeconds(clock));
    return new IntrospectedToken({ issuer, claims, expiresAt, fingerprint, raw: token });
  }

  return {
    issuer,
    openIdConnectUrl: options.openIdConnectUrl ?? discoveryUrlOf(issuer),
    opaque,
    judge(token) {
      if (token.length > maxTokenLength) {
        throw new DrawbridgeError('token_too_large', {
          detail: `the token has ${token.length} characters, the limit is ${maxTokenLength}`,
        });
      }
      const key = engine.sha256Text(token);
      return typeof key === 'string' ? judgeHashed(token, key) : judgeLater(token, key);
    },
    async ready() {
      await urlOf();
    },
  };
}

function audiencesOf(audience: IntrospectionOptions['audience']): ClaimPolicy['audiences'] {
  if (audience === ANY_AUDIENCE) return audience;
  return new Set(typeof audience === 'string' ? [audience] : audience);
}

/** Whether what is at the address is no introspection endpoint. */
function isElsewhere(thrown: unknown): boolean {
  const cause = thrown instanceof DrawbridgeError ? thrown.cause : undefined;
  return cause instanceof DrawbridgeError && cause.code === 'token_endpoint_wrong';
}
