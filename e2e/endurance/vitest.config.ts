import { defineConfig } from 'vitest/config';
import long from '../long/vitest.config.ts';

// `npm run test:endurance`: processes that are killed at each step, starved, left for hours, or whose clock is moved. Apart from
// `.ci/run`, so that it stays quick; the workflow runs them beside it.
export default defineConfig({
  ...long,
  test: { ...long.test, name: 'endurance', include: ['e2e/endurance/**/*.test.ts'] },
});
