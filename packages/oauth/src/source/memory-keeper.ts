import type { KeptText, TokenKeeper } from './token-keeper.ts';

/** In the memory of this process. */
export class MemoryKeeper implements TokenKeeper {
  #kept: KeptText | undefined;
  #changes = 0;

  async read(): Promise<KeptText | undefined> {
    return this.#kept;
  }

  async write(text: string, over: string | undefined): Promise<string | undefined> {
    if (this.#kept?.version !== over) return undefined;
    const version = `${++this.#changes}`;
    this.#kept = { text, version };
    return version;
  }
}

/** Makes a keeper in the memory of this process: what it keeps ends with it. For tokens that can be had again at any time. */
export function memoryKeeper(): TokenKeeper {
  return new MemoryKeeper();
}
