import { filePath } from '../shared-schemas.ts';
import { z } from 'zod';

const pair = {
  certificateFile: filePath.describe('PEM file of the certificate, and of those between.'),
  keyFile: filePath.describe('PEM file of its private key.'),
};

/** TLS of a listener that anybody may call. */
export const publicTlsSchema = z.strictObject(pair);

/** TLS of a listener whose callers may prove who they are. */
export const tlsSchema = z.strictObject({
  ...pair,
  clientCaFile: filePath
    .optional()
    .describe(
      "PEM file of the authorities of callers' certificates; callers may then present one.",
    ),
});

/** A valid section `tls`. */
export type TlsSection = z.output<typeof tlsSchema>;
