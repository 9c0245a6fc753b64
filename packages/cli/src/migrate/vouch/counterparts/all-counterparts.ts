import type { VouchKeyName } from '@drawbridge/gateway/node';
import type { Becomes } from '../../becomes.ts';
import { COOKIE_COUNTERPARTS } from './cookie-counterparts.ts';
import { OAUTH_COUNTERPARTS } from './oauth-counterparts.ts';
import { SERVICE_COUNTERPARTS } from './service-counterparts.ts';

/** What becomes of each key of a Vouch Proxy's configuration where people move to sessions of the gateway. */
export const COUNTERPARTS: Readonly<Record<VouchKeyName, Becomes>> = {
  ...SERVICE_COUNTERPARTS,
  ...COOKIE_COUNTERPARTS,
  ...OAUTH_COUNTERPARTS,
};
