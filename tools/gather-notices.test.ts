import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatherNotices } from './gather-notices.mjs';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-notices-'));
});
afterAll(() => rm(root, { recursive: true }));

/** @returns the name of a module of the package */
async function install(name: string, licence?: string): Promise<string> {
  const folder = join(root, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  const manifest = { name, version: '1.2.3', license: 'MIT' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  if (licence !== undefined) await writeFile(join(folder, 'LICENSE.md'), licence);
  return join(folder, 'lib/index.js');
}

test('tells the licence of each package once, in the order of their names', async () => {
  const modules = [
    join(root, 'packages/cli/src/main.ts'),
    await install('zoo', 'You may.\n\nWithout warranty.\n'),
    await install('@scope/ant', 'Copyright Ant'),
    await install('zoo', 'You may.\n\nWithout warranty.\n'),
  ];
  const text = await gatherNotices(modules);
  expect(text).toBe(
    'The command drawbridge has code of these packages in it.\n\n' +
      '@scope/ant 1.2.3 (MIT)\n\n    Copyright Ant\n\n' +
      'zoo 1.2.3 (MIT)\n\n    You may.\n\n    Without warranty.\n',
  );
});

test('refuses a package that does not say under which licence it is', async () => {
  const module = await install('silent');
  await expect(gatherNotices([module])).rejects.toThrow('silent has no file with its licence');
});
