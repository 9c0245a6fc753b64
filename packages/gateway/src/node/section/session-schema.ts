import { z } from 'zod';

/** A year, in seconds: beyond it lies a slip of the pen. */
const MOST = 31_536_000;

const duration = z
  .int()
  .min(60, { error: 'is less than 60' })
  .max(MOST, { error: `is more than ${MOST}` });

/** Defaults of the settings of sessions. */
export const SESSION_DEFAULTS = {
  keep: 'store',
  idle: 28_800,
  lifetime: 86_400,
  refresh: true,
} as const;

/** Sessions, as they are written in a file. */
export const sessionSchema = z.strictObject({
  keep: z.enum(['store', 'cookie']).optional().meta({
    description:
      'Where a session is: in the store, or sealed in the cookie itself, where nothing can be refreshed.',
    default: SESSION_DEFAULTS.keep,
  }),
  idle: duration.optional().meta({
    description: 'Seconds after which it ends if it is not used.',
    default: SESSION_DEFAULTS.idle,
  }),
  lifetime: duration.optional().meta({
    description: 'Seconds after which it ends whatever happens.',
    default: SESSION_DEFAULTS.lifetime,
  }),
  refresh: z.boolean().optional().meta({
    description:
      'Renew it at the provider by a refresh token, where one came: who was locked there is out here. Sessions in the store alone.',
    default: SESSION_DEFAULTS.refresh,
  }),
});
