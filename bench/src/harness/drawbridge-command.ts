import { fileURLToPath } from 'node:url';

/** The command as it is installed: from bench/dist/harness to packages/cli/bin. */
export const COMMAND = fileURLToPath(
  new URL('../../../packages/cli/bin/drawbridge.js', import.meta.url),
);
