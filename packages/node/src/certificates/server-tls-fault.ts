import { createSecureContext } from 'node:tls';
import type { ServerTls } from '../listener/tls.ts';
import { certificatesFault } from './certificates-fault.ts';

/**
 * Says what is wrong with what a listener is to serve HTTPS with. OpenSSL takes more than a listener does: the
 * `TRUSTED CERTIFICATE` of its own, of which no term is known.
 *
 * @returns a clause that quotes nothing of it, or `undefined` when it can be used
 */
export function serverTlsFault({ certificate, key }: ServerTls): string | undefined {
  const unusable = 'cannot be used: certificate and key are not PEM, or not a pair';
  if (certificatesFault(certificate) !== undefined) return unusable;
  try {
    createSecureContext({ cert: certificate, key });
    return undefined;
  } catch {
    // The text of the error is left out: it may quote its input.
    return unusable;
  }
}
