// @ts-check
import { createHash } from 'node:crypto';
import { createMemoryStore, createSealer, systemClock } from '@drawbridge/core';
import { APISIX, createGuard, textOf } from '@drawbridge/guard';
import { fastifyGuard } from '@drawbridge/guard/fastify';
import { createBackgroundTokens, fetchWithToken } from '@drawbridge/guard/tokens';
import { createTokenSource, givenToken } from '@drawbridge/oauth';
import fastify from 'fastify';
import { backendFetch, callBackend } from './backend.js';
import { createBackgroundWork } from './background-work.js';

/** Seconds for which a session's tokens are remembered: longer than the work goes on. */
const LIFETIME = 3600;

/** @typedef {import('@drawbridge/guard').Caller} Caller */
/** @typedef {import('@drawbridge/oauth').TokenSource} TokenSource */

/**
 * Makes the service: it answers who is calling, calls a backend in their name, and goes on calling it in the background.
 *
 * @param {import('./settings.js').Settings} settings
 * @param {object} parts
 * @param {import('@drawbridge/guard/node').GuardClient} parts.client - the way to the provider
 * @param {import('@drawbridge/core').Log} parts.log
 * @param {string} [parts.rootPath] - of the proxy in front; paths below it are served too
 * @param {number} [parts.rounds] - calls in the background after each request. Default: 20
 * @param {number} [parts.interval] - milliseconds before each. Default: 20,000
 */
export function createService(
  settings,
  { client, log, rootPath = '', rounds = 20, interval = 20_000 },
) {
  const { openIdConnectUrl, issuer, clientId, clientSecret, audience, backend: url } = settings;
  const guard = createGuard({
    openIdConnectUrl,
    audience,
    // Nearly every token of a Keycloak realm is for `account`.
    ...(audience === 'account' && { authorizedParties: [clientId] }),
    headers: {
      ...APISIX,
      access: [{ name: 'Authorization', scheme: 'Bearer' }],
      idClaims: { name: 'x-id-token' },
      refresh: { name: 'x-refresh-token' },
    },
    anonymous: 'any',
    fetch: client.fetch,
    log,
  });
  const tokens = createBackgroundTokens({
    issuer,
    openIdConnectUrl,
    client: { method: 'client_secret_post', clientId, clientSecret },
    // The work ends with the process, and so do its tokens.
    store: createMemoryStore(systemClock),
    sealer: createSealer([crypto.getRandomValues(new Uint8Array(32))]),
    sessionRefreshToken: 'use',
    fetch: client.fetchToken,
    fetchDocument: client.fetch,
    log,
  });
  const work = createBackgroundWork({ rounds, interval, log });
  const remote = backendFetch(settings.verifiesBackend);

  /** @param {TokenSource} source */
  const callWith = (source) => fetchWithToken(source, { hosts: [url.host], fetch: remote });

  /** @param {Caller | undefined} caller */
  async function forward(caller) {
    const call =
      caller === undefined
        ? (/** @type {URL} */ { href }, /** @type {RequestInit} */ init) =>
            remote(href, { ...init, redirect: 'manual' })
        : callWith(createTokenSource({ grant: givenToken(caller.access.raw) }));
    return callBackend(call, url).catch((/** @type {Error} */ { message }) => {
      log.warn('backend not called', { detail: message });
      return { status_code: 502, message: 'The backend could not be called.' };
    });
  }

  /**
   * Tokens that outlive the request: of the session, where its refresh token came along; else the access token alone,
   * until it expires.
   *
   * @param {Caller} caller
   */
  async function tokensFor(caller) {
    if (caller.refresh === undefined) {
      const source = createTokenSource({ grant: givenToken(caller.access.raw) });
      return { source, end: () => source.close() };
    }
    const delegation = await tokens.delegate(caller, {
      purpose: 'background calls',
      lifetime: LIFETIME,
    });
    const end = async () => {
      await delegation.source.close();
      await tokens.end(delegation.handle);
    };
    return { source: delegation.source, end };
  }

  /** @param {Caller} caller */
  async function beginWork(caller) {
    const { fingerprint: token } = caller.access;
    if (!work.hasRoom()) {
      log.warn('no background work begun', { token, detail: 'there is too much of it already' });
      return;
    }
    try {
      const { source, end } = await tokensFor(caller);
      const call = callWith(source);
      work.begin({
        end,
        async round(count, signal) {
          // Asked for by itself, so that the work ends when there is none: a backend that fails is called again.
          await source.get({ signal });
          const status = await callBackend(call, url, signal).then(
            (answer) => statusOf(answer),
            (/** @type {Error} */ { message }) => message,
          );
          log.info('backend called in the background', { token, round: count, status });
        },
      });
    } catch (thrown) {
      const { message: detail, hint } = /** @type {Error & { hint?: string }} */ (thrown);
      log.warn('no background work begun', { token, detail, hint });
    }
  }

  const auth = fastifyGuard(guard);
  const app = fastify({ http: { maxHeaderSize: 65_536 }, requestTimeout: 30_000 });

  /**
   * @param {Caller | undefined} caller
   * @param {import('node:http').IncomingHttpHeaders} headers - the guard has taken out the fields with tokens
   */
  async function answerTo(caller, headers) {
    const name =
      caller === undefined
        ? 'unauthorised person'
        : (textOf(caller.displayClaim('preferred_username')) ?? 'mysterious stranger');
    const message = `Hello World, Hello ${name}!`;
    const backend = await forward(caller);
    if (caller !== undefined) await beginWork(caller);
    return { message, backend, headers, security: caller === undefined ? {} : securityOf(caller) };
  }

  for (const path of new Set(['/', `${rootPath}/`])) {
    app.get(path, { onRequest: auth.protect() }, (request) =>
      answerTo(auth.callerOf(request), request.headers),
    );
  }
  app.get('/healthz', () => 'ok\n');

  return {
    app,
    /** Loads the keys, so that the first request need not wait. */
    ready: () => guard.ready(),
    /** Takes no requests any more, and ends the work in the background. */
    async stop() {
      await app.close();
      await work.stop();
    },
  };
}

/** @param {unknown} answer */
function statusOf(answer) {
  const failed = typeof answer === 'object' && answer !== null && 'status_code' in answer;
  return failed ? Number(answer.status_code) : 200;
}

/**
 * What was a member of the answer with all tokens in it. Here each is named, by the first 12 characters of its SHA-256.
 *
 * @param {Caller} caller
 */
function securityOf({ access, id, refresh }) {
  return {
    auth: access.fingerprint,
    id: id === undefined ? null : fingerprint(id.raw),
    refresh: refresh === undefined ? null : fingerprint(refresh.raw),
    id_claims: id?.claims ?? null,
  };
}

/** @param {string} token */
function fingerprint(token) {
  return createHash('sha256').update(token).digest('hex').slice(0, 12);
}
