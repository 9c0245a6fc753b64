// @ts-check
import { toFetch } from '@drawbridge/core';
import { exchangeFromEnvironment } from '../shared/exchange-from-environment.js';

/** @typedef {Readonly<Record<string, unknown>>} Env */

/** @type {Promise<import('@drawbridge/core').FetchHandler<[env: Env, context: unknown]>> | undefined} */
let handler;

/** @param {Env} env */
async function build(env) {
  const { exchange, log } = await exchangeFromEnvironment(env);
  return toFetch(exchange, {
    log,
    // Cloudflare sets this field itself, whatever the caller sent. Elsewhere the address is not known.
    peerOf: (request) => ({ address: request.headers.get('cf-connecting-ip') ?? undefined }),
  });
}

// oxlint-disable-next-line no-default-export -- a module of Workers has one
export default {
  /**
   * Settings come with the first request, so the exchange is built then, once.
   *
   * @param {Request} request
   * @param {Env} env
   * @param {unknown} context
   */
  async fetch(request, env, context) {
    handler ??= build(env).catch((fault) => {
      handler = undefined;
      throw fault;
    });
    return (await handler)(request, env, context);
  },
};
