// `npm test`, `npm run test:long` and `npm run test:endurance`: provides what tests need from Debian, builds, and runs vitest
// with the arguments it is given. `--no-install` is its own. Tests that were skipped for want of a
// package are named at the end; with CI=true they are a failure.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providePackages, thisMachine } from './provide-packages.mjs';
import { readSkips, SKIPS_VARIABLE, summarizeSkips } from './skips.mjs';

const NO_INSTALL = '--no-install';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);

/**
 * @param {string} program Its path below node_modules.
 * @param {readonly string[]} programArgs
 * @param {NodeJS.ProcessEnv} env
 */
function run(program, programArgs, env = process.env) {
  const path = join(root, 'node_modules', program);
  const { status } = spawnSync(process.execPath, [path, ...programArgs], { env, stdio: 'inherit' });
  return status ?? 1;
}

providePackages(thisMachine(!args.includes(NO_INSTALL)));
process.exitCode = run('typescript/bin/tsc', ['--build', root]);
if (process.exitCode === 0) {
  const scratch = mkdtempSync(join(tmpdir(), 'drawbridge-test-'));
  try {
    const file = join(scratch, 'skips');
    const vitestArgs = ['run', ...args.filter((arg) => arg !== NO_INSTALL)];
    process.exitCode = run('vitest/vitest.mjs', vitestArgs, {
      ...process.env,
      [SKIPS_VARIABLE]: file,
    });
    const { text, failure } = summarizeSkips(readSkips(file), process.env['CI'] === 'true');
    process.stdout.write(text);
    if (failure && process.exitCode === 0) process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
