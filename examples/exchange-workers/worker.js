// @ts-check
import { createLineLog, toFetch } from '@drawbridge/core';
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
   * Settings come with the first request, so the exchange is built then, once. Where one is missing or wrong, the log
   * says which, and the answer is 500.
   *
   * @param {Request} request
   * @param {Env} env
   * @param {unknown} context
   */
  async fetch(request, env, context) {
    handler ??= build(env).catch((/** @type {Error} */ fault) => {
      handler = undefined;
      const log = createLineLog((line) => console.error(line), { format: 'json' });
      return toFetch({ handle: () => Promise.reject(fault) }, { log });
    });
    return (await handler)(request, env, context);
  },
};
