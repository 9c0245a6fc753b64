import { filePath, secret, text } from '@drawbridge/node/config';
import { CLIENT_METHODS } from '@drawbridge/oauth';
import { z } from 'zod';

/** The client that tokens are asked for, as it is written in a file. */
export const clientSchema = z.strictObject({
  id: text.describe('Its client_id.'),
  secret: secret.optional().describe('Its client_secret (RFC 6749 section 2.3.1).'),
  method: z
    .enum(CLIENT_METHODS)
    .optional()
    .describe(
      'How it proves who it is; without, by what is given: the key by `private_key_jwt`, or by `tls_client_auth` beside a certificate; a secret as the issuer says that it takes it.',
    ),
  keyFile: filePath
    .optional()
    .describe(
      'Its private key: PEM (PKCS #8), which is named by its thumbprint, or a JWK, by its kid.',
    ),
  certificateFile: filePath
    .optional()
    .describe('Its certificate (PEM), for TLS (RFC 8705); needs keyFile.'),
});

/** A valid client. */
export type ClientSection = z.output<typeof clientSchema>;
