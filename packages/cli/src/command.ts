import type { Command } from 'commander';
import type { Context } from './context.ts';

/** One command: declared by `define`, which sets its options, its texts and its action. */
export type DefineCommand = (command: Command, context: Context) => void;

/** A command as the top level knows it; its module is loaded when it runs. */
export interface CommandEntry {
  /** `keys list`: the words after `drawbridge`. Those of one command may be the beginning of those of others. */
  readonly words: readonly [string, ...string[]];
  /** One line for the overview. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly define: DefineCommand }>;
}

/** The commands of one folder: its `index.ts` lists them. */
export interface CommandGroup {
  /** `{ keys: 'Look after the key ring.' }`: what the words stand for that only hold commands. */
  readonly nouns?: Readonly<Record<string, string>>;
  /** In the order of the overview. */
  readonly commands: readonly CommandEntry[];
}
