import { issuerUrl, listenAddress, ruleSchema, text } from '@drawbridge/node/config';
import { z } from 'zod';

const upstreamSchema = z.strictObject({
  /** Exactly as the `iss` claim of its tokens has it. */
  issuer: issuerUrl,
  /** The token's `aud` must hold one of these. */
  audiences: z.array(text).min(1).readonly(),
});

/** The section `exchange` of the configuration. */
export const exchangeSection = z.strictObject({
  /** The public issuer, under which tokens are minted. */
  issuer: issuerUrl,
  /** Where to listen. */
  listen: listenAddress.optional(),
  upstreams: z.array(upstreamSchema).min(1).readonly(),
  rules: z.array(ruleSchema).min(1).readonly(),
});

/** A valid section `exchange`. */
export type ExchangeSection = z.output<typeof exchangeSection>;
