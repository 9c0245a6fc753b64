import { randomBytes } from 'node:crypto';
import type { GatewaySite } from './gateway-site.ts';

/** The client of the gateway at its provider. */
export const CLIENT = { id: 'gateway', secret: randomBytes(24).toString('hex') };

/**
 * What the provider knows of it.
 *
 * @param more - members that take the place of these
 */
export function clientOf({ authUrl }: Pick<GatewaySite, 'authUrl'>, more: object = {}): object {
  return {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [`${authUrl}/callback`],
    post_logout_redirect_uris: [`${authUrl}/signed-out`],
    ...more,
  };
}
