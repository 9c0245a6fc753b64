import { text } from '@drawbridge/node/config';
import { z } from 'zod';

const texts = z.array(text).min(1).readonly();

/** To be replaced by the schema of access rules in `@drawbridge/node/config`. */
export const accessRuleSchema = z.strictObject({
  name: text.describe('Its name, in the log and in what is explained.'),
  match: z
    .strictObject({
      hosts: texts.optional().describe('Hosts of apps.'),
      paths: texts.optional().describe('Paths.'),
      methods: texts.optional().describe('Methods.'),
      networks: texts.optional().describe('Addresses of clients, in CIDR notation.'),
      providers: texts.optional().describe('Names of providers.'),
      users: texts.optional().describe('Who.'),
      domains: texts.optional().describe('Domains of emails.'),
      groups: texts.optional().describe('Groups.'),
      claims: z.record(text, z.unknown()).optional().describe('Claims.'),
    })
    .optional()
    .describe('What it is for, and for whom.'),
  allow: z.enum(['anyone', 'signed-in']).optional().describe('Whom it lets in.'),
  deny: z.literal(true).optional().describe('It keeps out whom it matches.'),
});
