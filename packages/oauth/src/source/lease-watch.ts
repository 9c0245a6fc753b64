import type { Clock } from '@drawbridge/core';
import type { KeptText } from './token-keeper.ts';
import type { Lease } from './token-record.ts';

/**
 * Makes the judge of other processes' leases. A lease counts until it was seen, unchanged, for its whole term by the
 * monotonic clock of who looks. A time of day in it would be judged by a clock that jumps, when a laptop wakes
 * or a machine learns the time: two processes would then send the same refresh token, and a server that
 * looks for that signs the person out. The price is the wait of one term for what a killed process left.
 *
 * @returns whether a lease counts, in the state of what is kept that it was just read in
 */
export function createLeaseWatch(
  clock: Clock,
  owner: string,
): (lease: Lease | undefined, kept: KeptText | undefined) => boolean {
  let seen: { readonly version: string; readonly at: number } | undefined;
  return (lease, kept) => {
    // What is left of one's own was not given back for a fault: nobody is at work with it.
    if (lease === undefined || kept === undefined || lease.owner === owner) return false;
    // Each change has a version of its own, so a lease that was taken again is not the one seen before.
    if (seen?.version !== kept.version) seen = { version: kept.version, at: clock.monotonic() };
    return clock.monotonic() - seen.at < lease.term;
  };
}
