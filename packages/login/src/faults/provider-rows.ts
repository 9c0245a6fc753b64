import type { ProviderId } from '../providers/provider.ts';
import type { HintRow } from './hint-rows.ts';

/** Errors that one provider alone has, or that mean there what they mean nowhere else. Looked at before the common ones. */
export const PROVIDER_ROWS: Partial<Readonly<Record<ProviderId, readonly HintRow[]>>> = {
  auth0: [
    {
      error: 'access_denied',
      description: /callback url/i,
      hint: ({ redirectUri }) =>
        `Add it to Allowed Callback URLs of the application: ${redirectUri}`,
      source: 'https://github.com/expo/auth0-example/issues/21',
    },
  ],
};
