/**
 * What came of a check. Of what is not known no rule lets anybody in, and a rule that keeps out does: why it is not known is a
 * sentence without its full stop.
 */
export type Standing = 'met' | 'unmet' | { readonly unknown: string };

/** One thing that a rule looks at. */
export interface AccessCheck<Facts> {
  /** In words: `the host is "a.example.com"`. */
  readonly what: string;
  judge(facts: Facts): Standing;
  /** What is there, quoted; `undefined` where there is nothing. */
  seen(facts: Facts): string | undefined;
}

/** What comes of several checks: not met as soon as one is not, and unknown where it hangs on one. */
export function judgeAll<Facts>(checks: readonly AccessCheck<Facts>[], facts: Facts): Standing {
  let standing: Standing = 'met';
  for (const check of checks) {
    const own = check.judge(facts);
    if (own === 'unmet') return own;
    if (standing === 'met') standing = own;
  }
  return standing;
}

/** Of what must be one of several things: met as soon as one is, and unknown where it hangs on one. */
export function eitherOf(...standings: readonly Standing[]): Standing {
  if (standings.includes('met')) return 'met';
  return standings.find((standing) => typeof standing === 'object') ?? 'unmet';
}

/** Of what is known. */
export function standingOf(isMet: boolean): Standing {
  return isMet ? 'met' : 'unmet';
}
