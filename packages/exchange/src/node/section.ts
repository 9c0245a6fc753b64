import { issuerUrl, listenAddress, ruleSchema, text } from '@drawbridge/node/config';
import { z } from 'zod';

const upstreamSchema = z.strictObject({
  issuer: issuerUrl.describe(
    'An issuer whose tokens are accepted, spelled exactly as their `iss`. Its keys are found by discovery.',
  ),
  audiences: z.array(text).min(1).readonly().describe("The token's `aud` must hold one of these."),
});

/** The section `exchange` of the configuration. */
export const exchangeSection = z.strictObject({
  issuer: issuerUrl.describe('The public issuer, under which tokens are minted.'),
  listen: listenAddress.optional().meta({
    description: 'Where to listen: `HOST:PORT` or `[IPV6]:PORT`.',
    default: '127.0.0.1:8080',
  }),
  upstreams: z
    .array(upstreamSchema)
    .min(1)
    .readonly()
    .describe('The issuers whose tokens are accepted.'),
  rules: z
    .array(ruleSchema)
    .min(1)
    .readonly()
    .describe('Who may get what: the first rule that matches decides.'),
});

/** A valid section `exchange`. */
export type ExchangeSection = z.output<typeof exchangeSection>;
