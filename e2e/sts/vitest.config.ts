import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

// `npm run test:sts`: the tests that need a real STS, IAM and S3. Apart, since Ceph takes half a minute to begin.
export default defineConfig({
  resolve: base.resolve ?? {},
  ssr: base.ssr ?? {},
  test: {
    include: ['e2e/sts/**/*.test.ts'],
    globalSetup: ['tools/bundle-command.mjs', 'tools/build-packages.mjs', 'e2e/sts/ceph.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
  },
});
