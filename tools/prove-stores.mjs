// Kills fifty writers at once under each store, where `npm run test:endurance` has a dozen: node tools/prove-stores.mjs [WRITERS].
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const CONFIG = ['--config', 'e2e/endurance/vitest.config.ts', '--root', '.'];

const { status } = spawnSync(
  process.execPath,
  [VITEST, 'run', ...CONFIG, 'e2e/endurance/store-killed-writers.e2e.test.ts'],
  { env: { ...process.env, STORE_WRITERS: process.argv[2] ?? '50' }, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
