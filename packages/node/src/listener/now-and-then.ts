/**
 * Makes a function that tells of something that may happen very often: the first time at once, and
 * from then on once an interval, with how often it happened since.
 *
 * @param interval - milliseconds
 */
export function nowAndThen<Fact>(
  interval: number,
  tell: (fact: Fact, times: number) => void,
  clock: () => number = () => performance.now(),
): (fact: Fact) => void {
  let last = Number.NEGATIVE_INFINITY;
  let times = 0;
  return (fact) => {
    times++;
    if (clock() - last < interval) return;
    last = clock();
    tell(fact, times);
    times = 0;
  };
}
