import { z } from 'zod';
import { condition, glob, regex, textOrList } from './condition-schema.ts';
import { mark } from './marks.ts';
import { text } from './shared-schemas.ts';

const groups = z.union([text, z.array(text).readonly(), glob, regex], {
  error: 'is not a name, a list of names, {glob: PATTERN} or {regex: PATTERN}',
});
mark(groups, { words: 'name, list of names, glob or regex' });

const match = z.strictObject({
  hosts: textOrList(
    'Hosts of apps, with the port where it is not that of the scheme; *.example.com is every name below it.',
  ).optional(),
  paths: textOrList(
    'Decoded paths without the query: * is any run of characters but /, ** any run; /admin/** is /admin too.',
  ).optional(),
  methods: textOrList('Methods, in upper case; GET is not HEAD.').optional(),
  networks: textOrList('Addresses of clients, or ranges of them in CIDR notation.').optional(),
  providers: textOrList('Names of providers that the person may have signed in with.').optional(),
  users: textOrList(
    'Emails that were verified, or subjects, of the people who are meant.',
  ).optional(),
  domains: textOrList(
    'What is after the @ of an email that was verified; *.example.com is every name below it.',
  ).optional(),
  groups: groups
    .optional()
    .describe('Groups, of which the person must be in one, or what its name must look like.'),
  claims: z
    .record(text, condition)
    .optional()
    .describe('What claims must be, by name or dotted path; a missing claim never matches.'),
});

/** An access rule as it is written in a file. What it means is the business of the rules package. */
export const accessRuleSchema = z.strictObject({
  name: text.describe('Names the rule in logs and explanations.'),
  match: match.describe('What requests, and of whom, the rule is about; everything must hold.'),
  allow: z
    .enum(['anyone', 'signed-in'])
    .optional()
    .describe('Whom a rule lets in that says nothing of a person.'),
  deny: z.literal(true).optional().describe('Keeps out what matches, in place of letting it in.'),
});
