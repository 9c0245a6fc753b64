import type { AccessToken } from '../caller/access-token.ts';

/** Knows which tokens were ended before their time. */
export interface Revocations {
  /** @throws {DrawbridgeError} `store_unavailable` */
  isRevoked(token: Pick<AccessToken, 'issuer' | 'claim'>): Promise<boolean>;
}
