import { z } from 'zod';
import { issuerUrl, text } from './shared-schemas.ts';

/** The rule language as it is written in a file. What a rule means is the business of the rules package. */
export const ruleSchema = z.strictObject({
  name: text,
  match: z.strictObject({
    issuer: issuerUrl,
    claims: z.record(text, z.string()).optional(),
  }),
  grant: z.strictObject({
    audience: text,
    copy: z.array(text).readonly().optional(),
    lifetime: z.int().optional(),
  }),
});
