import { z } from 'zod';
import { listenAddress } from '../shared-schemas.ts';

/** The section `metrics`; without it nothing is kept. */
export const metricsSection = z
  .strictObject({
    listen: listenAddress.describe(
      'Where `GET /metrics` is served, and what probes ask for. Whoever reaches it sees all figures: choose an address that only your monitoring reaches.',
    ),
  })
  .describe('Keep figures and hand them out to Prometheus.');

/** A valid section `metrics`. */
export type MetricsSection = z.output<typeof metricsSection>;
