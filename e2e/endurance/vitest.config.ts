import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

// `npm run test:endurance`: processes that are killed at each step, starved, left for hours, or whose clock is moved. Apart from
// `.ci/run`, so that it stays quick; the workflow runs them beside it.
export default defineConfig({
  resolve: base.resolve ?? {},
  ssr: base.ssr ?? {},
  test: {
    name: 'endurance',
    include: ['e2e/endurance/**/*.test.ts'],
    globalSetup: ['tools/bundle-command.mjs', 'tools/build-packages.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: base.test?.maxWorkers ?? 3,
    expect: base.test?.expect ?? {},
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
