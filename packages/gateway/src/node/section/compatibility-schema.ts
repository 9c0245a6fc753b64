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
});
