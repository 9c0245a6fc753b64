/** One requirement of a conformance suite. Any test runner can run it. */
export interface ConformanceCase {
  readonly title: string;
  /** @throws {Error} when the requirement is not met */
  run(): Promise<void>;
}

/** Fails a case. */
export function must(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

/** Fails a case unless the work throws an error of this class. */
export async function mustThrow(
  work: () => unknown,
  kind: new (...parameters: never[]) => Error,
  otherwise: string,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    must(error instanceof kind, `${otherwise}: threw ${String(error)} instead`);
    return;
  }
  throw new Error(otherwise);
}
