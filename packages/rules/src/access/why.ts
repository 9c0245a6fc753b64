/** A rule that would let in, if what is not known were so. */
export interface Untold {
  readonly rule: string;
  readonly unknown: string;
}

/** How many such rules are told: the log is read by a person. */
const MAX_TOLD = 3;

/** Why a rule keeps a request out. */
export function whyKeptOut(rule: string, unknown: string | undefined): string {
  const says = `the rule ${JSON.stringify(rule)} keeps it out`;
  return unknown === undefined
    ? says
    : `${says}, for it is not known that it means somebody else: ${unknown}`;
}

/** Why no rule lets a request in. */
export function whyNotLetIn(untold: readonly Untold[]): string {
  if (untold.length === 0) return 'no rule lets it in';
  const told = untold
    .slice(0, MAX_TOLD)
    .map(({ rule, unknown }) => `${JSON.stringify(rule)} might, but ${unknown}`);
  const others = untold.length > MAX_TOLD ? [`and ${untold.length - MAX_TOLD} more`] : [];
  return `no rule lets it in: ${[...told, ...others].join('; ')}`;
}
