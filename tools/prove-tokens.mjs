// Kills processes over their refreshes for twenty sign-ins, where `npm run test:endurance` has one, and tries as many more interleavings: node tools/prove-tokens.mjs [SIGN_INS].
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const ENDURANCE = ['--config', 'e2e/endurance/vitest.config.ts', '--root', '.'];

for (const args of [
  [...ENDURANCE, 'e2e/endurance/token-source-killed.e2e.test.ts'],
  ['oauth/src/source/interleavings.test.ts'],
]) {
  const { status } = spawnSync(process.execPath, [VITEST, 'run', ...args], {
    env: {
      ...process.env,
      TOKEN_SIGN_INS: process.argv[2] ?? '20',
      TOKEN_CROWDS: '4',
      INTERLEAVINGS: '500',
    },
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
