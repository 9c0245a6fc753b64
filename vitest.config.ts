import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Packages resolve to their sources: a test needs no build, and coverage counts what we wrote. Neither `import` nor
// `default`, which apply by themselves: Node would take `import` for what is required, too, and Express break by it. Nor
// `module`: of the AWS SDK it names files that only a bundler can read.
const conditions = ['@drawbridge/source', 'node'];

/** Unit tests last: many short ones keep every worker busy to the end, and follow each other in one process. */
class UnitTestsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isUnit = ({ project }: TestSpecification) => project.name === 'unit';
    return [...sorted.filter((file) => !isUnit(file)), ...sorted.filter(isUnit)];
  }
}

// To load again what the test file before had loaded is half of the cost of most. So files share a process and its
// modules (`isolate: false`): none mocks one, or leaves something behind in one.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'bench/src/**/*.test.ts', 'tools/**/*.test.ts'],
          // The first of a process loads what the others share: of the whole command, ten seconds on a machine with nothing else to do.
          testTimeout: 60_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          // Those in folders have commands of their own: `npm run test:long`, `npm run test:endurance` and `npm run test:sts`.
          include: ['e2e/*.test.ts'],
          isolate: false,
          globalSetup: ['tools/bundle-command.mjs', 'tools/build-packages.mjs'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    exclude: [...configDefaults.exclude, '**/dist/**'],
    // One more than there are cores: most end-to-end tests wait for a moment to come for much of their time.
    maxWorkers: availableParallelism() + 1,
    // Properties make much garbage, and no core is idle that could take it away in parallel: a tenth of the time.
    execArgv: ['--max-semi-space-size=32', '--single-threaded-gc'],
    sequence: { sequencer: UnitTestsLast },
    // What is waited for comes, however busy the machine is.
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 85 },
    },
  },
});
