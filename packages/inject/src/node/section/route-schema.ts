import { filePath, text } from '@drawbridge/node/config';
import { z } from 'zod';
import { nameFault } from '../../call/called-host.ts';
import { routePathFault, upstreamFault } from '../../routes.ts';
import { tokenSchema } from './token-schema.ts';

/** The address of an upstream. */
export const upstreamUrl = z.string().superRefine(complain(upstreamFault));

/** A name that this proxy is called by. */
export const hostName = z.string().superRefine(complain(nameFault));

/** What an upstream has of its own. */
export const upstreamSettings = {
  caFile: filePath
    .optional()
    .describe("PEM file of the authorities to trust for the upstream, in place of the system's."),
  tlsNoVerify: z.boolean().optional().meta({
    description:
      'Trust whoever answers for the upstream: whoever is on the way can read the token.',
    default: false,
  }),
};

/** One of several upstreams, as it is written in a file. */
export const routeSchema = z.strictObject({
  path: z
    .string()
    .superRefine(complain(routePathFault))
    .optional()
    .meta({ description: 'Calls below this path, without which they go on.', default: '/' }),
  host: hostName.optional().describe('Calls to this host name; without, to any that is taken.'),
  upstream: upstreamUrl.describe('Where they go on to; a path in it is put before theirs.'),
  ...upstreamSettings,
  audience: text
    .optional()
    .describe('The token is for this audience: it is asked for, or exchanged, for it.'),
  token: tokenSchema
    .optional()
    .describe('How its token is come by; without, as inject.token says.'),
});

/** A valid route. */
export type RouteSection = z.output<typeof routeSchema>;

function complain(judge: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx) => {
    const message = judge(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };
}
