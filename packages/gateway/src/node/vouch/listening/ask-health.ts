import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { addressUrl, type ListenAddress, type SocketPlace } from '@drawbridge/node';

/** Milliseconds: a container engine gives a check some seconds. */
const PATIENCE = 4_000;

/**
 * Asks the process that serves by a configuration whether it is well, as `vouch-proxy -healthcheck` does: over TLS where it is
 * served by that, and at a socket file. Nothing is sent but the question, and to this machine alone, so the certificate is not
 * judged: it has the names by which others reach it.
 *
 * @returns `undefined` where it is well, or what is wrong, as a sentence without its full stop
 */
export async function askHealth(
  place: ListenAddress | SocketPlace,
  isTls: boolean,
): Promise<string | undefined> {
  const where = 'path' in place ? { socketPath: place.path } : near(place);
  const at = 'path' in place ? `unix:${place.path}` : addressUrl(near(place));
  const { request } = isTls ? await import('node:https') : await import('node:http');
  try {
    const asked = request({
      ...where,
      path: '/healthcheck',
      agent: false,
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(PATIENCE),
    });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    const { statusCode } = answer;
    return statusCode === 200 ? undefined : `${at} answers the health check with ${statusCode}`;
  } catch (thrown) {
    const { code, name } = thrown as NodeJS.ErrnoException;
    return `${at} does not answer the health check (${code ?? name})`;
  }
}

/** What listens at every address of the machine is asked at its own. */
function near({ host, port }: ListenAddress): ListenAddress {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port };
  return { host: host === '::' ? '::1' : host, port };
}
