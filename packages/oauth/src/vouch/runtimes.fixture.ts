import { vi } from 'vitest';

/** On what a codec can stand. */
export const RUNTIMES = ['Node', 'the web platform'] as const;

/** Has what is made from now on find no module of Node, as on the web platform. @returns what ends that */
export function standOn(runtime: (typeof RUNTIMES)[number]): () => void {
  if (runtime === 'Node') return () => {};
  const spy = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
  return () => {
    spy.mockRestore();
  };
}
