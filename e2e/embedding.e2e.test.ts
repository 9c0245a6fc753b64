import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDefaultEngine, createFixedKeyRing } from '@drawbridge/core';
import { afterAll, describe, expect, it } from 'vitest';
import { finish, start } from './support/command.ts';
import { readBlocks, ROOT } from './support/documents.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

describe('docs/embedding.md', () => {
  it('has examples that the compiler takes', async () => {
    const blocks = (await readBlocks('docs/embedding.md')).filter(({ mark }) => mark === 'embed');
    expect(blocks.length).toBeGreaterThan(1);
    // Within the repository, where the packages are found.
    const folder = await mkdtemp(join(ROOT, 'e2e/.embedding-'));
    stage.later(() => rm(folder, { recursive: true, force: true }));
    for (const [index, { text }] of blocks.entries()) {
      await writeFile(join(folder, `example-${index}.ts`), text);
    }
    // By the types that an embedder has; those of the sources take ten times as long.
    const config = {
      extends: join(ROOT, 'tsconfig.tests.json'),
      compilerOptions: { customConditions: [] },
      include: ['*.ts'],
      exclude: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const checked = await finish(start(process.execPath, [compiler, '--project', folder]));
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it('has a command that makes keys to sign with', async () => {
    const blocks = await readBlocks('docs/embedding.md');
    const { text = '' } = blocks.find(({ mark }) => mark === 'key') ?? {};
    const { code, stdout } = await stage.shell(text);
    expect(code).toBe(0);
    const ring = await createFixedKeyRing(stdout, createDefaultEngine());
    expect(ring.algorithms()).toEqual(['ES256']);
  });
});
