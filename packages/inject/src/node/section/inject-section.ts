import { filePath, listenAddress, secret, text } from '@drawbridge/node/config';
import { z } from 'zod';
import { hostName, routeSchema, upstreamSettings, upstreamUrl } from './route-schema.ts';
import { tokenSchema } from './token-schema.ts';

/** Where it listens if nobody says: where no other machine reaches it. */
export const DEFAULT_LISTEN = '127.0.0.1:8080';

const termination = z.strictObject({
  path: text
    .regex(/^\/[^?#\s]*$/, { error: 'is not a path such as /quitquitquit' })
    .describe('The path that ends the process, by POST.'),
  secret: secret.describe('What a caller must know, as a Bearer token or in X-Drawbridge-Secret.'),
});

/** The section `inject` as it is written in a file; `injectSection` judges more than that. */
export const injectSchema = z.strictObject({
  listen: listenAddress
    .optional()
    .meta({ description: 'Where to listen.', default: DEFAULT_LISTEN }),
  socket: filePath
    .optional()
    .describe('Listen on this unix socket in place of an address; only its owner can call.'),
  hosts: z
    .array(hostName)
    .readonly()
    .optional()
    .describe('Further host names under which it may be called; `localhost` always is one.'),
  secret: secret
    .optional()
    .describe('What callers must know, as a Bearer token or as the password of Basic.'),
  upstream: upstreamUrl.optional().describe('Where all calls go on to.'),
  ...upstreamSettings,
  routes: z
    .array(routeSchema)
    .min(1)
    .readonly()
    .optional()
    .describe('Several upstreams, in place of upstream.'),
  token: tokenSchema.optional().describe('How the token is come by.'),
  termination: termination.optional().describe('A way to end the process by a call.'),
});

/** A valid section `inject`. */
export type InjectSection = z.output<typeof injectSchema>;
