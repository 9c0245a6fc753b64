/** Who is asked. */
interface Asked {
  readonly number: number;
  /** Sends the question under this number, which comes back with the answer. */
  readonly send: (id: number) => void;
}

/** Asks other processes, and takes their answers in. */
interface Asker {
  /** @returns the answers by who gave them, of those who did in time */
  ask(all: readonly Asked[]): Promise<ReadonlyMap<number, unknown>>;
  answer(id: number, value: unknown): void;
}

/** Milliseconds: one that is ending or overwhelmed must not hold up a scrape. */
const PATIENCE = 1_000;

/** Makes an asker. */
export function createAsker(patience = PATIENCE): Asker {
  const open = new Map<number, (value: unknown) => void>();
  let last = 0;
  return {
    async ask(all) {
      const ids: number[] = [];
      const answers = new Map<number, unknown>();
      const asked = all.map(({ number, send }) => {
        const id = ++last;
        ids.push(id);
        return new Promise<void>((resolve) => {
          open.set(id, (value) => {
            answers.set(number, value);
            resolve();
          });
          send(id);
        });
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.all(asked), late]);
      clearTimeout(timer);
      for (const id of ids) open.delete(id);
      return new Map([...answers].toSorted(([a], [b]) => a - b));
    },
    answer(id, value) {
      open.get(id)?.(value);
    },
  };
}
