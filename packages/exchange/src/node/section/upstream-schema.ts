import { UPSTREAM_DEFAULTS } from '@drawbridge/core';
import { headerNameFault } from '@drawbridge/node';
import {
  algorithm,
  documentUrl,
  filePath,
  issuerUrl,
  seconds,
  text,
  textOrSecret,
} from '@drawbridge/node/config';
import { z } from 'zod';

/** By name; a name is the same in upper and lower case. */
const headers = z.record(text, textOrSecret).superRefine((given, context) => {
  const names = new Set<string>();
  for (const name of Object.keys(given)) {
    const twice = names.has(name.toLowerCase()) ? 'is there twice' : undefined;
    const message = headerNameFault(name) ?? twice;
    if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    names.add(name.toLowerCase());
  }
});

const cache = z.strictObject({
  maxAge: seconds.optional().meta({
    description: 'Seconds after which keys are fetched anew.',
    default: UPSTREAM_DEFAULTS.maxAge,
  }),
  coolDown: seconds.optional().meta({
    description: 'Seconds between two fetches for the sake of unknown keys.',
    default: UPSTREAM_DEFAULTS.coolDown,
  }),
  staleFor: seconds.optional().meta({
    description: 'Seconds that keys still serve while the upstream is down.',
    default: UPSTREAM_DEFAULTS.staleFor,
  }),
});

const positive = z.int().min(1, { error: 'is less than 1' });

const limits = z.strictObject({
  tokenLength: positive.max(60_000, { error: 'is more than 60000' }).optional().meta({
    description: 'Characters that a token may have.',
    default: UPSTREAM_DEFAULTS.tokenLength,
  }),
  jwksBytes: positive
    .optional()
    .meta({ description: 'Bytes that the JWKS may have.', default: UPSTREAM_DEFAULTS.jwksBytes }),
  jwksKeys: positive
    .optional()
    .meta({ description: 'Keys that the JWKS may have.', default: UPSTREAM_DEFAULTS.jwksKeys }),
});

/** An upstream issuer as it is written in a file. */
export const upstreamSchema = z.strictObject({
  issuer: issuerUrl.describe('Exactly as the iss claim of its tokens has it.'),
  audiences: z
    .array(text)
    .min(1)
    .readonly()
    .optional()
    .describe("The token's aud must hold one of these."),
  anyAudience: z
    .boolean()
    .optional()
    .describe('In place of audiences: tokens for any service are accepted.'),
  discoveryUrl: documentUrl
    .optional()
    .describe('Address of its discovery document, where that is not below the issuer.'),
  jwksUri: documentUrl.optional().describe('Address of its keys; no discovery then.'),
  jwksFile: filePath.optional().describe('File with its keys, read anew when they are too old.'),
  jwks: z
    .looseObject({
      keys: z
        .array(z.looseObject({ kty: text.describe('The type of the key.') }))
        .min(1)
        .describe('The keys (RFC 7517 section 5).'),
    })
    .optional()
    .describe('Its keys themselves, as a JWK Set.'),
  caFile: filePath
    .optional()
    .describe("PEM file of the authorities to trust for it, in place of the system's."),
  headers: headers.optional().describe('Header fields to send with requests to it.'),
  timeout: z
    .int()
    .min(1, { error: 'is less than 1' })
    .max(300, { error: 'is more than 300' })
    .optional()
    .meta({ description: 'Seconds that one of its documents may take.', default: 10 }),
  algorithms: z
    .array(algorithm)
    .min(1)
    .readonly()
    .optional()
    .describe('The algorithms that it may sign with; without, every asymmetric one.'),
  leeway: seconds.max(300, { error: 'is more than 300' }).optional().meta({
    description: 'Seconds by which its clock and ours may differ.',
    default: UPSTREAM_DEFAULTS.leeway,
  }),
  requiredClaims: z.array(text).readonly().optional().meta({
    description: 'Claims that a token must have beside iss, aud and exp.',
    default: UPSTREAM_DEFAULTS.requiredClaims,
  }),
  maxTokenAge: positive
    .optional()
    .describe('Seconds since its iat after which a token is refused; without, no limit.'),
  cache: cache.optional().describe('How long its keys are kept.'),
  limits: limits.optional().describe('How much of it is read.'),
});

/** A valid upstream issuer. */
export type UpstreamSection = z.output<typeof upstreamSchema>;
