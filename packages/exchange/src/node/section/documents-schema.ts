import { listenAddress, publicTlsSchema } from '@drawbridge/node/config';
import { z } from 'zod';

/** A listener of its own for what relying parties read. */
export const documentsSchema = z.strictObject({
  listen: listenAddress.describe(
    'Where the documents alone are served: discovery, the keys, and what probes ask for.',
  ),
  tls: publicTlsSchema.optional().describe('Serve them over TLS; without, over plain HTTP.'),
});
