import { documentUrl, filePath, issuerUrl, text } from '@drawbridge/node/config';
import { z } from 'zod';
import { groupsSettings, plainName } from './provider-schema.ts';

const bearerIssuer = z.strictObject({
  name: plainName.describe('Its name in rules and in the log, as that of a provider.'),
  issuer: issuerUrl.describe('Exactly as the iss claim of its tokens has it.'),
  audiences: z
    .array(text)
    .min(1)
    .readonly()
    .describe("The token's aud must hold one of these: a token for anybody is none for this app."),
  discoveryUrl: documentUrl
    .optional()
    .describe('Address of its discovery document, where that is not below the issuer.'),
  jwksUri: documentUrl.optional().describe('Address of its keys; no discovery then.'),
  caFile: filePath
    .optional()
    .describe("PEM file of the authorities to trust for it, in place of the system's."),
  ...groupsSettings,
});

/** Programs that bring a token of their own, as they are written in a file. */
export const bearerSchema = z.strictObject({
  issuers: z
    .array(bearerIssuer)
    .min(1)
    .readonly()
    .describe('The issuers whose access tokens (JWT) stand for a session, and no other.'),
});

/** A valid issuer of bearer tokens. */
export type BearerIssuerSection = z.output<typeof bearerIssuer>;
