/**
 * What work answers, if it does so in time. Work that is late goes on, and what becomes of it is told to nobody.
 *
 * @param milliseconds - how long to wait
 * @param late - makes what is thrown otherwise
 */
export function inTime<T>(work: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
