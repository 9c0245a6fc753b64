// @ts-check
import { once } from 'node:events';

/** Milliseconds that calls under way are given when the process is asked to stop. */
const PATIENCE = 10_000;

/**
 * Listens at `HOST` and `PORT`, on loopback unless they say otherwise, until SIGTERM or SIGINT: then nothing new is
 * taken, and what is under way is answered.
 *
 * @param {import('node:http').Server} server
 * @param {import('@drawbridge/core').Log} log
 */
export async function serveUntilStopped(server, log) {
  server.listen(Number(process.env['PORT'] ?? 8080), process.env['HOST'] ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const host = address.includes(':') ? `[${address}]` : address;
  log.info('exchange ready', { listening: `http://${host}:${port}` });

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const closed = once(server, 'close');
  server.close();
  setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
  await closed;
  log.info('exchange stopped');
}
