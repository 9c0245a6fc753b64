import { filePath } from '@drawbridge/node/config';
import { z } from 'zod';
import { ASKED_BY } from '../../compatibility/oauth2-proxy/asked-by.ts';

/** Gateways whose place it takes, as it is written in a file. */
export const compatibilitySchema = z.strictObject({
  oauth2Proxy: z
    .strictObject({
      askedBy: z
        .enum(ASKED_BY)
        .describe(
          'The proxy that asks: it says by which fields it tells what for, as the documentation of oauth2-proxy has each.',
        ),
      signInPage: z.boolean().optional().meta({
        description:
          'Whether `/oauth2/sign_in` is a page with a link; without, it leads on by itself.',
        default: true,
      }),
    })
    .optional()
    .describe(
      'Answer at `/oauth2/` as oauth2-proxy does, for proxies that were set up for it; providers send people back to `/oauth2/callback`.',
    ),
  vouch: z
    .strictObject({
      config: filePath.describe(
        'The config.yml of the Vouch Proxy. Its variables, `VOUCH_` and `OAUTH_`, are read as well.',
      ),
      provider: z
        .string()
        .min(1)
        .describe(
          'The name of the provider, of `providers`, where the people of its cookies have signed in.',
        ),
    })
    .optional()
    .describe(
      'Take the cookie of a Vouch Proxy for a sign-in, so that nobody signs in again, and answer at its addresses on all hosts but that of `url`, so that apps move one by one.',
    ),
});
