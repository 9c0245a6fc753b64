// Builds the packages into their dist, which is what the examples import: vitest calls this before the tests that start
// one. Where nothing has changed it takes a second.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function setup() {
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build'], root);
}
