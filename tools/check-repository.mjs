// Reads every tracked file for what must never be in the repository: paths of one machine, secrets,
// and a lock file that names a registry.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLeaks } from './find-leaks.mjs';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = await run(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  root,
);
let leaks = 0;
for (const file of files.split('\0').filter(Boolean)) {
  const text = await readFile(join(root, file), 'utf8').catch(() => '');
  for (const leak of findLeaks(file, text)) {
    leaks += 1;
    console.error(leak);
  }
}
if (leaks > 0) process.exitCode = 1;
