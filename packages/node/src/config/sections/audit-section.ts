import { z } from 'zod';
import { filePath } from '../shared-schemas.ts';

/** The section `audit`; without it no records are kept. */
export const auditSection = z
  .strictObject({
    file: filePath.describe(
      'File that each decision of the token endpoint is appended to, as a line of JSON. Several processes may share it.',
    ),
    required: z.boolean().optional().meta({
      description:
        'Answer only once the record of the decision is on disk; while none can be written, answer 503 and hand out no token.',
      default: false,
    }),
    subject: z.enum(['plain', 'hash']).optional().meta({
      description:
        'Whether records have the subject of the upstream token, or the SHA-256 of its issuer, a space and the subject.',
      default: 'plain',
    }),
  })
  .describe('Keep a record of each decision of the token endpoint.');

/** A valid section `audit`. */
export type AuditSection = z.output<typeof auditSection>;
