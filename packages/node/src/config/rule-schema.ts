import { z } from 'zod';
import { condition, textOrList } from './condition-schema.ts';
import { mark } from './marks.ts';
import { algorithm, issuerUrl, text } from './shared-schemas.ts';

const match = z.strictObject({
  issuer: issuerUrl.describe('The upstream issuer that the rule is about.'),
  claims: z
    .record(text, condition)
    .optional()
    .describe('What claims must be, by name or dotted path; a missing claim never matches.'),
  client: textOrList('The caller must prove to be this client, or one of these.').optional(),
});

const grant = z.strictObject({
  audience: textOrList(
    'What the minted token is for; of several, callers ask for some by name, or get the first.',
  ).optional(),
  passUpstreamAudience: z
    .boolean()
    .optional()
    .describe('In place of audience: the upstream token decides what the minted one is for.'),
  copy: z
    .array(text)
    .readonly()
    .optional()
    .meta({ description: 'Claims to copy where the token has them.', default: ['sub'] }),
  claims: z
    .record(text, mark(z.json(), { words: 'template, or a tree of them' }))
    .optional()
    .describe('Further claims; {name} in a text stands for an upstream claim.'),
  maxBytes: z
    .record(text, z.int())
    .optional()
    .describe('The most UTF-8 bytes of a claim, by name; for templates 1,024 if it does not say.'),
  lifetime: z.int().optional().meta({
    description:
      'Seconds, 1 to 43,200, that the token lives at most; it never outlives the upstream one.',
    default: 600,
  }),
  algorithm: algorithm.optional().describe('Sign with this algorithm and no other.'),
  once: z.boolean().optional().meta({
    description:
      'Each upstream token, known by its jti, is exchanged once, and again by the job that did so.',
    default: false,
  }),
});

/** The rule language as it is written in a file. What a rule means is the business of the rules package. */
export const ruleSchema = z.strictObject({
  name: text.describe('Names the rule in logs and explanations.'),
  match: match.describe('Whose tokens the rule is about; everything must hold.'),
  grant: grant.describe('What the rule hands out.'),
});
