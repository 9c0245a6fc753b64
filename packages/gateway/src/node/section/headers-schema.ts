import { algorithm, text } from '@drawbridge/node/config';
import { z } from 'zod';
import { IDENTITY_PROFILES, type IdentityProfile } from '../../identity/identity-profiles.ts';

/** How the identity JWT is signed if nobody says: short, and taken by every library. */
export const DEFAULT_IDENTITY_ALGORITHM = 'ES256';

/** What apps are told by if nobody says: the fields that most of them know. */
export const DEFAULT_PROFILES = ['remote'] as const satisfies readonly IdentityProfile[];

const profile = z.enum(Object.keys(IDENTITY_PROFILES) as [IdentityProfile, ...IdentityProfile[]]);

const WORDS = [
  'user',
  'email',
  'name',
  'preferredUsername',
  'subject',
  'provider',
  'groups',
] as const;

const value = z.union(
  [
    z.enum(WORDS),
    z.strictObject({ claim: text.describe('A claim of the ID token, letter by letter.') }),
  ],
  { error: `is neither one of ${WORDS.join(', ')} nor {claim: NAME}` },
);

/** What apps are told of a person, as it is written in a file. */
export const headersSchema = z.strictObject({
  profiles: z.array(profile).readonly().optional().meta({
    description:
      'Sets of fields that apps know from other gateways. `remote` is Remote-User, -Email, -Name and -Groups; an empty list is none.',
    default: DEFAULT_PROFILES,
  }),
  fields: z
    .record(text, value)
    .optional()
    .describe(
      'Further fields: the name of each, and what of a person it has. `user` is the verified email, else the subject if that has no @.',
    ),
});

/** The signed field, as it is written in a file. */
export const identitySchema = z.strictObject({
  enabled: z.boolean().optional().meta({
    description:
      'Give apps a signed JWT of the person in X-Drawbridge-Identity; its keys are at /.well-known/jwks.json.',
    default: true,
  }),
  algorithm: algorithm.optional().meta({
    description: 'The algorithm that it is signed with.',
    default: DEFAULT_IDENTITY_ALGORITHM,
  }),
});
