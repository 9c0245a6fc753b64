import { type Block, readBlocks } from './documents.ts';

/** Languages of blocks that nothing runs. */
const FOR_THE_EYE = new Set(['mermaid', 'text']);

/** A page whose blocks a test takes, one by one. */
export interface Guide {
  /** The block with this mark. */
  take(mark: string): string;
  /** A block that has no mark since it is shown and not run: of this language, with these words. */
  shown(language: string, words: string): string;
  /** The blocks that can be run and that nobody took. */
  untaken(): readonly Block[];
}

/** Opens a page. */
export async function openGuide(page: string): Promise<Guide> {
  const blocks = await readBlocks(page);
  const taken = new Set<Block>();

  function find(what: string, fits: (block: Block) => boolean): string {
    const block = blocks.find(fits);
    if (block === undefined) throw new Error(`${page} has no block ${what}`);
    taken.add(block);
    return block.text;
  }

  return {
    take: (mark) => find(`with the mark ${mark}`, (block) => block.mark === mark),
    shown: (language, words) =>
      find(
        `of ${language} with ${words}`,
        (block) => block.language === language && block.text.includes(words),
      ),
    untaken: () => blocks.filter((block) => !FOR_THE_EYE.has(block.language) && !taken.has(block)),
  };
}
