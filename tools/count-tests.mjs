// Prints `N passed, N failed, N skipped` over the JSON reports named as arguments. Fails if a report
// is missing or nothing passed, so that a run without tests is never a good run.

import { readFile } from 'node:fs/promises';
import { addUp } from './add-up.mjs';

const reports = await Promise.all(
  process.argv.slice(2).map((path) => readFile(path, 'utf8').then(JSON.parse, () => undefined)),
);
const { passed, failed, skipped } = addUp(reports);
if (passed === 0 || failed > 0 || reports.includes(undefined)) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
