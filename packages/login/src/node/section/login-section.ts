import {
  isSessionName,
  profileNameFault,
  roleArnFault,
  SESSION_LIMITS,
} from '@drawbridge/clouds/aws';
import { documentUrl, seconds, secret, text } from '@drawbridge/node/config';
import { z } from 'zod';
import { FLOWS } from '../../login-settings.ts';

/** What the browser comes back to if nobody says: the port is that of StsOidcDriver, for which clients are registered. */
export const DEFAULT_REDIRECT = { host: '127.0.0.1', ports: [6432], path: '/callback' } as const;

const complain =
  (judge: (value: string) => string | undefined) => (value: string, context: z.RefinementCtx) => {
    const message = judge(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };

const roleArn = z.string().superRefine(complain(roleFault));
const sessionName = z
  .string()
  .refine(isSessionName, { error: 'is not 2 to 64 letters, digits or characters of _+=,.@-' });

const { shortest, longest } = SESSION_LIMITS;
const duration = z.union([z.int().min(shortest).max(longest), z.literal('max')], {
  error: `is neither ${shortest} to ${longest} seconds nor max`,
});

const groups = z.array(text).min(1).readonly();

const role = z.strictObject({
  arn: roleArn.describe('The role of AWS that the ID token is traded for.'),
  region: text.optional().describe('The region to ask in, and to work in.'),
  duration: duration
    .optional()
    .describe(
      'How long its credentials hold, in seconds; the role has a limit of its own. `max` is the longest that STS gives.',
    ),
  chain: z
    .array(roleArn)
    .min(1)
    .readonly()
    .optional()
    .describe('Roles that are assumed after it, in order.'),
  sessionName: sessionName
    .optional()
    .describe('What CloudTrail shows; without, the email or sub of the person.'),
  groups: groups
    .optional()
    .describe('Who is in one of these has the role: it says what to choose from, and AWS decides.'),
});

const redirect = z.strictObject({
  host: z.enum(['127.0.0.1', '::1', 'localhost']).optional().meta({
    description: 'The host of the redirect URI; all of them are this machine.',
    default: DEFAULT_REDIRECT.host,
  }),
  ports: z.array(z.int().min(0).max(65_535)).min(1).readonly().optional().meta({
    description: 'The ports to listen on, the first that is free; 0 is any.',
    default: DEFAULT_REDIRECT.ports,
  }),
  path: z
    .string()
    .regex(/^\/[^?#\s]*$/, { error: 'is not a path such as /callback' })
    .optional()
    .meta({ description: 'The path of the redirect URI.', default: DEFAULT_REDIRECT.path }),
});

/** The section `login` of the configuration: how people of a company sign in, and what they may choose from. */
export const loginSection = z.strictObject({
  issuer: documentUrl
    .optional()
    .describe('The provider: its issuer, or the address of its discovery document.'),
  clientId: text
    .optional()
    .describe('The client to sign in with; without, one is registered with the provider.'),
  clientSecret: secret.optional().describe('Its client_secret, where it is a confidential one.'),
  flow: z.enum(FLOWS).optional().meta({ description: 'How tokens are come by.', default: 'code' }),
  scope: text
    .optional()
    .describe('Scopes with a space between them; without, those that the provider needs.'),
  redirect: redirect.optional().describe('Where the browser comes back to.'),
  loginHint: text.optional().describe('Who is about to sign in, for the page of the provider.'),
  prompt: text.optional().describe('What the provider must ask: login, consent, select_account.'),
  acrValues: text.optional().describe('How the person must prove who it is (acr_values).'),
  maxAge: seconds.optional().describe('A sign-in must not be older than this many seconds.'),
  parameters: z
    .record(text, z.string())
    .optional()
    .describe('Further parameters of the authorization request, such as domain_hint.'),
  cache: z.enum(['auto', 'keyring', 'file']).optional().meta({
    description:
      'What keeps the secret that sealed tokens are opened with: the keyring of the system, or a file that only you can read.',
    default: 'auto',
  }),
  roles: z
    .record(z.string().superRefine(complain(profileNameFault)), role)
    .optional()
    .describe('The roles of AWS to choose from, by the names of the profiles they are for.'),
  rolesClaim: text
    .optional()
    .describe(
      'The claim of the ID token that lists the roles of a person, by names of roles or by ARNs; the choice comes after the sign-in then.',
    ),
  groupsClaim: text
    .optional()
    .describe('The claim that lists the groups of a person; without, that of the provider.'),
});

/** A valid section `login`. */
export type LoginSection = z.output<typeof loginSection>;

function roleFault(arn: string): string | undefined {
  const fault = roleArnFault(arn);
  return fault && `is no ARN of a role: ${fault}`;
}
