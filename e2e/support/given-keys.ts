import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStage } from './stage.ts';

type Files = ReadonlyMap<string, Buffer>;

let made: Promise<Files> | undefined;

/** Puts a signing key into a data folder that has none: most of what a first start takes is to make one. */
export async function giveKeys(data: string): Promise<void> {
  made ??= makeKeys();
  const files = await made;
  const folder = join(data, 'keys');
  if (existsSync(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all(
    [...files].map(([name, content]) => writeFile(join(folder, name), content, { mode: 0o600 })),
  );
}

async function makeKeys(): Promise<Files> {
  const stage = createStage();
  try {
    const data = await stage.folder();
    const { code, stderr } = await stage.run(['keys', 'generate', '--data', data]);
    if (code !== 0) throw new Error(`no key was made: ${stderr}`);
    const folder = join(data, 'keys');
    const names = await readdir(folder);
    return new Map(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, name))] as const),
      ),
    );
  } finally {
    await stage.clear();
  }
}
