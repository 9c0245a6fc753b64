import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a Markdown page. */
export interface Block {
  readonly language: string;
  /** Of the comment `<!-- run: MARK -->` above the block; empty without one. */
  readonly mark: string;
  readonly text: string;
}

const BLOCK = /(?:<!-- run: (?<mark>\w+) -->\n)?```(?<language>\w*)\n(?<text>[\s\S]*?)```/g;

/** Reads a page of the repository. */
export function readPage(page: string): Promise<string> {
  return readFile(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a page. */
export async function readBlocks(page: string): Promise<readonly Block[]> {
  const content = await readPage(page);
  return [...content.matchAll(BLOCK)].map(({ groups }) => ({
    language: groups?.['language'] ?? '',
    mark: groups?.['mark'] ?? '',
    text: groups?.['text'] ?? '',
  }));
}

/** Every Markdown page that a reader may come upon. */
export async function listPages(): Promise<readonly string[]> {
  const found = await Promise.all([
    list('.', false),
    list('docs', true),
    list('packages', true),
    list('examples', true),
  ]);
  return found.flat();
}

async function list(folder: string, recursive: boolean): Promise<readonly string[]> {
  const names = await readdir(join(ROOT, folder), { recursive });
  return names
    .filter((name) => name.endsWith('.md') && !/(?:^|\/)(?:node_modules|dist)\//.test(name))
    .map((name) => join(folder, name));
}

/** The rows of the Markdown tables of a page: their cells, without back-ticks. */
export function tableRows(content: string): readonly (readonly string[])[] {
  return content
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}
