import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Names the file in which test files, each in a process of its own, note what they skip. Without it
 * nobody asks.
 */
export const SKIPS_VARIABLE = 'DRAWBRIDGE_TEST_SKIPS';

/**
 * Notes tests that are skipped for want of packages.
 *
 * @param {string} title
 * @param {readonly string[]} missing
 */
export function noteSkip(title, missing) {
  const file = process.env[SKIPS_VARIABLE];
  if (file !== undefined) appendFileSync(file, `${title} (needs ${missing.join(', ')})\n`);
}

/**
 * The notes, in the order of the alphabet: test files run side by side.
 *
 * @param {string} file
 */
export function readSkips(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).sort();
}

/**
 * What is said of the skips at the end, and whether they are a failure.
 *
 * @param {readonly string[]} skips
 * @param {boolean} ci Whether every test must have run.
 */
export function summarizeSkips(skips, ci) {
  if (skips.length === 0) return { text: '', failure: false };
  const head = `${ci ? 'FAILED, for with CI=true none may be s' : 'S'}kipped for want of Debian packages:`;
  return { text: [head, ...skips.map((skip) => `  ${skip}`), ''].join('\n'), failure: ci };
}
