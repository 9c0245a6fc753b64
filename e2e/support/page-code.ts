import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { finish, type FinishedCommand, start } from './command.ts';
import { readBlocks, ROOT } from './documents.ts';
import type { Stage } from './stage.ts';

/** Marks of blocks of TypeScript. */
const MARKS = new Set(['embed', 'guard']);

/** A block of TypeScript in a page. */
export interface PageCode {
  readonly page: string;
  readonly text: string;
}

/** The blocks of TypeScript of a page that tests look at, in their order. */
export async function readCode(page: string): Promise<readonly PageCode[]> {
  const blocks = await readBlocks(page);
  return blocks.filter(({ mark }) => MARKS.has(mark)).map(({ text }) => ({ page, text }));
}

/** Compiles blocks as somebody would who has copied each into a project with the packages installed. */
export async function compileCode(
  stage: Stage,
  blocks: readonly PageCode[],
): Promise<FinishedCommand> {
  const folder = await codeFolder(stage);
  for (const [index, { page, text }] of blocks.entries()) {
    await writeFile(join(folder, `${index}-${page.replaceAll(/\W/g, '-')}.ts`), text);
  }
  const config = {
    extends: join(ROOT, 'tsconfig.tests.json'),
    compilerOptions: {
      // By the types that a user has; those of the sources take ten times as long.
      customConditions: [],
      // NestJS needs them.
      experimentalDecorators: true,
      // What a block ends with is for the reader to use.
      noUnusedLocals: false,
    },
    include: ['*.ts'],
    exclude: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  return finish(start(process.execPath, [compiler, '--project', folder]));
}

/**
 * Runs a block of a page in this process.
 *
 * @param having - what the block must have in it; the first that has it is run
 * @param replaced - what is put in the place of what, such as the address of an issuer that answers
 * @returns what the block exports
 */
export async function runCode<Exports>(
  stage: Stage,
  page: string,
  having: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Exports> {
  const found = (await readCode(page)).find(({ text }) => text.includes(having));
  if (found === undefined) throw new Error(`${page} has no code with ${having}`);
  let { text } = found;
  for (const [from, to] of Object.entries(replaced)) {
    if (!text.includes(from)) throw new Error(`the code of ${page} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  const file = join(await codeFolder(stage), 'code.ts');
  await writeFile(file, text);
  return (await import(pathToFileURL(file).href)) as Exports;
}

/** Within the repository, where the packages are found. */
async function codeFolder(stage: Stage): Promise<string> {
  const folder = await mkdtemp(join(ROOT, 'e2e/.pages-'));
  stage.later(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
