import { readFile } from 'node:fs/promises';
import tls, { type SecureContext } from 'node:tls';

/** What a client shows of itself in the handshake (RFC 8705). PEM. */
export interface ClientCertificate {
  /** With those of the authorities between it and one that the server trusts, if there are any. */
  readonly certificate: string;
  readonly key: string;
}

/** Which authorities connections trust, and what they show of themselves. */
export interface Trust {
  /** PEM certificates of the authorities to trust in place of the system's and Node's. */
  readonly ca?: string;
  /** PEM certificates of authorities to trust beside the system's and Node's; not looked at with `ca`. */
  readonly extraCa?: string;
  /** Shown to a server that asks for it. Default: nothing. */
  readonly own?: ClientCertificate;
}

/**
 * Makes the TLS settings of connections, once for all of them: a bundle takes longer to read than
 * a handshake.
 *
 * @returns `undefined` when Node's own will do
 */
export async function openTrust({ ca, extraCa, own }: Trust): Promise<SecureContext | undefined> {
  const shown = own === undefined ? {} : { cert: own.certificate, key: own.key };
  if (ca !== undefined) return tls.createSecureContext({ ca, ...shown });
  if (extraCa === undefined) return own === undefined ? undefined : tls.createSecureContext(shown);
  return tls.createSecureContext({ ca: [...(await defaultAuthorities()), extraCa], ...shown });
}

/**
 * What Node trusts by itself: a list of authorities given to it takes their place. Node 22.15 and
 * 23.10 tell what they are; before, they are Node's own list and those in NODE_EXTRA_CA_CERTS.
 */
async function defaultAuthorities(): Promise<readonly string[]> {
  const { getCACertificates } = tls as typeof tls & {
    getCACertificates?: (type: 'default') => readonly string[];
  };
  if (getCACertificates !== undefined) return getCACertificates('default');
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  // Node has warned of a file that it could not read.
  const extra = file ? await readFile(file, 'utf8').catch(() => '') : '';
  return [...tls.rootCertificates, ...(extra === '' ? [] : [extra])];
}
