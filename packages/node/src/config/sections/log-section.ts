import { z } from 'zod';

/** The section `log`. */
export const logSection = z
  .strictObject({
    format: z.enum(['logfmt', 'json']).optional().meta({
      description: 'How lines are written: pairs of name and value, or a JSON object each.',
      default: 'logfmt',
    }),
    level: z.enum(['debug', 'info', 'warn', 'error']).optional().meta({
      description: 'The lowest level that is written.',
      default: 'info',
    }),
  })
  .describe('How a service writes its log.');

/** A valid section `log`. */
export type LogSection = z.output<typeof logSection>;
