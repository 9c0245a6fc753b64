import { seconds } from '../shared-schemas.ts';
import { z } from 'zod';

const upToAnHour = seconds.max(3600, { error: 'is more than an hour' });

/** Defaults of the settings of a shutdown, in seconds. */
export const SHUTDOWN_DEFAULTS = { delay: 0, patience: 10 } as const;

/** How a process ends. */
export const shutdownSchema = z.strictObject({
  delay: upToAnHour.optional().meta({
    description:
      'Seconds for which calls are still taken after the signal, while `/readyz` says 503: so long may load balancers take to notice.',
    default: SHUTDOWN_DEFAULTS.delay,
  }),
  patience: upToAnHour.optional().meta({
    description: 'Seconds that calls under way may then take before they are cut off.',
    default: SHUTDOWN_DEFAULTS.patience,
  }),
});
