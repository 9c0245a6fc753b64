import {
  accessRuleSchema,
  listenAddress,
  publicTlsSchema,
  secret,
  shutdownSchema,
  trustedProxiesSchema,
} from '@drawbridge/node/config';
import { z } from 'zod';
import { appHostFault } from '../../hosts/app-hosts.ts';
import { gatewayUrlFault } from '../../hosts/gateway-url-fault.ts';
import { bearerSchema } from './bearer-schema.ts';
import { compatibilitySchema } from './compatibility-schema.ts';
import { complain } from './complain.ts';
import { headersSchema, identitySchema } from './headers-schema.ts';
import { providerSchema } from './provider-schema.ts';
import { sessionSchema } from './session-schema.ts';

/** Where it listens if nobody says: proxies are on the same machine. */
export const DEFAULT_LISTEN = '127.0.0.1:9090';

/** The section `gateway` as it is written in a file; `gatewaySection` judges more than that. */
export const gatewaySchema = z.strictObject({
  url: z
    .string()
    .superRefine(complain(gatewayUrlFault))
    .describe(
      'Where browsers find the gateway itself (the auth host): the origin that people sign in at, with no app on it. Providers send them back to /callback there.',
    ),
  listen: listenAddress
    .optional()
    .meta({ description: 'Where to listen.', default: DEFAULT_LISTEN }),
  tls: publicTlsSchema.optional().describe('Serve over TLS; without, over plain HTTP.'),
  hosts: z
    .array(z.string().superRefine(complain(appHostFault)))
    .min(1)
    .readonly()
    .describe(
      'The hosts of the apps behind it, with their port where it is not that of the scheme, on https one port for each name; `*.example.com` is every name below it.',
    ),
  trustedProxies: trustedProxiesSchema
    .optional()
    .describe(
      'Addresses, or ranges in CIDR notation, of the proxies that may ask, and tell the address of a client in X-Forwarded-For. Without, nobody may, and every request is refused.',
    ),
  providers: z
    .array(providerSchema)
    .min(1)
    .readonly()
    .describe('Where people sign in; of several, they choose one.'),
  session: sessionSchema.optional().describe('How long a person stays signed in.'),
  cookieKeys: z
    .array(secret)
    .min(1)
    .readonly()
    .optional()
    .describe(
      'Secrets of 32 bytes or more that seal cookies: the first seals, all open. For several machines; without, keys in the data folder that are replaced by themselves.',
    ),
  rules: z
    .array(accessRuleSchema)
    .min(1)
    .readonly()
    .describe('Who may reach what; the first that holds decides, and without one nobody may.'),
  headers: headersSchema
    .optional()
    .describe('What apps are told of a person by header fields; each is there in every answer.'),
  identity: identitySchema.optional().describe('What apps are told of a person by a signed JWT.'),
  bearer: bearerSchema
    .optional()
    .describe('Programs that come with an access token in place of a session.'),
  compatibility: compatibilitySchema
    .optional()
    .describe('Other gateways, at whose addresses this one answers as well.'),
  inspector: z.boolean().optional().meta({
    description:
      'Show people what their session is made of, and what apps are told of them, at /inspect of `url`.',
    default: false,
  }),
  shutdown: shutdownSchema.optional().describe('How the process ends.'),
});

/** A valid section `gateway`. */
export type GatewaySection = z.output<typeof gatewaySchema>;
