import { type DrawbridgeError, type Log, silentLog } from '@drawbridge/core';
import { listen } from '@drawbridge/node';
import type { Logins } from '../../kept/logins.ts';
import { CREDENTIALS_PATH, createCredentialsService } from './credentials-service.ts';
import { createGrants, type Grants } from './grants.ts';

/** Credentials of logins, served on this machine. */
export interface CredentialsAgent extends Pick<Grants, 'grant'> {
  /** `http://127.0.0.1:PORT/credentials`. */
  readonly url: string;
  readonly port: number;
  /** The path of {@link url}, for who reaches it by another address. */
  readonly path: string;
  /** Takes no more calls; those under way are answered. */
  close(): Promise<void>;
}

export interface CredentialsAgentOptions {
  readonly logins: Pick<Logins, 'credentials'>;
  /** Told why a login has no credentials: once, until it had some again. */
  readonly onFault: (fault: DrawbridgeError, profile: string) => void;
  readonly log?: Log;
}

/** Milliseconds that calls under way have once it closes: nobody needs their answer then. */
const PATIENCE = 500;

/**
 * Serves credentials on a free port of 127.0.0.1, to whoever has a token.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function openAgent(options: CredentialsAgentOptions): Promise<CredentialsAgent> {
  const { logins, onFault, log = silentLog } = options;
  const grants = createGrants();
  const service = createCredentialsService({
    grants,
    credentials: (profile) => logins.credentials(profile),
    onFault,
  });
  const listener = await listen(service, { host: '127.0.0.1', port: 0 }, log);
  const { port } = listener.address;
  return {
    url: `http://127.0.0.1:${port}${CREDENTIALS_PATH}`,
    port,
    path: CREDENTIALS_PATH,
    grant: (profile) => grants.grant(profile),
    async close() {
      await listener.close({ patience: PATIENCE });
      await service.close();
    },
  };
}
