// @ts-check
import { once } from 'node:events';
import { DrawbridgeError } from '@drawbridge/core';
import { orEnd } from './or-end.js';

/** Milliseconds that calls under way are given when the process is asked to stop. */
const PATIENCE = 10_000;

/**
 * Listens at `HOST` and `PORT`, on loopback unless they say otherwise, until SIGTERM or SIGINT: then nothing new is
 * taken, and what is under way is answered.
 *
 * @param {import('node:http').Server} server
 * @param {import('@drawbridge/core').Log} log
 * @param {string} name - what is served, for the log
 */
export async function serveUntilStopped(server, log, name = 'exchange') {
  await orEnd(listen(server));
  // Before anybody is told: who waits for the line below may ask to stop at once.
  const asked = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const { address, port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const host = address.includes(':') ? `[${address}]` : address;
  log.info(`${name} ready`, { listening: `http://${host}:${port}` });

  await asked;
  const closed = once(server, 'close');
  server.close();
  setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
  await closed;
  log.info(`${name} stopped`);
}

/** @param {import('node:http').Server} server */
async function listen(server) {
  const { HOST: host = '127.0.0.1', PORT: port = '8080' } = process.env;
  try {
    const listening = once(server, 'listening');
    server.listen(Number(port), host);
    await listening;
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    throw new DrawbridgeError('address_unavailable', {
      detail: `cannot listen at HOST ${host} and PORT ${port} (${code})`,
      hint: 'Choose others.',
      cause,
    });
  }
}
