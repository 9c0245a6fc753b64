/** One round: the same work measured on both sides, shortly after one another. */
export interface Pair<T = number> {
  /** What is judged. */
  readonly subject: T;
  /** What it is judged by. */
  readonly reference: T;
}

/** The two sides of a comparison. Each call measures once; both answer in the same unit. */
export interface Sides<T = number> {
  subject(): Promise<T>;
  reference(): Promise<T>;
}

/**
 * Measures both sides by turns, after one round that only warms up.
 *
 * A machine's speed drifts. The two measurements of a round are neighbours in
 * time, so their ratio does not; and the order is swapped from round to round, so
 * that a drift within the rounds favours neither side.
 *
 * @param onRound - told the number of each round as it begins; 0 is the warm-up
 */
export async function interleave<T>(
  rounds: number,
  sides: Sides<T>,
  onRound: (round: number) => void = () => undefined,
): Promise<readonly Pair<T>[]> {
  const pairs: Pair<T>[] = [];
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    const pair = round % 2 === 0 ? await referenceFirst(sides) : await subjectFirst(sides);
    if (round > 0) pairs.push(pair);
  }
  return pairs;
}

async function referenceFirst<T>(sides: Sides<T>): Promise<Pair<T>> {
  const reference = await sides.reference();
  return { reference, subject: await sides.subject() };
}

async function subjectFirst<T>(sides: Sides<T>): Promise<Pair<T>> {
  const subject = await sides.subject();
  return { subject, reference: await sides.reference() };
}
