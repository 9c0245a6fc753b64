import { z } from 'zod';
import { issuerUrl, text } from './shared-schemas.ts';

/** The rule language as it is written in a file. What a rule means is the business of the rules package. */
export const ruleSchema = z.strictObject({
  name: text.describe('Names the rule in logs.'),
  match: z
    .strictObject({
      issuer: issuerUrl.describe('The upstream that the rule is about.'),
      claims: z
        .record(text, z.string())
        .optional()
        .describe('Claims that the token must have with exactly these values, all strings.'),
    })
    .describe('Which tokens the rule is about.'),
  grant: z
    .strictObject({
      audience: text.describe('`aud` of the minted token.'),
      copy: z
        .array(text)
        .readonly()
        .optional()
        .meta({
          description:
            'Claims to copy. `iss`, `aud`, `exp`, `iat`, `nbf`, `jti` and `azp` cannot be.',
          default: ['sub'],
        }),
      lifetime: z.int().optional().meta({
        description: 'Seconds, 1 to 43,200. A minted token never outlives the upstream one.',
        default: 600,
      }),
    })
    .describe('What such a token is exchanged for.'),
});
