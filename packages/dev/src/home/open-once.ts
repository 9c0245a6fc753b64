/** What is opened when it is first asked for. */
export interface OpenedOnce<T> {
  /** Opens it, or answers what is open. What failed is tried again by the next who asks. */
  get(): Promise<T>;
  /** Ends all that was opened, and is being opened. */
  close(): Promise<void>;
}

/** Tells what ends a thing that was opened; the last one ends first. */
export type Later = (close: () => Promise<unknown>) => void;

/** Makes one. @param open - tells `later` of each thing that it opened */
export function openOnce<T>(open: (later: Later) => Promise<T>): OpenedOnce<T> {
  const closers: (() => Promise<unknown>)[] = [];
  let opening: Promise<T> | undefined;

  async function end(): Promise<void> {
    for (const closer of closers.splice(0).reverse()) await closer();
  }

  async function start(): Promise<T> {
    try {
      return await open((closer) => closers.push(closer));
    } catch (thrown) {
      opening = undefined;
      await end();
      throw thrown;
    }
  }

  return {
    get: () => (opening ??= start()),
    async close() {
      await opening?.catch(() => undefined);
      await end();
    },
  };
}
