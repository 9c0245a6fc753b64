/**
 * @typedef {object} Report What we read of a JSON report of vitest.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Adds up the reports of several test runs. A test file that failed without a failed test (it does
 * not load, say) counts as one failure.
 *
 * @param {readonly (Report | undefined)[]} reports
 */
export function addUp(reports) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const report of reports) {
    if (report === undefined) continue;
    const broken = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
    );
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests + broken.length;
    total.skipped += report.numPendingTests + report.numTodoTests;
  }
  return total;
}
