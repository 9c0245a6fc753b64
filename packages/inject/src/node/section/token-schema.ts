import { documentUrl, filePath, issuerUrl, secret, text } from '@drawbridge/node/config';
import { z } from 'zod';
import { clientSchema } from './client-schema.ts';

const texts = z.array(text).min(1).readonly();

const exchange = z.strictObject({
  subjectTokenFile: filePath.describe('The token that is exchanged; read anew each time.'),
  subjectTokenType: text
    .optional()
    .meta({ description: 'Its type: a name of RFC 8693 section 3, or a URN.', default: 'jwt' }),
  requestedTokenType: text
    .optional()
    .describe('The type that is asked for; without, the server decides.'),
});

/** How a token is come by, as it is written in a file. */
export const tokenSchema = z.strictObject({
  issuer: issuerUrl.optional().describe('Who gives it: its token endpoint is found by discovery.'),
  discoveryUrl: documentUrl
    .optional()
    .describe(
      'Address of the discovery document, where that is not below the issuer; alone, the issuer is the one that it names.',
    ),
  tokenEndpoint: documentUrl.optional().describe('Its token endpoint; no discovery then.'),
  caFile: filePath
    .optional()
    .describe("PEM file of the authorities to trust for the issuer, in place of the system's."),
  client: clientSchema.optional().describe('The client that asks.'),
  refreshToken: secret
    .optional()
    .describe('A refresh token; what comes in its place is kept in the data folder.'),
  accessToken: secret
    .optional()
    .describe('An access token, until it expires; beside refreshToken the one to begin with.'),
  clientCredentials: z
    .literal(true)
    .optional()
    .describe('The token is for the client itself (RFC 6749 section 4.4).'),
  file: filePath.optional().describe('A file that something else keeps a fresh token in.'),
  command: z
    .array(text)
    .min(1)
    .readonly()
    .optional()
    .describe('A program and its arguments: it prints a token, or JSON with one.'),
  login: text
    .optional()
    .describe('The name of a login (drawbridge login --profile NAME): its ID token, kept fresh.'),
  exchange: exchange.optional().describe('Another token is exchanged for it (RFC 8693).'),
  scope: text.optional().describe('What it may be used for: scopes with a space between them.'),
  audience: texts.optional().describe('What it is for, by the names that the issuer has for it.'),
  resource: texts.optional().describe('The same, as absolute URIs (RFC 8707).'),
  expectedAudience: text
    .optional()
    .describe('An audience that it should have; without it, a warning is logged.'),
});

/** A valid way to come by a token. */
export type TokenSection = z.output<typeof tokenSchema>;
