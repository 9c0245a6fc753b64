import type { Socket } from 'node:net';

/**
 * Has two connections speak to each other, byte for byte, each no faster than the other reads. Who ends a half may
 * still read; when one is gone, the other is, as soon as it has been sent what was there.
 */
export function joinSockets(one: Socket, other: Socket): void {
  lead(one, other);
  lead(other, one);
}

function lead(from: Socket, to: Socket): void {
  from.setTimeout(0);
  // The event that follows says it all.
  from.on('error', () => {});
  from.once('close', (broken) => {
    if (broken) to.destroy();
    else to.destroySoon();
  });
  from.pipe(to);
}
