import type { Reason, Verdict } from './verdict.ts';

/** Something of a token that does not meet a relying party's configuration, or might not. */
export interface Finding {
  /** Whether the token is refused for it. Otherwise what would decide is not known. */
  readonly isCertain: boolean;
  readonly reason: Reason;
}

/** The token is refused for this. */
export function unmet(at: string, seen: string, wanted: string, fix: string): Finding {
  return { isCertain: true, reason: { at, seen, wanted, fix } };
}

/** What would decide about this is not known. */
export function unclear(at: string, seen: string, wanted: string, fix: string): Finding {
  return { isCertain: false, reason: { at, seen, wanted, fix } };
}

/** Findings about what a relying party asks for by these names; one that has names of its own keeps them. */
export function about<Name extends string>(
  requirements: readonly [Name, ...Name[]],
  findings: readonly Finding[],
): readonly Finding[] {
  return findings.map(({ isCertain, reason }) => ({
    isCertain,
    reason: { requirements, ...reason },
  }));
}

/** The verdict where all of a configuration must be met: one certain finding refuses. */
export function allMet(
  findings: readonly Finding[],
  allowed: Verdict & { readonly verdict: 'allowed' },
): Verdict {
  const certain = findings.filter(({ isCertain }) => isCertain);
  const [first, ...others] = (certain.length > 0 ? certain : findings).map(({ reason }) => reason);
  if (first === undefined) return allowed;
  return { verdict: certain.length > 0 ? 'refused' : 'undecided', reasons: [first, ...others] };
}
