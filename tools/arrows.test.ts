import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const houses: string[] = [];

// Each test starts a process that loads the TypeScript compiler.
vi.setConfig({ testTimeout: 120_000 });

afterEach(async () => {
  await Promise.all(houses.splice(0).map((house) => rm(house, { recursive: true })));
});

test('the arrows of the house are accepted', async () => {
  const violations = await judge({
    'packages/core/src/index.ts': "import 'jose'; import './clock.ts';",
    'packages/core/src/clock.ts': 'export {};',
    'packages/core/src/clock.test.ts': "import 'node:fs'; import '@drawbridge/testing';",
    'packages/rules/src/index.ts': "import '@drawbridge/core';",
    'packages/node/src/index.ts': "import 'node:fs'; import 'zod'; import '@drawbridge/core';",
    'packages/testing/src/index.ts': "import '@drawbridge/core';",
    'packages/exchange/src/index.ts': "import '@drawbridge/rules'; import '@drawbridge/core';",
    'packages/exchange/src/node/index.ts':
      "import 'node:fs'; import 'zod'; import '@drawbridge/node'; import '../index.ts';",
    'packages/guard/src/index.ts': "import '@drawbridge/core';",
    'packages/dev/src/index.ts': "import '@drawbridge/exchange';",
    'packages/cli/src/main.ts': "await import('@drawbridge/dev'); import '@drawbridge/exchange';",
    'e2e/all.test.ts': "import '@drawbridge/testing'; import '@drawbridge/dev';",
  });
  expect(violations).toEqual([]);
});

test('an arrow that points elsewhere is refused, and a circle, also one of types', async () => {
  const violations = await judge({
    'packages/core/src/index.ts': "import 'node:fs'; import 'zod';",
    'packages/core/src/a.ts': "import type { B } from './b.ts'; export type A = B;",
    'packages/core/src/b.ts': "import type { A } from './a.ts'; export type B = A;",
    'packages/core/src/types.ts': "import type { Stats } from 'node:fs'; export type S = Stats;",
    'packages/core/src/up.ts': "import type { A } from '@drawbridge/rules'; export type B = A;",
    'packages/rules/src/index.ts': "import '@drawbridge/node'; export type A = 1;",
    'packages/node/src/index.ts': "import '@drawbridge/rules';",
    'packages/oauth/src/index.ts': "import '../../core/src/types.ts';",
    'packages/pages/src/index.ts': "import '@drawbridge/core';",
    'packages/testing/src/index.ts': 'export {};',
    'packages/exchange/src/index.ts': "import '@drawbridge/testing'; import '@drawbridge/guard';",
    'packages/exchange/src/x.ts': "import '@drawbridge/node'; import 'yaml'; import 'node:net';",
    'packages/exchange/src/y.ts': "import './node/index.ts'; import './absent.ts';",
    'packages/exchange/src/node/index.ts': 'export {};',
    'packages/guard/src/index.ts': "import './step.ts';",
    'packages/guard/src/step.ts': "import '@drawbridge/oauth';",
    'packages/guard/src/step.test.ts': "import '@drawbridge/exchange';",
    'packages/dev/src/index.ts': "import '@drawbridge/cli'; import '../../../tools/x.ts';",
    'packages/cli/src/main.ts': "import '@drawbridge/dev'; import './main.test.ts';",
    'packages/cli/src/main.test.ts': 'export {};',
    'packages/attic/src/index.ts': "import '@drawbridge/core';",
    'tools/x.ts': 'export {};',
  });
  expect(violations).toEqual([
    'arrows-of-core: core/src/up.ts -> rules/src/index.ts',
    'arrows-of-dev: dev/src/index.ts -> cli/src/main.ts',
    'arrows-of-exchange: exchange/src/index.ts -> guard/src/index.ts',
    'arrows-of-exchange: exchange/src/index.ts -> testing/src/index.ts',
    'arrows-of-guard-tests: guard/src/step.test.ts -> exchange/src/index.ts',
    'arrows-of-node: node/src/index.ts -> rules/src/index.ts',
    'arrows-of-pages: pages/src/index.ts -> core/src/index.ts',
    'arrows-of-rules: rules/src/index.ts -> node/src/index.ts',
    'dev-on-demand: cli/src/main.ts -> dev/src/index.ts',
    'guard-root-on-core-alone: guard/src/index.ts -> oauth/src/index.ts',
    'no-circles: cli/src/main.ts -> dev/src/index.ts',
    'no-circles: core/src/a.ts -> core/src/b.ts',
    'no-circles: node/src/index.ts -> rules/src/index.ts',
    'no-test-is-imported: cli/src/main.ts -> cli/src/main.test.ts',
    'nobody-imports-cli: dev/src/index.ts -> cli/src/main.ts',
    'package-without-arrows: attic/src/index.ts -> core/src/index.ts',
    'packages-by-name: oauth/src/index.ts -> core/src/types.ts',
    'packages-only: dev/src/index.ts -> tools/x.ts',
    'part-root-runs-anywhere: exchange/src/x.ts -> net',
    'part-root-without-machine: exchange/src/x.ts -> node/src/index.ts',
    'part-root-without-machine: exchange/src/y.ts -> exchange/src/node/index.ts',
    'part-root-without-schema: exchange/src/x.ts -> node_modules/yaml/index.js',
    'resolvable: exchange/src/y.ts -> ./absent.ts',
    'runs-anywhere: core/src/index.ts -> fs',
    'runs-anywhere: core/src/types.ts -> fs',
    'third-party-of-core: core/src/index.ts -> node_modules/zod/index.js',
  ]);
});

/** Builds a house of these files and answers what the arrow check says about it. */
async function judge(files: Record<string, string>): Promise<string[]> {
  const house = await mkdtemp(join(tmpdir(), 'drawbridge-arrows-'));
  houses.push(house);
  for (const [path, text] of Object.entries(files)) await write(join(house, path), text);
  for (const path of Object.keys(files)) await publish(house, path);
  for (const name of ['jose', 'zod', 'yaml']) {
    await write(join(house, 'node_modules', name, 'package.json'), JSON.stringify({ name }));
    await write(join(house, 'node_modules', name, 'index.js'), '');
  }

  const output = await depcruise(house, [...new Set(Object.keys(files).map(topFolder))]);
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[] } };
  const short = (path: string) => path.replace(/^packages\//, '');
  return summary.violations
    .map(({ rule, from, to }) => `${rule.name}: ${short(from)} -> ${short(to)}`)
    .sort();
}

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Gives the package of an entry file a manifest like ours and a place in node_modules. */
async function publish(house: string, path: string): Promise<void> {
  const [, folder, entry] = /^packages\/([^/]+)\/(src\/(?:index|main)\.ts)$/.exec(path) ?? [];
  if (folder === undefined) return;
  const name = `@drawbridge/${folder}`;
  const exports = { '.': { '@drawbridge/source': `./${entry}`, default: './dist/index.js' } };
  const place = join(house, 'packages', folder);
  await write(join(place, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
  await write(join(place, 'dist/index.js'), '');
  await mkdir(join(house, 'node_modules/@drawbridge'), { recursive: true });
  await symlink(place, join(house, 'node_modules', name));
}

function topFolder(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

function depcruise(cwd: string, folders: string[]): Promise<string> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const args = [program, '--config', config, '--output-type', 'json', ...folders];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`dependency-cruiser failed: ${stderr}`, { cause: error }));
    });
  });
}
