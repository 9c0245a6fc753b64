// Holds `rules reach` against brute force on a thousand set-ups, or as many as are asked for, of a seed: node tools/prove-reach.mjs [SET_UPS] [SEED].
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const [setUps = '1000', seed = '12'] = process.argv.slice(2);

const { status } = spawnSync(
  process.execPath,
  [VITEST, 'run', '--project', 'unit', 'packages/clouds/src/aws/reach/find-reach.test.ts'],
  {
    env: { ...process.env, REACH_SET_UPS: setUps, REACH_SEED: seed },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
