/**
 * The times at which independent callers arrive: a Poisson process, since callers do not wait for one another and do
 * not keep step either. The same seed gives the same times, so that two servers can be given the same.
 *
 * @param rate - arrivals a second
 * @param seconds - how long
 * @returns milliseconds from the beginning, in order
 */
export function arrivals(rate: number, seconds: number, seed: number): readonly number[] {
  const random = mulberry32(seed);
  const times: number[] = [];
  for (let time = gap(); time < seconds * 1000; time += gap()) times.push(time);
  return times;

  function gap(): number {
    return (-Math.log(1 - random()) / rate) * 1000;
  }
}

/** A small generator of numbers from 0 to below 1; no secret is made of them. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
