import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

// `npm run test:long`: guides followed word by word, programs of others that take long to build or start, and processes
// that are replaced or lose what they need. Apart, so that the tests of every change stay quick.
export default defineConfig({
  resolve: base.resolve ?? {},
  ssr: base.ssr ?? {},
  test: {
    name: 'long',
    include: ['e2e/long/**/*.test.ts'],
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
