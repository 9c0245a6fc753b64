import { secret, text } from '@drawbridge/node/config';
import { z } from 'zod';

const certificate = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, { error: 'is not a SHA-256 in 64 hexadecimal digits' })
    .optional()
    .describe('SHA-256 of the certificate (DER), in hexadecimal.'),
  dns: text.optional().describe('A DNS name that the certificate is for; needs clientCaFile.'),
  uri: text.optional().describe('A URI that the certificate is for; needs clientCaFile.'),
});

/** A caller that can prove who it is, as it is written in a file. */
export const clientSchema = z.strictObject({
  id: text.describe('Its client_id, by which rules name it.'),
  secret: secret.optional().describe('Its client_secret (RFC 6749 section 2.3.1).'),
  certificate: certificate
    .optional()
    .describe('The TLS certificate that it presents (RFC 8705), by one of these.'),
});

/** A valid client. */
export type ClientSection = z.output<typeof clientSchema>;
