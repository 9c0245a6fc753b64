import { createSecureContext } from 'node:tls';
import type { ServerTls } from '../listener/tls.ts';

/**
 * Says what is wrong with what a listener is to serve HTTPS with.
 *
 * @returns a clause that quotes nothing of it, or `undefined` when it can be used
 */
export function serverTlsFault({ certificate, key }: ServerTls): string | undefined {
  try {
    createSecureContext({ cert: certificate, key });
    return undefined;
  } catch {
    // The text of the error is left out: it may quote its input.
    return 'cannot be used: certificate and key are not PEM, or not a pair';
  }
}
