/** One thing that was looked at. */
export interface Check {
  /** Names it, for scripts: `redirect-ports`. */
  readonly id: string;
  /** `failed` has no sign-in succeed; `warning` may have one fail, or later. */
  readonly state: 'failed' | 'warning' | 'passed';
  /** What is there, in words. */
  readonly seen: string;
  /** What should be. */
  readonly wanted: string;
  /** What to do, a sentence; only where something is to be done. */
  readonly fix?: string;
}

/** Makes one. Where it passed, there is nothing to do. */
export function check(
  id: string,
  state: Check['state'],
  words: { readonly seen: string; readonly wanted: string; readonly fix: string },
): Check {
  const { seen, wanted, fix } = words;
  return { id, state, seen, wanted, ...(state !== 'passed' && { fix }) };
}

const ORDER: readonly Check['state'][] = ['failed', 'warning', 'passed'];

/** Those that failed first, then the warnings; else in the order of a sign-in. */
export function inOrder(checks: readonly Check[]): readonly Check[] {
  return ORDER.flatMap((state) => checks.filter((each) => each.state === state));
}
