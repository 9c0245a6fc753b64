import { documentUrl, filePath, issuerUrl, secret, text } from '@drawbridge/node/config';
import { z } from 'zod';

/** What is asked for if nobody says. */
export const DEFAULT_SCOPE = 'openid email profile';

/** A name that stands in addresses, rules and headers. */
export const plainName = z.string().regex(/^[a-z\d](?:[a-z\d-]{0,30}[a-z\d])?$/, {
  error:
    'is not 1 to 32 lower-case letters, digits and hyphens, with a letter or digit at each end',
});

/** How groups are told, by a provider and in bearer tokens alike. */
export const groupsSettings = {
  groupsClaim: text.optional().meta({
    description: 'The claim that has the groups, letter by letter.',
    default: 'groups',
  }),
  groupsLimit: z
    .int()
    .min(1, { error: 'is less than 1' })
    .optional()
    .describe(
      'How many groups the provider tells at most: of so many or more, some may be missing, and they count as unknown. 200 for Microsoft Entra. Without, 100 for Okta at its own domains, which leaves others out without a word; give it where Okta is at a domain of yours.',
    ),
};

/** A provider that people sign in with, as it is written in a file. */
export const providerSchema = z.strictObject({
  name: plainName.describe(
    'Its name in rules, in the log and in addresses; sessions are bound to it.',
  ),
  title: text
    .optional()
    .describe('What stands on the page where one is chosen; without, the name.'),
  issuer: issuerUrl.describe('The issuer, as the iss claim of its ID tokens has it.'),
  discoveryUrl: documentUrl
    .optional()
    .describe('Address of its discovery document, where that is not below the issuer.'),
  caFile: filePath
    .optional()
    .describe("PEM file of the authorities to trust for it, in place of the system's."),
  clientId: text.describe('The client_id that the gateway is registered with.'),
  clientSecret: secret
    .optional()
    .describe('Its client_secret; without, it is a public client with PKCE alone.'),
  scope: text.optional().meta({
    description: 'What is asked for, with a space between; `offline_access` where it refreshes.',
    default: DEFAULT_SCOPE,
  }),
  parameters: z
    .record(text, text)
    .optional()
    .describe('Further parameters of each authorization request: prompt, acr_values, hd.'),
  ...groupsSettings,
  userinfo: z.boolean().optional().meta({
    description:
      'Ask its UserInfo endpoint at each sign-in (`true`), or never (`false`). Without, where the ID token lacks the email that `scope` asks for, or the claim that `groupsClaim` names.',
  }),
  trustEmail: z.boolean().optional().meta({
    description:
      'Take the email without email_verified: only where nobody can choose the own email at this provider.',
    default: false,
  }),
});

/** A valid provider. */
export type ProviderSection = z.output<typeof providerSchema>;
