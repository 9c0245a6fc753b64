import {
  algorithm,
  forwardedHeaderSchema,
  issuerUrl,
  listenAddress,
  publishSchema,
  ruleSchema,
  shutdownSchema,
  tlsSchema,
  trustedProxiesSchema,
} from '@drawbridge/node/config';
import { z } from 'zod';
import { basePath } from './base-path-schema.ts';
import { clientSchema } from './client-schema.ts';
import { documentsSchema } from './documents-schema.ts';
import { rateLimitsSchema } from './rate-limits-schema.ts';
import { keysSchema } from './keys-schema.ts';
import { upstreamSchema } from './upstream-schema.ts';
import { workersSchema } from './workers-schema.ts';

/** Where the exchange listens if nobody says. */
export const DEFAULT_LISTEN = '127.0.0.1:8080';

const signing = z.strictObject({
  default: algorithm
    .optional()
    .describe(
      "The algorithm when nobody asks; without, the key ring's own: RS256, if it has a key.",
    ),
  followUpstream: z
    .boolean()
    .optional()
    .meta({ description: "Prefer the upstream token's algorithm to the default.", default: false }),
});

/** The section `exchange` as it is written in a file; `exchangeSection` judges more than that. */
export const exchangeSchema = z.strictObject({
  issuer: issuerUrl.describe('The public issuer, under which tokens are minted.'),
  listen: listenAddress
    .optional()
    .meta({ description: 'Where to listen.', default: DEFAULT_LISTEN }),
  tls: tlsSchema.optional().describe('Serve over TLS.'),
  basePath: basePath
    .optional()
    .describe(
      'The path below which everything is served; without, that of the issuer. `/` behind a proxy that takes it away.',
    ),
  documents: documentsSchema
    .optional()
    .describe('Serve the documents on a listener of their own too, where nobody reaches /token.'),
  publish: publishSchema
    .optional()
    .describe(
      'Where the documents are published for relying parties that cannot reach the exchange; a key then signs only ' +
        'after it was read back from the address of the issuer.',
    ),
  workers: workersSchema.optional().meta({
    description:
      'How many processes serve on the same addresses, or `auto` for one a core; for what one process cannot do on every core.',
    default: 1,
  }),
  shutdown: shutdownSchema.optional().describe('How the process ends.'),
  trustedProxies: trustedProxiesSchema
    .optional()
    .describe(
      "Addresses, or ranges in CIDR notation, of the proxies whose word on their callers' addresses counts.",
    ),
  forwardedHeader: forwardedHeaderSchema.optional().meta({
    description: 'The header field in which trusted proxies tell it; the other one is not read.',
    default: 'x-forwarded-for',
  }),
  rateLimits: rateLimitsSchema
    .optional()
    .describe('How often /token may be called; counted in the store. Without, there is no limit.'),
  signing: signing.optional().describe('Which algorithm signs.'),
  keys: keysSchema.optional().describe('The keys that sign, and when they are replaced.'),
  compatibility: z
    .enum(['oidc-token-proxy'])
    .optional()
    .describe('Read requests and answer faults as this tool did.'),
  upstreams: z
    .array(upstreamSchema)
    .min(1)
    .readonly()
    .describe('The issuers whose tokens are accepted, and no other.'),
  clients: z
    .array(clientSchema)
    .readonly()
    .optional()
    .describe('The callers that can prove who they are.'),
  rules: z
    .array(ruleSchema)
    .min(1)
    .readonly()
    .describe('Who may get what; the first match decides.'),
});

/** A valid section `exchange`. */
export type ExchangeSection = z.output<typeof exchangeSchema>;
